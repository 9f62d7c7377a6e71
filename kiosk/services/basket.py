"""The basket as the shopper sees it, and its copy at the hub."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.domain.basket import BasketLine, BasketOp, contested
from kiosk.domain.catalogue import Localised, Variant
from kiosk.domain.fulfilment import FulfilmentKind, Way
from kiosk.domain.money import Money
from kiosk.domain.pricing import Priced, PricedLine, PriceRequest, price
from kiosk.ports.catalogue import Catalogue
from kiosk.ports.hub import Hub
from kiosk.ports.machine import Clock
from kiosk.services.browsing import shop_now, ways_of
from kiosk.services.session import Choice, SessionState


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its price and the way it will come.

    `way` is None when it is sold out everywhere; `short` when fewer pieces than wanted are
    known to be available for that way. `contested` are quantities that two channels set at
    once, by channel: the last one holds until somebody chooses.
    """

    line: BasketLine
    variant: Variant
    name: Localised
    drawing: str
    priced: PricedLine
    ways: tuple[Way, ...]
    way: Way | None
    short: bool
    contested: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BasketView:
    """The basket. `gone` are lines whose product the shop no longer has."""

    lines: tuple[LineView, ...]
    gone: tuple[BasketLine, ...]
    priced: Priced
    adopted_lines: int
    apart: bool
    tier_id: str

    @property
    def pieces(self) -> int:
        """How many pieces, for the badge on the basket's button."""
        return sum(view.line.quantity for view in self.lines)

    @property
    def kinds(self) -> frozenset[FulfilmentKind]:
        """Which kinds of fulfilment the lines use."""
        return frozenset(view.way.kind for view in self.lines if view.way)


@dataclass(frozen=True, slots=True)
class PriceMove:
    """The shop changed what a line of an open basket costs: its sum before and now."""

    sku: str
    quantity: int
    before: Money
    now: Money


def price_moves(before: BasketView, now: BasketView) -> tuple[PriceMove, ...]:
    """Tell what the shop changed between two views of a session's basket.

    Between baskets with the same pieces and tier that is every difference, promotions
    included. Otherwise the shopper may have made it: then only list prices count.
    """
    priced = {view.line.sku: view.priced for view in before.lines}
    same = before.tier_id == now.tier_id and [
        (view.line.sku, view.line.quantity) for view in before.lines
    ] == [(view.line.sku, view.line.quantity) for view in now.lines]
    moves = []
    for line in (view.priced for view in now.lines):
        if (was := priced.get(line.sku)) is None:
            continue
        old, new = (was.total, line.total) if same else (was.unit * line.quantity, line.list_total)
        if old != new:
            moves.append(PriceMove(line.sku, line.quantity, old, new))
    return tuple(moves)


class Baskets:
    """Prices a session's basket (lane `read`) and keeps the hub's copy (lane `net`)."""

    def __init__(self, catalogue: Catalogue, hub: Hub, clock: Clock, here_id: str) -> None:
        self._catalogue = catalogue
        self._hub = hub
        self._clock = clock
        self._here_id = here_id

    def view(self, state: SessionState) -> BasketView:
        """Build the basket's view for a session, of one state of the catalogue."""
        with self._catalogue.at_once():
            return self._view(state)

    def _view(self, state: SessionState) -> BasketView:
        found: list[tuple[BasketLine, Variant]] = []
        gone: list[BasketLine] = []
        for line in state.lines:
            variant = self._catalogue.variant(line.sku)
            if variant is None:
                gone.append(line)
            else:
                found.append((line, variant))
        now = shop_now(self._catalogue, self._clock)
        skus = [line.sku for line, _ in found]
        ways = ways_of(self._catalogue, self._here_id, skus, now, state.held)
        choices = dict(state.choices)
        chosen = {
            line.sku: _way(ways[line.sku], choices.get(line.sku), line.channel) for line, _ in found
        }
        requests = [
            PriceRequest(v.sku, v.product_id, v.category_id, line.quantity, v.list_price)
            for line, v in found
        ]
        delivered = frozenset(
            sku for sku, way in chosen.items() if way and way.kind is FulfilmentKind.DELIVERY
        )
        priced = price(
            requests,
            self._catalogue.promotions(),
            self._catalogue.terms(),
            state.tier_id,
            now.date().isoformat(),
            delivered,
        )
        at_odds = contested(state.log)
        views = tuple(
            replace(
                self._line(line, variant, priced_line, ways[line.sku], chosen[line.sku]),
                contested=tuple((op.channel, op.quantity) for op in at_odds.get(line.sku, ())),
            )
            for (line, variant), priced_line in zip(found, priced.lines, strict=True)
        )
        return BasketView(
            views, tuple(gone), priced, state.adopted_lines, state.apart, state.tier_id
        )

    def exchange(
        self, grant: str, basket_id: str, unsent: Sequence[BasketOp]
    ) -> tuple[BasketOp, ...]:
        """Send what the hub has not seen and return the log of all channels (lane `net`)."""
        if unsent:
            return self._hub.append(grant, basket_id, unsent).log
        return self._hub.basket(grant, basket_id).log

    def _line(
        self,
        line: BasketLine,
        variant: Variant,
        priced: PricedLine,
        ways: tuple[Way, ...],
        way: Way | None,
    ) -> LineView:
        product = self._catalogue.product(variant.product_id)
        name = product.name if product else {"en": variant.sku}
        drawing = product.drawing if product else ""
        short = way is not None and line.quantity > way.available
        return LineView(line, variant, name, drawing, priced, ways, way, short)


def unsent(state: SessionState) -> tuple[BasketOp, ...]:
    """The operations made here that the hub's copy does not have yet."""
    if state.customer is None or state.apart:
        return ()
    known = {op.id for op in state.customer.adopted or ()}
    return tuple(op for op in state.own if op.id not in known)


def _way(ways: tuple[Way, ...], choice: Choice | None, channel: str) -> Way | None:
    """The wished way while it exists, else the best one.

    What was scanned here is probably in the shopper's hands; what comes from another
    channel is not, even where the shelf has one too.
    """
    for way in ways:
        if choice and way.kind is choice.kind and way.location_id == choice.location_id:
            return way
    if channel != "store":
        ways = tuple(way for way in ways if way.kind is not FulfilmentKind.TAKE_AWAY) or ways
    return ways[0] if ways else None
