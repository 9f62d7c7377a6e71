"""Orders: what came, what was answered, and how far each is on its way to the engine."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from kiosk.domain.orders import Address
from kiosk.hub.storage.tables import order_line, shop_order, staff_task
from kiosk.hub.storage.times import as_text
from kiosk.wire.orders import LineDifference, OrderBody

ACCEPTED, REJECTED = "accepted", "rejected"
OPEN, ALLOCATED, BACKORDER = "open", "allocated", "backorder"
_RETRY_MAX_S = 300
_DOUBLINGS = 9  # 2 ** 9 s is above the longest wait; a float overflows at 1,024


@dataclass(frozen=True, slots=True)
class Received:
    """An order as it came over the wire."""

    id: str
    terminal_id: str
    received_at: str
    body: bytes
    body_sha256: str


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of an accepted order; `charged_minor` is what the hub decided."""

    sku: str
    quantity: int
    kind: str
    location_id: str
    source_id: str
    charged_minor: int


@dataclass(frozen=True, slots=True)
class Stored:
    """An order the hub has decided on; the answer is replayed byte for byte."""

    id: str
    terminal_id: str
    status: str
    body_sha256: str
    answer_status: int
    answer: bytes


@dataclass(frozen=True, slots=True)
class Due:
    """An accepted order that the engine may not have yet."""

    id: str
    attempts: int
    order: OrderBody
    customer_id: str
    deliver_to: Address | None


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An order as the hub holds it; `handed_over_at` is empty while the engine lacks it."""

    id: str
    terminal_id: str
    status: str
    received_at: str
    order: OrderBody
    answer: bytes
    customer_id: str
    handed_over_at: str
    line_states: tuple[tuple[str, str], ...]  # SKU and open, allocated or backorder


def find(connection: Connection, order_id: str) -> Stored | None:
    """Return what was decided on an order."""
    row = connection.execute(
        select(
            shop_order.c.id,
            shop_order.c.terminal_id,
            shop_order.c.status,
            shop_order.c.body_sha256,
            shop_order.c.answer_status,
            shop_order.c.answer,
        ).where(shop_order.c.id == order_id)
    ).one_or_none()
    return Stored(*row) if row else None


def number_is_taken(connection: Connection, number: str) -> bool:
    """Tell whether an accepted order has this number."""
    found = select(shop_order.c.id).where(shop_order.c.number == number)
    return connection.scalar(found) is not None


def may_be_replaced(connection: Connection, order_id: str) -> bool:
    """Tell whether an order was rejected and nothing has taken its place."""
    old = find(connection, order_id)
    if old is None or old.status != REJECTED:
        return False
    taken = select(shop_order.c.id).where(shop_order.c.replaces == order_id)
    return connection.scalar(taken) is None


def keep_refused(
    connection: Connection, received: Received, answer_status: int, answer: bytes
) -> Stored:
    """Keep an order that was refused for its content, with the refusal."""
    values = {"status": REJECTED, "answer_status": answer_status, "answer": answer}
    connection.execute(insert(shop_order).values(asdict(received) | values))
    return _stored(received, REJECTED, answer_status, answer)


def keep_accepted(
    connection: Connection,
    received: Received,
    order: OrderBody,
    answer_status: int,
    answer: bytes,
    customer_id: str | None,
    deliver_to: Address | None,
    notes: Sequence[LineDifference],
    lines: Sequence[NewLine],
) -> Stored:
    """Keep an accepted order, due for the engine at once."""
    values = {
        "status": ACCEPTED,
        "answer_status": answer_status,
        "answer": answer,
        "number": order.number,
        "replaces": order.replaces or None,
        "customer_id": customer_id,
        "deliver_to": msgspec.json.encode(deliver_to).decode() if deliver_to else None,
        "notes": msgspec.json.encode(notes).decode(),
        "next_attempt_at": received.received_at,
    }
    connection.execute(insert(shop_order).values(asdict(received) | values))
    rows = [asdict(line) | {"order_id": received.id, "state": OPEN} for line in lines]
    connection.execute(insert(order_line), rows)
    return _stored(received, ACCEPTED, answer_status, answer)


def claim(connection: Connection, now: datetime) -> Row[*tuple[Any, ...]] | None:
    """Take the order that has waited longest and count the attempt before it is made.

    Nobody else gets it until its next attempt is due, also if this process dies. It is read
    (by `due`) when that is committed: one that cannot be read must not come first for ever.
    """
    waiting = (
        (shop_order.c.status == ACCEPTED)
        & shop_order.c.handed_over_at.is_(None)
        & (shop_order.c.next_attempt_at <= as_text(now))
    )
    row = connection.execute(
        select(shop_order).where(waiting).order_by(shop_order.c.next_attempt_at).limit(1)
    ).one_or_none()
    if row is None:
        return None
    wait_s = min(2 ** min(row.attempts + 1, _DOUBLINGS), _RETRY_MAX_S)
    again = now + timedelta(seconds=wait_s)
    taken = connection.execute(
        update(shop_order)
        .where(shop_order.c.id == row.id, shop_order.c.attempts == row.attempts, waiting)
        .values(attempts=row.attempts + 1, next_attempt_at=as_text(again))
    )
    return row if taken.rowcount else None


def due(row: Row[*tuple[Any, ...]]) -> Due:
    """Read an order that was claimed."""
    to = msgspec.json.decode(row.deliver_to, type=Address) if row.deliver_to else None
    order = msgspec.json.decode(row.body, type=OrderBody)
    return Due(row.id, row.attempts, order, row.customer_id or "", to)


def handed_over(
    connection: Connection,
    order_id: str,
    reference: str,
    backordered: Sequence[str],
    now: datetime,
) -> None:
    """Note that the engine has an order, and lay what it cannot fulfil before staff."""
    done = connection.execute(
        update(shop_order)
        .where(shop_order.c.id == order_id, shop_order.c.handed_over_at.is_(None))
        .values(handed_over_at=as_text(now), engine_reference=reference)
    )
    if not done.rowcount:
        return
    mine = order_line.c.order_id == order_id
    short = order_line.c.sku.in_(list(backordered))
    connection.execute(update(order_line).where(mine, ~short).values(state=ALLOCATED))
    connection.execute(update(order_line).where(mine, short).values(state=BACKORDER))
    if backordered:
        connection.execute(
            insert(staff_task),
            [
                {
                    "id": str(uuid.uuid4()),
                    "kind": BACKORDER,
                    "order_id": order_id,
                    "sku": sku,
                    "made_at": as_text(now),
                }
                for sku in backordered
            ],
        )


def every(connection: Connection) -> tuple[OrderRecord, ...]:
    """List all orders ever received, oldest first."""
    states: dict[str, list[tuple[str, str]]] = {}
    for line in connection.execute(select(order_line).order_by(order_line.c.sku)):
        states.setdefault(line.order_id, []).append((line.sku, line.state))
    rows = connection.execute(select(shop_order).order_by(shop_order.c.received_at))
    return tuple(
        OrderRecord(
            id=row.id,
            terminal_id=row.terminal_id,
            status=row.status,
            received_at=row.received_at,
            order=msgspec.json.decode(row.body, type=OrderBody),
            answer=row.answer,
            customer_id=row.customer_id or "",
            handed_over_at=row.handed_over_at or "",
            line_states=tuple(states.get(row.id, ())),
        )
        for row in rows
    )


def _stored(received: Received, status: str, answer_status: int, answer: bytes) -> Stored:
    return Stored(
        received.id, received.terminal_id, status, received.body_sha256, answer_status, answer
    )
