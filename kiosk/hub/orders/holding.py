"""What a checkout gets: its pieces, or where else the whole of a line could come from."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from kiosk.domain.catalogue import Terms
from kiosk.domain.fulfilment import FulfilmentKind, Way, ways_to_get
from kiosk.errors import BadInput
from kiosk.hub.orders.checks import LINES_LIMIT
from kiosk.hub.storage import checkouts, reservations, shop
from kiosk.hub.storage.reservations import CHECKOUT, Book, Holder
from kiosk.hub.storage.terminals import Caller, TerminalRow
from kiosk.hub.storage.times import as_text
from kiosk.wire.checkouts import CheckoutAnswer, CheckoutLine, CheckoutRequest, HeldLine


def hold(
    connection: Connection,
    caller: Caller,
    checkout_id: str,
    request: CheckoutRequest,
    now: datetime,
) -> CheckoutAnswer:
    """Let a checkout hold these lines and nothing else, each whole or not at all.

    Raises `BadInput` `bad_request`, `HubRefused` `forbidden` for somebody else's checkout.
    """
    terms = shop.terms(connection)
    _check(request, terms)
    holder = Holder(CHECKOUT, checkout_id)
    ends = checkouts.renew(connection, checkout_id, checkouts.owner_of(caller), now)
    wanted = [line.sku for line in request.lines]
    with reservations.opened(connection, now, [holder], wanted) as book:
        book.release(holder)
        lines = []
        for line in request.lines:
            free = book.available(line.sku, line.source_id)
            held = line.kind is FulfilmentKind.TAKE_AWAY or book.hold(
                holder, line.sku, line.source_id, line.quantity
            )
            here = caller.location_id if isinstance(caller, TerminalRow) else line.location_id
            others = () if held else _others(connection, book, line, here, terms, now)
            lines.append(HeldLine(line.sku, held, free, others))
    return CheckoutAnswer(checkout_id, as_text(ends), tuple(lines))


def let_go(connection: Connection, caller: Caller, checkout_id: str, now: datetime) -> None:
    """End a checkout. Raises `HubRefused` `forbidden` for somebody else's."""
    with reservations.opened(connection, now, [Holder(CHECKOUT, checkout_id)]) as book:
        checkouts.end(connection, book, checkout_id, checkouts.owner_of(caller))


def _others(
    connection: Connection, book: Book, line: CheckoutLine, here: str, terms: Terms, now: datetime
) -> tuple[Way, ...]:
    """List the ways that could serve the whole line now, nearest first."""
    places = shop.locations(connection)
    start = places.get(here) or places.get(line.source_id)
    if start is None:
        return ()
    local = now.astimezone(ZoneInfo(terms.time_zone))
    ways = ways_to_get(book.enough(line.sku, line.quantity), start, places, terms, local)
    return tuple(sorted(ways, key=lambda way: way.distance_m))


def _check(request: CheckoutRequest, terms: Terms) -> None:
    if len(request.lines) > LINES_LIMIT:
        raise BadInput("bad_request", detail="lines")
    if len({line.sku for line in request.lines}) != len(request.lines):
        raise BadInput("bad_request", detail="sku_twice")
    if any(not 0 < line.quantity <= terms.max_quantity_per_line for line in request.lines):
        raise BadInput("bad_request", detail="quantity")
