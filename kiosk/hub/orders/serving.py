"""Whether the shop has what was ordered, and what becomes of a line that turned out sold.

A line is served whole or not at all. Everything served is reserved for the order at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kiosk.domain.catalogue import Location, Terms
from kiosk.domain.fulfilment import FulfilmentKind, Promise, Way, delivery_slots, ways_to_get
from kiosk.domain.orders import Fallback, LineState, OrderLine
from kiosk.domain.stock import StockLevel
from kiosk.hub.storage.reservations import ORDER, Book, Holder
from kiosk.wire.orders import LineOutcome, OrderAnswer, OrderBody

MISCOUNTED = "miscounted"
PROMISE_STANDS = timedelta(hours=1)  # an older order may get a later promise
_GOOD = (LineState.CONFIRMED, LineState.MOVED)


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A line's outcome, how it is fulfilled now, and the kinds of tasks it makes."""

    outcome: LineOutcome
    kind: FulfilmentKind
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shop:
    """What a decision is made with; `now` is the hub's, `made` when the order was taken."""

    locations: Mapping[str, Location]
    terms: Terms
    made: datetime
    now: datetime

    def ways(self, levels: Sequence[StockLevel], here: str) -> tuple[Way, ...]:
        """List the ways that these levels open at a place, now."""
        return ways_to_get(levels, self.locations[here], self.locations, self.terms, self.local)

    @property
    def local(self) -> datetime:
        """Now, in the shop's time zone."""
        return self.now.astimezone(ZoneInfo(self.terms.time_zone))


def serve(book: Book, order: OrderBody, shop: Shop) -> tuple[ServedLine, ...]:
    """Reserve what can be served; the rest goes by what the customer chose for that case."""
    return tuple(_serve(book, order, line, shop) for line in order.lines)


def keep(book: Book, order: OrderBody, first: OrderAnswer) -> tuple[ServedLine, ...]:
    """Serve an order as its sealed first answer said; nothing is decided anew.

    What that promised is reserved, whatever stock says by now; where stock says less, a task tells
    staff to count.
    """
    pairs = zip(order.lines, first.lines, strict=True)
    return tuple(_keep(book, order, line, outcome) for line, outcome in pairs)


def status(served: Sequence[ServedLine]) -> str:
    """Say in one word what becomes of the order."""
    states = {line.outcome.state for line in served}
    if not states.intersection(_GOOD):
        return "backorder"
    return "confirmed" if states == {LineState.CONFIRMED} else "partly"


def _serve(book: Book, order: OrderBody, line: OrderLine, shop: Shop) -> ServedLine:
    holder = Holder(ORDER, order.id)
    if line.kind is FulfilmentKind.TAKE_AWAY:  # the customer has it in hand, whatever we counted
        known = book.take(holder, line.sku, line.source_id, line.quantity)
        outcome = _outcome(line, LineState.CONFIRMED, line.promise)
        return ServedLine(outcome, line.kind, () if known else (MISCOUNTED,))
    here = line.location_id or order.location_id
    enough = book.enough(line.sku, line.quantity)
    if book.hold(holder, line.sku, line.source_id, line.quantity):
        source = [level for level in enough if level.location_id == line.source_id]
        same = [way for way in shop.ways(source, here) if way.kind is line.kind]
        promise = _promise(line, same[0] if same else None, shop)
        return ServedLine(_outcome(line, LineState.CONFIRMED, promise), line.kind)
    ways = shop.ways(enough, here)
    for way in _other_sources(ways, line, here):
        if book.hold(holder, line.sku, way.source_id, line.quantity):
            return _by(way, line, LineState.CONFIRMED, _promise(line, way, shop))
    if order.fallback is Fallback.ELSEWHERE:
        for way in ways:
            if way.kind is FulfilmentKind.COLLECT and book.hold(
                holder, line.sku, way.source_id, line.quantity
            ):
                return _by(way, line, LineState.MOVED, way.promise)
    leave = order.fallback is Fallback.LEAVE_OUT
    state = LineState.LEFT_OUT if leave else LineState.BACKORDER
    return ServedLine(_outcome(line, state, None), line.kind, (state.value,))


def _keep(book: Book, order: OrderBody, line: OrderLine, outcome: LineOutcome) -> ServedLine:
    state, source = outcome.state, outcome.source_id
    told = () if state is LineState.CONFIRMED else (state.value,)
    if state not in _GOOD:
        return ServedLine(outcome, line.kind, told)
    known = book.take(Holder(ORDER, order.id), line.sku, source, line.quantity)
    at_hand = source == outcome.location_id and source != line.source_id  # nothing is brought
    kind = FulfilmentKind.COLLECT if state is LineState.MOVED or at_hand else line.kind
    return ServedLine(outcome, kind, told if known else (*told, MISCOUNTED))


def _other_sources(ways: Sequence[Way], line: OrderLine, here: str) -> list[Way]:
    """List the ways that keep what was agreed: the same place, for the customer."""
    kept = [way for way in ways if way.kind is line.kind is not FulfilmentKind.COLLECT]
    if line.kind is FulfilmentKind.TRANSFER:  # it may already be at that store
        at_hand = (way for way in ways if way.kind is FulfilmentKind.COLLECT)
        kept += [way for way in at_hand if way.location_id == here]
    return kept


def _by(way: Way, line: OrderLine, state: LineState, promise: Promise) -> ServedLine:
    outcome = LineOutcome(line.sku, state, way.location_id, way.source_id, promise)
    return ServedLine(outcome, way.kind, (state.value,) if state is LineState.MOVED else ())


def _outcome(line: OrderLine, state: LineState, promise: Promise | None) -> LineOutcome:
    return LineOutcome(line.sku, state, line.location_id, line.source_id, promise)


def _promise(line: OrderLine, way: Way | None, shop: Shop) -> Promise:
    """Keep a promise, unless it lay in the outbox too long to be kept."""
    if way is None or shop.now - shop.made <= PROMISE_STANDS:
        return line.promise
    soonest = way.promise
    if line.kind is FulfilmentKind.DELIVERY:
        hours = (line.promise.from_hour, line.promise.to_hour)
        slots = delivery_slots(shop.terms, shop.local)
        soonest = next((s for s in slots if (s.from_hour, s.to_hour) == hours), soonest)
    return max(line.promise, soonest, key=lambda promise: (promise.day, promise.from_hour))
