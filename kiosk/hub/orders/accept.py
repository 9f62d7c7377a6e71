"""`PUT /v1/orders/{id}`: decide once, answer the same for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from kiosk.domain.orders import Contact, LineState
from kiosk.errors import HubRefused
from kiosk.hub.context import Hub
from kiosk.hub.engines.embedded import baskets, customers
from kiosk.hub.engines.embedded.customers import CustomerRow
from kiosk.hub.orders import checks, identity, sealing, serving
from kiosk.hub.orders.repricing import Decided, reprice, without
from kiosk.hub.orders.serving import ServedLine, Shop
from kiosk.hub.storage import checkouts, orders, reservations, shop, tasks
from kiosk.hub.storage.database import write_again
from kiosk.hub.storage.orders import BACKORDER, LEFT_OUT, OPEN, NewLine, Received, Stored
from kiosk.hub.storage.reservations import CHECKOUT, Holder
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
    first: str


def accept(
    hub: Hub,
    terminal: TerminalRow,
    order_id: str,
    raw: bytes,
    order: OrderBody | None,
    first: str = "",
) -> Stored:
    """Decide on an order, or repeat what was decided on these bytes before.

    Bytes that are no order (None) are kept as refused, so that a mended order can replace them.
    `first` is the header with the answer that this hub gave before it was restored and forgot it;
    if our seal on it is right, that decision stands. Raises `HubRefused` `order_id_reused` for
    other bytes under a known id, or the id of another terminal's order.
    """
    request = _Request(terminal, checks.canonical_uuid(order_id), raw, order, first)
    # Again where another connection has stored this order, or its number, meanwhile.
    answer = write_again(hub.engine, lambda connection: _answer(connection, hub, request))
    hub.wake.set()
    return answer


def _answer(connection: Connection, hub: Hub, request: _Request) -> Stored:
    sha256 = hashlib.sha256(request.raw).hexdigest()
    known = orders.find(connection, request.order_id)
    if known is not None:
        if known.body_sha256 != sha256 or known.terminal_id != request.terminal.id:
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
        return _accept(connection, hub, request, request.order, received)
    except HubRefused as refusal:
        detail = str(refusal.args_.get("detail", ""))
        problem = Problem(refusal.code, refusal.status, detail=detail)
        body = msgspec.json.encode(problem)
        return orders.keep_refused(connection, received, refusal.status, body)


def _accept(
    connection: Connection, hub: Hub, request: _Request, order: OrderBody, received: Received
) -> Stored:
    """Check everything, then write everything: a refusal has written nothing."""
    now, terminal = hub.clock(), request.terminal
    made, clock_right = checks.moment(order, now)
    terms, locations = shop.terms(connection), shop.locations(connection)
    variants = shop.variants(connection, [line.sku for line in order.lines])
    first = sealing.read(request.first, hub.keys.signing, received.body_sha256)
    if first is not None and not sealing.can_stand(first, locations):
        first = None
    checks.check_form(order, received.id, terminal)
    checks.check_lines(order, variants, locations, terms)
    if first is None:
        checks.check_contact(order, terms)
    _check_place_in_line(connection, order, first)
    if first is None:
        keys = hub.keys.app_code_keys
        customer = identity.identify(connection, order, terminal.id, keys, made, now)
    else:
        customer = identity.identified_before(connection, order)
    deliver_to = identity.delivery_address(order, customer)
    tier_id = customer.tier_id if customer else ""
    today = made.astimezone(ZoneInfo(terms.time_zone)).date().isoformat()
    if first is None:
        decided = reprice(order, variants, shop.promotions(connection), terms, tier_id, today)
    else:
        decided = sealing.charged(first, order)
    # From here on nothing refuses.
    held = [Holder(CHECKOUT, order.checkout_id)] if order.checkout_id else []
    with reservations.opened(connection, now, held, variants) as book:
        if order.checkout_id:
            owner = checkouts.owner_of(terminal)
            checkouts.end_if_own(connection, book, order.checkout_id, owner)
        if first is None:
            served = serving.serve(book, order, Shop(locations, terms, made, now))
            outcomes = [line.outcome for line in served]
            decided = without(decided, order, outcomes, terms, tier_id)
        else:
            served = serving.keep(book, order, first)
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
    answer = sealing.seal(hub.keys.signing, received.body_sha256, answer)
    stored = orders.keep_accepted(
        connection,
        received,
        order,
        CREATED,
        msgspec.json.encode(answer),
        customer.id if customer else None,
        Contact(customer.phone, customer.name) if customer else None,
        deliver_to,
        decided.notes,
        _lines(order, decided, served),
    )
    wanted = [(task, line.outcome.sku) for line in served for task in line.tasks]
    if not clock_right:
        wanted.append((CLOCK, ""))
    if customer is not None:
        _enter(connection, customer, order, decided, made, now)
        if _ordered_twice(connection, customer, order, now):
            wanted.append((ORDERED_TWICE, ""))
    tasks.add(connection, order.id, wanted, now)
    return stored


def _check_place_in_line(
    connection: Connection, order: OrderBody, first: OrderAnswer | None
) -> None:
    """Check that the number is free and that what it replaces may be replaced.

    An order with a sealed answer passed the second check when it was first decided on.
    """
    if orders.number_is_taken(connection, order.number):
        raise checks.invalid("number")
    if orders.is_replaced(connection, order.id):
        raise checks.invalid("replaced")
    old = order.replaces
    if first is None and old and (old == order.id or not orders.may_be_replaced(connection, old)):
        raise checks.invalid("replaces")


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
