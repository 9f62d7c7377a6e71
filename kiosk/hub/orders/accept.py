"""`PUT /v1/orders/{id}`: decide once, answer the same for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.domain.orders import LineState
from kiosk.errors import HubRefused
from kiosk.hub.context import Hub
from kiosk.hub.orders import checks, evidence, serving
from kiosk.hub.orders.repricing import Decided, reprice, without
from kiosk.hub.orders.serving import ServedLine, Shop
from kiosk.hub.storage import (
    baskets,
    checkouts,
    customers,
    orders,
    reservations,
    shop,
    tasks,
)
from kiosk.hub.storage.customers import CustomerRow
from kiosk.hub.storage.database import write
from kiosk.hub.storage.orders import BACKORDER, LEFT_OUT, OPEN, NewLine, Received, Stored
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.hub.storage.times import as_text
from kiosk.wire.customers import HistoryEvent
from kiosk.wire.orders import OrderAnswer, OrderBody
from kiosk.wire.problem import Problem

CREATED = 201
CLOCK, ORDERED_TWICE = "clock", "ordered_twice"
_STATES = {LineState.BACKORDER: BACKORDER, LineState.LEFT_OUT: LEFT_OUT}


@dataclass(frozen=True, slots=True)
class _Request:
    terminal: TerminalRow
    order_id: str
    raw: bytes
    order: OrderBody | None


def accept(
    hub: Hub, terminal: TerminalRow, order_id: str, raw: bytes, order: OrderBody | None
) -> Stored:
    """Decide on an order, or repeat what was decided on these bytes before.

    Bytes that are no order (None) are kept as refused: a mended order can replace them.
    Raises `HubRefused` `order_id_reused` for other bytes under a known id.
    """
    request = _Request(terminal, checks.canonical_uuid(order_id), raw, order)
    try:
        with write(hub.engine) as connection:
            answer = _answer(connection, hub, request)
    except IntegrityError:
        # The same order, or its number, got in between by another connection: look again.
        with write(hub.engine) as connection:
            answer = _answer(connection, hub, request)
    hub.wake.set()
    return answer


def _answer(connection: Connection, hub: Hub, request: _Request) -> Stored:
    sha256 = hashlib.sha256(request.raw).hexdigest()
    known = orders.find(connection, request.order_id)
    if known is not None:
        if known.body_sha256 != sha256:
            raise HubRefused("order_id_reused", 422)
        return known
    received = Received(
        request.order_id,
        orders.next_sequence(connection),
        request.terminal.id,
        as_text(hub.clock()),
        request.raw,
        sha256,
    )
    try:
        if request.order is None:
            raise checks.invalid("body")
        return _accept(connection, hub, request.terminal, request.order, received)
    except HubRefused as refusal:
        detail = str(refusal.args_.get("detail", ""))
        problem = Problem(refusal.code, refusal.status, detail=detail)
        body = msgspec.json.encode(problem)
        return orders.keep_refused(connection, received, refusal.status, body)


def _accept(
    connection: Connection, hub: Hub, terminal: TerminalRow, order: OrderBody, received: Received
) -> Stored:
    """Check everything, then write everything: a refusal has written nothing."""
    now = hub.clock()
    made, clock_right = checks.moment(order, now)
    terms, locations = shop.terms(connection), shop.locations(connection)
    variants = shop.variants(connection, [line.sku for line in order.lines])
    checks.check_form(order, received.id, terminal.prefix)
    checks.check_lines(order, variants, locations, terms)
    checks.check_contact(order)
    if orders.number_is_taken(connection, order.number):
        raise checks.invalid("number")
    if order.replaces and not orders.may_be_replaced(connection, order.replaces):
        raise checks.invalid("replaces")
    keys = hub.keys.app_code_keys
    customer = evidence.identify(connection, order, terminal.id, keys, made, now)
    deliver_to = evidence.delivery_address(order, customer)
    tier_id = customer.tier_id if customer else ""
    today = made.astimezone(ZoneInfo(terms.time_zone)).date().isoformat()
    decided = reprice(order, variants, shop.promotions(connection), terms, tier_id, today)
    # From here on nothing refuses.
    with reservations.opened(connection, now) as book:
        if order.checkout_id:
            owner = checkouts.owner_of(terminal)
            checkouts.end_if_own(connection, book, order.checkout_id, owner)
        served = serving.serve(book, order, Shop(locations, terms, made, now))
    left_out = {line.outcome.sku for line in served if line.left_out}
    delivers = any(line.kind is FulfilmentKind.DELIVERY and not line.left_out for line in served)
    decided = without(decided, order, left_out, delivers, terms, tier_id)
    answer = OrderAnswer(
        order_id=order.id,
        number=order.number,
        status=serving.status(served),
        to_pay=decided.to_pay,
        points=decided.points,
        differences=decided.differences,
        lines=tuple(line.outcome for line in served),
        sequence=received.sequence,
    )
    stored = orders.keep_accepted(
        connection,
        received,
        order,
        CREATED,
        msgspec.json.encode(answer),
        customer.id if customer else None,
        deliver_to,
        decided.notes,
        _lines(order, decided, served),
    )
    wanted = [(line.task, line.outcome.sku) for line in served if line.task]
    if not clock_right:
        wanted.append((CLOCK, ""))
    if customer is not None:
        _enter(connection, customer, order, decided, made, now)
        if _ordered_twice(connection, customer, order, now):
            wanted.append((ORDERED_TWICE, ""))
    tasks.add(connection, order.id, wanted, now)
    return stored


def _enter(
    connection: Connection,
    customer: CustomerRow,
    order: OrderBody,
    decided: Decided,
    made: datetime,
    now: datetime,
) -> None:
    """Write an order into the customer's history and credit its points."""
    event = HistoryEvent(
        id=order.id,
        at=as_text(made),
        channel="store",
        kind="order",
        title=order.number,
        text="",
        amount=decided.to_pay,
        location_id=order.location_id,
    )
    customers.add_order(connection, customer.id, decided.points, event, now)


def _ordered_twice(
    connection: Connection, customer: CustomerRow, order: OrderBody, now: datetime
) -> bool:
    """Take what was ordered out of the basket; tell whether another order did so before."""
    basket_id, op_ids = customer.basket_id, order.basket_op_ids
    if not op_ids or order.basket_id != basket_id:
        return False
    before = orders.are_there(connection, baskets.taken_out_by(connection, basket_id, op_ids))
    baskets.take_out_ordered(connection, basket_id, order.id, op_ids, as_text(now))
    return before


def _lines(order: OrderBody, decided: Decided, served: tuple[ServedLine, ...]) -> list[NewLine]:
    return [
        NewLine(
            line.sku,
            line.quantity,
            now.kind.value,
            now.outcome.location_id,
            now.outcome.source_id,
            charged.minor,
            _STATES.get(now.outcome.state, OPEN),
        )
        for line, charged, now in zip(order.lines, decided.charged, served, strict=True)
    ]
