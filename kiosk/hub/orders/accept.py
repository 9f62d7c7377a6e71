"""`PUT /v1/orders/{id}`: decide once, answer the same for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.errors import HubRefused
from kiosk.hub.context import Hub
from kiosk.hub.orders import checks, evidence
from kiosk.hub.orders.repricing import Decided, reprice
from kiosk.hub.storage import baskets, customers, orders, shop
from kiosk.hub.storage.database import write
from kiosk.hub.storage.orders import NewLine, Received, Stored
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.hub.storage.times import as_text
from kiosk.wire.customers import HistoryEvent
from kiosk.wire.orders import OrderAnswer, OrderBody
from kiosk.wire.problem import Problem

CREATED = 201


@dataclass(frozen=True, slots=True)
class _Request:
    terminal: TerminalRow
    order_id: str
    raw: bytes
    order: OrderBody


def accept(hub: Hub, terminal: TerminalRow, order_id: str, raw: bytes, order: OrderBody) -> Stored:
    """Decide on an order, or repeat what was decided on these bytes before.

    Raises `HubRefused` `order_id_reused` for other bytes under a known id.
    """
    request = _Request(terminal, checks.order_uuid(order_id), raw, order)
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
        request.terminal.id,
        as_text(hub.clock()),
        request.raw,
        sha256,
    )
    try:
        return _accept(connection, hub, request, received)
    except HubRefused as refusal:
        detail = str(refusal.args_.get("detail", ""))
        problem = Problem(refusal.code, refusal.status, detail=detail)
        body = msgspec.json.encode(problem)
        return orders.keep_refused(connection, received, refusal.status, body)


def _accept(connection: Connection, hub: Hub, request: _Request, received: Received) -> Stored:
    """Check everything, then write everything: a refusal has written nothing."""
    order, terminal, now = request.order, request.terminal, hub.clock()
    made = checks.moment(order, now)
    terms, locations = shop.terms(connection), shop.locations(connection)
    variants = shop.variants(connection, [line.sku for line in order.lines])
    checks.check_form(order, request.order_id, terminal.prefix)
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
    answer = OrderAnswer(
        order_id=order.id,
        number=order.number,
        status="accepted",
        to_pay=decided.to_pay,
        points=decided.points,
        differences=decided.differences,
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
        _lines(order, decided),
    )
    if customer is not None:
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
        if order.basket_op_ids and order.basket_id == customer.basket_id:
            baskets.take_out_ordered(
                connection, customer.basket_id, order.id, order.basket_op_ids, as_text(now)
            )
    return stored


def _lines(order: OrderBody, decided: Decided) -> list[NewLine]:
    return [
        NewLine(
            line.sku,
            line.quantity,
            line.kind.value,
            line.location_id,
            line.source_id,
            charged.minor,
        )
        for line, charged in zip(order.lines, decided.charged, strict=True)
    ]
