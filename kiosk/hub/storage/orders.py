"""Orders: what came and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import msgspec
from sqlalchemy import ColumnElement, Connection, false, func, insert, select

from kiosk.domain.orders import Address, Contact
from kiosk.hub.storage.tables import counter, order_line, shop_order
from kiosk.hub.storage.upserts import upsert
from kiosk.wire.orders import LineDifference, OrderAnswer, OrderBody

ACCEPTED, REJECTED = "accepted", "rejected"
OPEN, ALLOCATED, BACKORDER, LEFT_OUT = "open", "allocated", "backorder", "left_out"
_COUNTER = "orders"


@dataclass(frozen=True, slots=True)
class Received:
    """An order as it came over the wire; `sequence` numbers them in commit order."""

    id: str
    sequence: int
    terminal_id: str
    received_at: str
    body: bytes
    body_sha256: str


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of an accepted order: what the hub charges, and where it is served from."""

    sku: str
    quantity: int
    kind: str
    location_id: str
    source_id: str
    charged_minor: int
    state: str = OPEN


@dataclass(frozen=True, slots=True)
class Stored:
    """An order the hub has decided on; the answer is replayed byte for byte.

    `repeated`: that was before this request.
    """

    id: str
    terminal_id: str
    status: str
    body_sha256: str
    answer_status: int
    answer: bytes
    repeated: bool = field(default=False, compare=False)


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
    line_states: tuple[tuple[str, str], ...]  # SKU and one of the states above


def next_sequence(connection: Connection, of: str = _COUNTER) -> int:
    """Number an order; the counter's lock makes the numbers come in commit order."""
    first = upsert(connection, counter).values(name=of, value=1)
    following = first.on_conflict_do_update(
        index_elements=["name"], set_={"value": counter.c.value + 1}
    )
    taken: int = connection.execute(following.returning(counter.c.value)).scalar_one()
    return taken


def newest_sequence(connection: Connection) -> int:
    """Return the number of the order that came last; 0 before the first."""
    return connection.scalar(select(func.max(shop_order.c.sequence))) or 0


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
    return Stored(*row, repeated=True) if row else None


def unknown(connection: Connection, order_ids: Sequence[str]) -> tuple[str, ...]:
    """Return those of these orders that never came."""
    found = set(
        connection.scalars(select(shop_order.c.id).where(shop_order.c.id.in_(list(order_ids))))
    )
    return tuple(order_id for order_id in order_ids if order_id not in found)


def number_is_taken(connection: Connection, number: str) -> bool:
    """Tell whether an accepted order has this number."""
    found = select(shop_order.c.id).where(shop_order.c.number == number)
    return connection.scalar(found) is not None


def may_be_replaced(connection: Connection, order_id: str) -> bool:
    """Tell whether an order was never accepted here and nothing has taken its place.

    An unknown one may have been refused in the history that a restored hub has lost.
    """
    old = find(connection, order_id)
    return (old is None or old.status == REJECTED) and not is_replaced(connection, order_id)


def is_replaced(connection: Connection, order_id: str) -> bool:
    """Tell whether an accepted order has taken an order's place."""
    taken = select(shop_order.c.id).where(shop_order.c.replaces == order_id)
    return connection.scalar(taken) is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An accepted order that the engine did not have a moment ago; `noted`: it has it now."""

    id: str
    received_at: str
    order: OrderBody
    answer: OrderAnswer
    noted: bool


def waiting_of_customer(
    connection: Connection, customer_id: str, noted_since: str
) -> tuple[Waiting, ...]:
    """List a customer's orders that the engine lacks, or has only since a moment (ISO 8601)."""
    noted = shop_order.c.handed_over_at
    return _waiting(connection, shop_order.c.customer_id == customer_id, noted >= noted_since)


def waiting_of_basket(connection: Connection, basket_id: str) -> tuple[Waiting, ...]:
    """List the orders out of a basket that the engine lacks."""
    return _waiting(connection, shop_order.c.basket_id == basket_id, false())


def _waiting(
    connection: Connection, whose: ColumnElement[bool], besides: ColumnElement[bool]
) -> tuple[Waiting, ...]:
    rows = connection.execute(
        select(shop_order)
        .where(whose, shop_order.c.status == ACCEPTED)
        .where(shop_order.c.handed_over_at.is_(None) | besides)
        .order_by(shop_order.c.sequence)
    )
    return tuple(
        Waiting(
            row.id,
            row.received_at,
            msgspec.json.decode(row.body, type=OrderBody),
            msgspec.json.decode(row.answer, type=OrderAnswer),
            row.handed_over_at is not None,
        )
        for row in rows
    )


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
    customer: Contact | None,
    basket_id: str,
    deliver_to: Address | None,
    notes: Sequence[LineDifference],
    lines: Sequence[NewLine],
) -> Stored:
    """Keep an accepted order, due for the engine at once.

    A guest's of which nothing is left means nothing to it; a customer's is in their history and
    takes its lines out of their basket all the same.
    """
    nothing = customer_id is None and all(line.state == LEFT_OUT for line in lines)
    values = {
        "status": ACCEPTED,
        "answer_status": answer_status,
        "answer": answer,
        "number": order.number,
        "replaces": order.replaces or None,
        "customer_id": customer_id,
        "customer": msgspec.json.encode(customer).decode() if customer else None,
        "basket_id": basket_id or None,
        "deliver_to": msgspec.json.encode(deliver_to).decode() if deliver_to else None,
        "notes": msgspec.json.encode(notes).decode(),
        "next_attempt_at": received.received_at,
        "handed_over_at": received.received_at if nothing else None,
        "location_id": order.location_id,
    }
    connection.execute(insert(shop_order).values(asdict(received) | values))
    rows = [asdict(line) | {"order_id": received.id} for line in lines]
    connection.execute(insert(order_line), rows)
    return _stored(received, ACCEPTED, answer_status, answer)


def every(connection: Connection) -> tuple[OrderRecord, ...]:
    """List all orders ever received that could be read, oldest first."""
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
            order=order,
            answer=row.answer,
            customer_id=row.customer_id or "",
            handed_over_at=row.handed_over_at or "",
            line_states=tuple(states.get(row.id, ())),
        )
        for row in rows
        if (order := read_body(row.body)) is not None
    )


def read_body(raw: bytes) -> OrderBody | None:
    """Read an order as it came over the wire; None where it is none."""
    try:
        return msgspec.json.decode(raw, type=OrderBody)
    except (msgspec.MsgspecError, ValueError, RecursionError):  # no UTF-8, nested too deeply
        return None


def _stored(received: Received, status: str, answer_status: int, answer: bytes) -> Stored:
    return Stored(
        received.id, received.terminal_id, status, received.body_sha256, answer_status, answer
    )
