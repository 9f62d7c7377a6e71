"""`PUT /v1/orders/{id}`: decide once, answer the same for ever.

First an order is looked at, which may ask the engine and writes nothing; then all that was
decided is written in one transaction, in which nobody is asked. What it means (points, history,
the basket) is the engine's own step, when it is handed over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from kiosk.domain.catalogue import Location, Terms
from kiosk.domain.orders import Address, Contact, LineState
from kiosk.errors import HubRefused
from kiosk.hub.context import Hub
from kiosk.hub.engines.port import Customer, Wanted
from kiosk.hub.orders import checks, identity, sealing, serving
from kiosk.hub.orders.repricing import Decided, reprice, without
from kiosk.hub.orders.serving import ServedLine, Shop
from kiosk.hub.storage import checkouts, orders, reservations, shop, tasks
from kiosk.hub.storage.database import read, write_again
from kiosk.hub.storage.orders import BACKORDER, LEFT_OUT, OPEN, NewLine, Received, Stored
from kiosk.hub.storage.reservations import CHECKOUT, Holder
from kiosk.hub.storage.terminals import TerminalRow
from kiosk.hub.storage.times import as_text
from kiosk.wire.orders import OrderAnswer, OrderBody
from kiosk.wire.problem import Problem

CREATED = 201
CLOCK = "clock"
_STATES = {LineState.BACKORDER: BACKORDER, LineState.LEFT_OUT: LEFT_OUT}


@dataclass(frozen=True, slots=True)
class _Request:
    terminal: TerminalRow
    order_id: str
    raw: bytes
    sha256: str
    order: OrderBody | None
    first: str


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found out before anything is written; `now` is the hub's time of the look.

    `first` is the answer that this hub gave before it was restored, if that stands.
    """

    order: OrderBody
    now: datetime
    made: datetime
    clock_right: bool
    first: OrderAnswer | None
    terms: Terms
    locations: dict[str, Location]
    customer: Customer | None
    deliver_to: Address | None
    decided: Decided


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
    other bytes under a known id, or the id of another terminal's order; `EngineUnavailable` where
    the engine does not say whose it is or what it costs: nothing is decided then.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    request = _Request(terminal, checks.canonical_uuid(order_id), raw, sha256, order, first)
    with read(hub.engine) as connection:
        known = _known(connection, request)
    if known is not None:
        return known
    looked = _look(hub, request)
    # Again where another connection has stored this order, or its number, meanwhile.
    stored = write_again(hub.engine, lambda connection: _decide(connection, hub, request, looked))
    hub.wake.set()
    return stored


def _known(connection: Connection, request: _Request) -> Stored | None:
    known = orders.find(connection, request.order_id)
    if known is not None and (
        known.body_sha256 != request.sha256 or known.terminal_id != request.terminal.id
    ):
        raise HubRefused("order_id_reused", 422)
    return known


def _look(hub: Hub, request: _Request) -> _Looked | HubRefused:
    try:
        if request.order is None:
            raise checks.invalid("body")
        return _look_at(hub, request, request.order)
    except HubRefused as refusal:
        return refusal


def _look_at(hub: Hub, request: _Request, order: OrderBody) -> _Looked:
    now, terminal = hub.clock(), request.terminal
    made, clock_right = checks.moment(order, now)
    with read(hub.engine) as connection:
        terms, locations = shop.terms(connection), shop.locations(connection)
        promotions = shop.promotions(connection)
        skus = shop.known_skus(connection, [line.sku for line in order.lines])
        first = sealing.read(request.first, hub.keys.signing, request.sha256)
        if first is not None and not sealing.can_stand(first, locations):
            first = None
        checks.check_form(order, request.order_id, terminal)
        checks.check_lines(order, skus, locations, terms)
        if first is None:
            checks.check_contact(order, terms)
            identity.check_sign_in(connection, order, terminal.id, (made, now))
    if first is None:
        customer = identity.look_up(hub.commerce, order, hub.keys.app_code_keys, made, now)
    else:
        customer = identity.looked_up_before(hub.commerce, order)
    deliver_to = identity.delivery_address(order, customer)
    if first is None:
        tier_id = customer.tier_id if customer else ""
        today = made.astimezone(ZoneInfo(terms.time_zone)).date().isoformat()
        wanted = [Wanted(line.sku, line.quantity, line.kind) for line in order.lines]
        ours = hub.commerce.quote(wanted, tier_id, today)
        decided = reprice(order, ours, promotions, terms, tier_id)
    else:
        decided = sealing.charged(first, order)
    return _Looked(
        order, now, made, clock_right, first, terms, locations, customer, deliver_to, decided
    )


def _decide(
    connection: Connection, hub: Hub, request: _Request, looked: _Looked | HubRefused
) -> Stored:
    """Write what was decided, or that it was refused."""
    if (known := _known(connection, request)) is not None:
        return known
    received = Received(
        request.order_id,
        orders.next_sequence(connection),
        request.terminal.id,
        as_text(hub.clock()),
        request.raw,
        request.sha256,
    )
    try:
        if isinstance(looked, HubRefused):
            raise looked
        _check_place_in_line(connection, looked.order, looked.first)
    except HubRefused as refusal:
        detail = str(refusal.args_.get("detail", ""))
        problem = Problem(refusal.code, refusal.status, detail=detail)
        body = msgspec.json.encode(problem)
        return orders.keep_refused(connection, received, refusal.status, body)
    return _accept(connection, hub, request.terminal, looked, received)


def _accept(
    connection: Connection, hub: Hub, terminal: TerminalRow, looked: _Looked, received: Received
) -> Stored:
    """Serve and write: from here on nothing refuses."""
    order, first, now, customer = looked.order, looked.first, looked.now, looked.customer
    decided = looked.decided
    held = [Holder(CHECKOUT, order.checkout_id)] if order.checkout_id else []
    skus = [line.sku for line in order.lines]
    with reservations.opened(connection, now, held, skus) as book:
        if order.checkout_id:
            owner = checkouts.owner_of(terminal)
            checkouts.end_if_own(connection, book, order.checkout_id, owner)
        if first is None:
            in_shop = Shop(looked.locations, looked.terms, looked.made, now)
            served = serving.serve(book, order, in_shop)
            outcomes = [line.outcome for line in served]
            tier_id = customer.tier_id if customer else ""
            decided = without(decided, order, outcomes, looked.terms, tier_id)
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
    takes_out = customer and order.basket_op_ids and order.basket_id == customer.basket_id
    stored = orders.keep_accepted(
        connection,
        received,
        order,
        CREATED,
        msgspec.json.encode(answer),
        customer.id if customer else None,
        Contact(customer.phone, customer.name) if customer else None,
        order.basket_id if takes_out else "",
        looked.deliver_to,
        decided.notes,
        _lines(order, decided, served),
    )
    wanted = [(task, line.outcome.sku) for line in served for task in line.tasks]
    if not looked.clock_right:
        wanted.append((CLOCK, ""))
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
