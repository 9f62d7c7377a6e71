"""What an order means: pieces allocated, points credited, history written, the basket emptied."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, insert, select

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.hub.engines.embedded import baskets, customers
from kiosk.hub.engines.embedded.tables import engine_order
from kiosk.hub.engines.port import (
    CursorGone,
    EngineLine,
    EngineOrder,
    EventPage,
    OrderEvent,
    Placement,
)
from kiosk.hub.storage import reservations
from kiosk.hub.storage.orders import next_sequence
from kiosk.hub.storage.reservations import ORDER, Book, Holder
from kiosk.hub.storage.times import as_text

_COUNTER = "engine_orders"
_PLACED = "placed"


def place(connection: Connection, order: EngineOrder, now: datetime) -> Placement:
    """Do all of it, in the caller's transaction. Raises `IntegrityError` for a known id."""
    sequence = next_sequence(connection, _COUNTER)
    before = _enter(connection, order, now) if order.customer_id else False
    short = _allocate(connection, order)
    placement = Placement(f"E-{order.number}", short, before)
    connection.execute(
        insert(engine_order).values(
            order_id=order.id,
            reference=placement.reference,
            backordered=msgspec.json.encode(placement.backordered).decode(),
            sequence=sequence,
            placed_at=as_text(now),
            ordered_before=int(before),
        )
    )
    return placement


def find(connection: Connection, order_id: str) -> Placement | None:
    """Return what became of an order that is here."""
    row = connection.execute(
        select(engine_order).where(engine_order.c.order_id == order_id)
    ).one_or_none()
    if row is None:
        return None
    backordered = msgspec.json.decode(row.backordered, type=tuple[str, ...])
    return Placement(row.reference, backordered, bool(row.ordered_before))


def events_since(connection: Connection, cursor: str, limit: int) -> EventPage:
    """Return orders in the sequence they were placed in; the cursor is the last one's number."""
    if cursor and not cursor.isdecimal():
        raise CursorGone("changes_gone")
    rows = connection.execute(
        select(engine_order.c.order_id, engine_order.c.sequence, engine_order.c.placed_at)
        .where(engine_order.c.sequence > int(cursor or 0))
        .order_by(engine_order.c.sequence)
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    events = tuple(OrderEvent(row.order_id, _PLACED, row.placed_at) for row in shown)
    last = str(shown[-1].sequence) if shown else cursor
    return EventPage(events, last, len(rows) > limit)


def _enter(connection: Connection, order: EngineOrder, now: datetime) -> bool:
    """Enter it into the customer's account; tell whether another order took the same before."""
    if not customers.add_order(connection, order, now) or not order.basket_op_ids:
        return False
    gone = baskets.take_out_ordered(
        connection, order.basket_id, order.id, order.basket_op_ids, order.made_at
    )
    by_orders = select(func.count()).where(engine_order.c.order_id.in_(gone))
    return bool(connection.scalar(by_orders))


def _allocate(connection: Connection, order: EngineOrder) -> tuple[str, ...]:
    """Raise `allocated` where there is enough; return the SKUs where there is not.

    What the hub reserved for the order is freed in the same step: its book is in this database,
    too, so no piece counts twice. Where there is less than was reserved for all, the first order
    to come here is served.
    """
    holder = Holder(ORDER, order.id)
    short: list[str] = []
    with reservations.opened(
        connection, None, [holder], [line.sku for line in order.lines]
    ) as book:
        own = [book.held(holder, line.sku, line.source_id) for line in order.lines]
        book.release(holder)
        for line, reserved in zip(order.lines, own, strict=True):
            if not _serve(book, line, reserved >= line.quantity):
                short.append(line.sku)
    return tuple(short)


def _serve(book: Book, line: EngineLine, reserved: bool) -> bool:
    if line.waits:
        return False
    if line.kind is FulfilmentKind.TAKE_AWAY:
        return book.carry_away(line.sku, line.source_id, line.quantity)
    return book.allocate(line.sku, line.source_id, line.quantity, of_all=reserved)
