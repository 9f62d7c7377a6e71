"""What a product page offers to choose from, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.domain.catalogue import Localised
from kiosk.domain.fulfilment import FulfilmentKind, Way
from kiosk.domain.money import Money
from kiosk.services.browsing import ColourChoice, SizeChoice
from kiosk.ui.promise_words import ICONS, Wording


@dataclass(frozen=True, slots=True)
class ColourRow:
    """A swatch."""

    code: str
    name: str
    hex: str
    selected: bool
    available: bool


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A size and what can be done with it."""

    sku: str
    size: str
    caption: str
    selected: bool
    available: bool


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way to get the chosen variant."""

    key: str
    icon: str
    title: str
    detail: str
    selected: bool


def colour_row(choice: ColourChoice, pick: Callable[[Localised], str]) -> ColourRow:
    """Word a colour."""
    colour = choice.colour
    return ColourRow(colour.code, pick(colour.name), colour.hex, choice.selected, choice.available)


def size_row(choice: SizeChoice, words: Wording, selected: bool) -> SizeRow:
    """Word a size by the best that can be done with it."""
    caption = words.size_caption(choice)
    return SizeRow(choice.sku, choice.size, caption, selected, choice.best is not None)


def way_row(way: Way, words: Wording, selected: bool, worth: Money) -> WayRow:
    """Word a way for a list of ways; `worth` is what the piece costs there."""
    title, detail = words.way_title(way), words.way_detail(way, worth)
    return WayRow(way_key(way), ICONS[way.kind], title, detail, selected)


def elsewhere(ways: Sequence[Way], here_id: str) -> list[Way]:
    """List the ways of collecting in another store, the nearest first."""
    return [w for w in ways if w.kind is FulfilmentKind.COLLECT and w.location_id != here_id]


def offered(ways: Sequence[Way], chosen: Way | None, here_id: str, unfolded: bool) -> list[Way]:
    """List all ways but collecting here, and of other stores the nearest unless unfolded."""
    folded = [] if unfolded else elsewhere(ways, here_id)[1:]
    return [
        way
        for way in ways
        if way is chosen
        or (
            way not in folded
            and not (way.kind is FulfilmentKind.COLLECT and way.location_id == here_id)
        )
    ]


def way_key(way: Way) -> str:
    """Name a way among the others."""
    return f"{way.kind}:{way.location_id}"
