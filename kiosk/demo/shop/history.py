"""What customers did and said in each channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from kiosk.demo.shop.styles import CURRENCY, Style
from kiosk.demo.shop.texts import EventText
from kiosk.domain.catalogue import Variant
from kiosk.domain.ids import OrderNumber
from kiosk.domain.money import Money, total
from kiosk.wire.customers import HistoryEvent

LONGEST_DAYS = 540
Piece = tuple[Style, Variant]

_ACTS = {
    ("order", "web"): 16,
    ("order", "app"): 14,
    ("order", "store"): 16,
    ("order", "call_centre"): 4,
    ("order", "messenger"): 3,
    ("visit", "store"): 12,
    ("message", "messenger"): 14,
    ("call", "call_centre"): 7,
    ("basket", "web"): 4,
    ("basket", "app"): 3,
    ("note", "store"): 4,
    ("return", "store"): 2,
    ("return", "web"): 1,
}
_PREFIXES = {"web": "W1", "app": "A1", "call_centre": "C1", "messenger": "M1"}
_FIRST_DAY = 700
_ORDERS_A_DAY = 20


def moment(today: date, days_ago: int, at: time) -> str:
    """Return a time of day some days ago, ISO 8601 UTC."""
    return datetime.combine(today - timedelta(days_ago), at, UTC).isoformat()


def written(customer_id: str, event: EventText, today: date) -> HistoryEvent:
    """Return an event of the showcase; its id does not depend on the other events."""
    at = moment(today, event.days_ago, time.fromisoformat(event.time))
    return HistoryEvent(
        id=f"{customer_id}-{event.kind}-{event.days_ago}",
        at=at,
        channel=event.channel,
        kind=event.kind,
        title=str(OrderNumber(*event.order)) if event.order else "",
        text=event.text,
        amount=None if event.amount is None else Money(event.amount * 100, CURRENCY),
        location_id=event.location,
    )


class Diary:
    """Draws events; order numbers rise with the days and never repeat."""

    def __init__(self, templates: dict[str, dict[str, list[str]]], today: date) -> None:
        self._templates = templates
        self._today = today
        self._numbers: Counter[tuple[str, int]] = Counter()

    def draw(
        self, customer_id: str, home: str, liked: Sequence[Piece], count: int, rng: Random
    ) -> tuple[HistoryEvent, ...]:
        """Draw a customer's history, newest first; `home` is the store they go to.

        A return names an order made before it; with none it becomes a visit.
        """
        days = sorted(rng.sample(range(1, LONGEST_DAYS), count), reverse=True)
        acts = rng.choices(tuple(_ACTS), tuple(_ACTS.values()), k=count)
        last_order: HistoryEvent | None = None
        events: list[HistoryEvent] = []
        for index, (days_ago, act) in enumerate(zip(days, acts, strict=True)):
            pieces = rng.sample(liked, rng.choices((1, 2, 3), (6, 3, 1))[0])
            returned = last_order if act[0] == "return" else None
            kind, channel = ("visit", "store") if act[0] == "return" and not returned else act
            event = HistoryEvent(
                id=f"{customer_id}-{index:02d}",
                at=moment(self._today, days_ago, time(rng.randint(7, 18), rng.randint(0, 59))),
                channel=channel,
                kind=kind,
                title=returned.title if returned else "",
                text=self._text(kind, channel, pieces, rng),
                amount=pieces[0][1].list_price if returned else None,
                location_id=home if channel == "store" else "",
            )
            if kind == "order":
                prices = (variant.list_price for _, variant in pieces)
                number = self._number(_PREFIXES.get(channel, f"S{home[-1]}"), days_ago)
                event = last_order = HistoryEvent(
                    id=event.id,
                    at=event.at,
                    channel=channel,
                    kind=kind,
                    title=number,
                    text=event.text,
                    amount=total(prices, CURRENCY),
                    location_id=event.location_id,
                )
            events.append(event)
        return tuple(reversed(events))

    def _number(self, prefix: str, days_ago: int) -> str:
        self._numbers[prefix, days_ago] += 1
        counter = (_FIRST_DAY - days_ago) * _ORDERS_A_DAY + self._numbers[prefix, days_ago]
        return str(OrderNumber(prefix, counter))

    def _text(self, kind: str, channel: str, pieces: Sequence[Piece], rng: Random) -> str:
        template = rng.choice(self._templates[kind][channel])
        labels = [label(piece) for piece in pieces]
        if template.startswith("«"):
            # Inner quotation marks differ from outer ones in Russian.
            labels = [text.replace("«", "„").replace("»", "“") for text in labels]
        name = pieces[0][0].product.name["ru"]
        text = template.format(
            item=labels[0],
            items=", ".join(labels),
            size=pieces[0][1].size,
            model=name[name.find("«") + 1 : -1],
        )
        return text[0].upper() + text[1:]


def label(piece: Piece) -> str:
    """Name an article with its size, in Russian, as it stands within a sentence."""
    style, variant = piece
    name = style.product.name["ru"]
    return f"{name[0].lower()}{name[1:]} {variant.size}"
