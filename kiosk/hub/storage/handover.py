"""The way of accepted orders to the engine: who takes one, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select, update

from kiosk.domain.orders import Address
from kiosk.hub.storage import reservations, tasks
from kiosk.hub.storage.orders import ACCEPTED, ALLOCATED, BACKORDER, LEFT_OUT, OPEN, NewLine
from kiosk.hub.storage.reservations import ORDER, Holder
from kiosk.hub.storage.tables import order_line, shop_order
from kiosk.hub.storage.times import as_text
from kiosk.wire.orders import OrderAnswer, OrderBody

NOT_HANDED_OVER, ORDERED_TWICE = "not_handed_over", "ordered_twice"
TRIES_UNTOLD = 20  # more than an hour of them: then staff hear of it
_RETRY_MAX_S = 300
_DOUBLINGS = 9  # 2 ** 9 s is above the longest wait; a float overflows at 1,024


@dataclass(frozen=True, slots=True)
class Due:
    """An accepted order that the engine may not have yet, with the lines as decided.

    `basket_id` is empty where it takes nothing out of a basket.
    """

    id: str
    attempts: int
    received_at: str
    order: OrderBody
    answer: OrderAnswer
    customer_id: str
    basket_id: str
    deliver_to: Address | None
    lines: tuple[NewLine, ...]


def claim(connection: Connection, now: datetime) -> Row[*tuple[Any, ...]] | None:
    """Take the order that has waited longest and count the attempt before it is made.

    Nobody else gets it before its next attempt is due, even if this process dies. Read it (by
    `due`) after the commit: otherwise an order that cannot be read would be first in line for ever.
    Of one that has failed for long staff are told, once; it is still tried.
    """
    # Due later than any pause lasts: the clock was set back since.
    latest = as_text(now + timedelta(seconds=_RETRY_MAX_S))
    next_at = shop_order.c.next_attempt_at
    waiting = (
        (shop_order.c.status == ACCEPTED)
        & shop_order.c.handed_over_at.is_(None)
        & ((next_at <= as_text(now)) | (next_at > latest))
    )
    row = connection.execute(
        select(shop_order)
        .where(waiting)
        .order_by(shop_order.c.next_attempt_at)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)  # what another worker takes is not due
    ).one_or_none()
    if row is None:
        return None
    wait_s = min(2 ** min(row.attempts + 1, _DOUBLINGS), _RETRY_MAX_S)
    again = now + timedelta(seconds=wait_s)
    connection.execute(
        update(shop_order)
        .where(shop_order.c.id == row.id)
        .values(attempts=row.attempts + 1, next_attempt_at=as_text(again))
    )
    if row.attempts >= TRIES_UNTOLD:
        tasks.add_once(connection, row.id, NOT_HANDED_OVER, now)
    return row


def waiting(connection: Connection) -> tuple[int, str]:
    """Return how many accepted orders the engine has not got, and when the oldest came ("")."""
    row = connection.execute(
        select(func.count(), func.min(shop_order.c.received_at)).where(
            shop_order.c.status == ACCEPTED,
            shop_order.c.handed_over_at.is_(None),
            shop_order.c.next_attempt_at.is_not(None),  # as of each accepted one; by the index
        )
    ).one()
    return row[0], row[1] or ""


def due(connection: Connection, row: Row[*tuple[Any, ...]]) -> Due:
    """Read an order that was claimed; a line that was left out is no part of it any more."""
    to = msgspec.json.decode(row.deliver_to, type=Address) if row.deliver_to else None
    order = msgspec.json.decode(row.body, type=OrderBody)
    lines = connection.execute(
        select(order_line)
        .where(order_line.c.order_id == row.id, order_line.c.state != LEFT_OUT)
        .order_by(order_line.c.sku)
    )
    return Due(
        id=row.id,
        attempts=row.attempts,
        received_at=row.received_at,
        order=order,
        answer=msgspec.json.decode(row.answer, type=OrderAnswer),
        customer_id=row.customer_id or "",
        basket_id=row.basket_id or "",
        deliver_to=to,
        lines=tuple(map(_line, lines)),
    )


def handed_over(
    connection: Connection,
    order_id: str,
    reference: str,
    backordered: Sequence[str],
    ordered_before: bool,
    now: datetime,
) -> None:
    """Note, once, that the engine has an order.

    What was reserved for it is freed: the engine has it in its own book now. Of what the engine
    lacks staff are told, unless the customer was told when ordering, and of a basket that was
    ordered twice.
    """
    done = connection.execute(
        update(shop_order)
        .where(shop_order.c.id == order_id, shop_order.c.handed_over_at.is_(None))
        .values(handed_over_at=as_text(now), engine_reference=reference)
    )
    if not done.rowcount:
        return
    tasks.withdraw(connection, order_id, NOT_HANDED_OVER)
    holder = Holder(ORDER, order_id)
    with reservations.opened(connection, now, [holder]) as book:
        book.release(holder)
    mine = (order_line.c.order_id == order_id) & (order_line.c.state != LEFT_OUT)
    short = order_line.c.sku.in_(list(backordered))
    news = connection.scalars(
        update(order_line)
        .where(mine, short, order_line.c.state == OPEN)
        .values(state=BACKORDER)
        .returning(order_line.c.sku)
    ).all()
    connection.execute(update(order_line).where(mine, ~short).values(state=ALLOCATED))
    wanted = [(BACKORDER, sku) for sku in sorted(news)]
    if ordered_before:
        wanted.append((ORDERED_TWICE, ""))
    tasks.add(connection, order_id, wanted, now)


def _line(row: Row[*tuple[Any, ...]]) -> NewLine:
    return NewLine(
        row.sku,
        row.quantity,
        row.kind,
        row.location_id,
        row.source_id,
        row.charged_minor,
        row.state,
    )
