"""From a basket to a committed order.

`place` runs in lane `disk`: it freezes the order's bytes and commits them before anything
is shown, printed or sent (docs/architecture.md, rules 1 and 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from kiosk.domain import phones
from kiosk.domain.catalogue import Terms, pick
from kiosk.domain.customers import Recognition
from kiosk.domain.fulfilment import FulfilmentKind, Promise, delivery_slots
from kiosk.domain.ids import OrderNumber, uuid7
from kiosk.domain.orders import Address, Contact, Fallback, OrderLine, Payment
from kiosk.errors import BadInput
from kiosk.ports.catalogue import Catalogue, FeedPosition
from kiosk.ports.machine import Clock
from kiosk.ports.orders import Outbox
from kiosk.services.basket import BasketView, LineView
from kiosk.services.browsing import shop_now
from kiosk.services.session import GUEST, SessionState
from kiosk.wire.orders import OrderBody


@dataclass(frozen=True, slots=True)
class Form:
    """What the shopper chose at checkout.

    `address` has a `ref` (known from other channels) or the typed parts; `slot` is needed
    when anything is delivered. `fallback` is asked for where nothing can be held.
    """

    payment: Payment
    address: Address = field(default_factory=Address)
    contact: Contact = field(default_factory=Contact)
    slot: Promise | None = None
    fallback: Fallback = Fallback.WAIT


@dataclass(frozen=True, slots=True)
class Placed:
    """A committed order: what the screen shows, the printer prints and the hub gets."""

    order: OrderBody
    body: bytes


class Checkout:
    """Builds and commits orders. `prefix` and `here_id` came with the enrolment."""

    def __init__(
        self, catalogue: Catalogue, outbox: Outbox, clock: Clock, prefix: str, here_id: str
    ) -> None:
        self._catalogue = catalogue
        self._outbox = outbox
        self._clock = clock
        self.prefix = prefix
        self._here_id = here_id

    def slots(self) -> tuple[Promise, ...]:
        """The delivery slots to choose from (lane `read`); what the page checks with is loaded."""
        phones.load()
        now = shop_now(self._catalogue, self._clock)
        return delivery_slots(self._catalogue.terms(), now)

    def place(
        self,
        state: SessionState,
        basket: BasketView,
        form: Form,
        position: FeedPosition | None,
        online: bool,
    ) -> Placed:
        """Commit an order (lane `disk`).

        Raises `BadInput` (`basket_empty`, `line_sold_out`, `line_short`, `line_full`, a code
        of `read_phone`, `address_incomplete`, `proof_needed`, `slot_missing`,
        `payment_impossible`, `offline_line_full`, `offline_total`) or `StoreFull`: in each
        case nothing was written and the basket is untouched.
        """
        terms = self._catalogue.terms()
        contact = check(state, basket, form, terms)
        check_limits(basket, terms, online, state.language)
        now = self._clock.now()
        order_id = uuid7(int(now.timestamp() * 1000))
        customer = state.customer
        number = str(OrderNumber(self.prefix, self._outbox.next_counter()))
        delivered = FulfilmentKind.DELIVERY in basket.kinds
        order = OrderBody(
            id=order_id,
            number=number,
            location_id=self._here_id,
            created_at=now.isoformat(),
            language=state.language,
            customer_id=customer.account.customer_id if customer else "",
            evidence=customer.evidence if customer else GUEST,
            contact=contact,
            address=form.address if delivered else Address(),
            lines=tuple(_lines(basket, form, state)),
            goods=basket.priced.goods,
            delivery_fee=basket.priced.delivery_fee,
            to_pay=basket.priced.to_pay,
            points=basket.priced.points,
            payment=form.payment,
            feed_sequence=position.sequence if position else 0,
            offline=not online,
            basket_id=customer.account.basket_id if customer and not state.apart else "",
            basket_op_ids=tuple(i for view in basket.lines for i in view.line.op_ids),
            replaces=state.replaces.id if state.replaces else "",
            checkout_id=state.id,  # the hub may hold pieces although its answer was lost
            fallback=form.fallback,
        )
        body = msgspec.json.encode(order)
        self._outbox.commit(
            order_id, number, body, order.created_at, order.basket_id or state.id, order.replaces
        )
        return Placed(order, body)


def payments(basket: BasketView) -> tuple[Payment, ...]:
    """The ways to pay that fit how the lines are fulfilled."""
    found = [Payment.AT_TILL]
    if FulfilmentKind.DELIVERY in basket.kinds:
        found.append(Payment.ON_DELIVERY)
    if basket.kinds & {FulfilmentKind.COLLECT, FulfilmentKind.TRANSFER}:
        found.append(Payment.ON_COLLECTION)
    if FulfilmentKind.TAKE_AWAY in basket.kinds:
        return (Payment.AT_TILL,)  # what leaves the shop now is paid now
    return tuple(found)


def check(state: SessionState, basket: BasketView, form: Form, terms: Terms) -> Contact:
    """Check an order before it is committed; return the contact in E.164 form."""
    if not basket.lines:
        raise BadInput("basket_empty")
    for view in basket.lines:
        name = pick(view.name, state.language)
        if view.way is None:
            raise BadInput("line_sold_out", name=name)
        if view.short:
            raise BadInput("line_short", name=name, left=view.way.available)
    if form.payment not in payments(basket):
        raise BadInput("payment_impossible")
    contact = form.contact
    if needs_contact(state, basket):
        phone = phones.read_phone(contact.phone, terms.phone_countries)
        contact = Contact(phone, contact.name.strip())
    if FulfilmentKind.DELIVERY in basket.kinds:
        _check_delivery(state, form)
    return contact


def check_limits(basket: BasketView, terms: Terms, online: bool, language: str) -> None:
    """Check how much may be ordered at once; less where nobody can see what is left."""
    most = terms.max_quantity_per_line
    if any(view.line.quantity > most for view in basket.lines):  # two channels' together
        raise BadInput("line_full", most=most)
    if online:
        return
    for view in basket.lines:
        carried = view.way is not None and view.way.kind is FulfilmentKind.TAKE_AWAY
        if not carried and view.line.quantity > terms.offline_max_quantity:
            name = pick(view.name, language)
            raise BadInput("offline_line_full", name=name, most=terms.offline_max_quantity)
    limit = terms.offline_max_total
    if limit is not None and basket.priced.to_pay > limit:
        raise BadInput("offline_total", most=limit)


def needs_contact(state: SessionState, basket: BasketView) -> bool:
    """A phone number is asked for only where no channel knows one and one is needed."""
    unknown = state.customer is None or not state.customer.account.customer_id
    return unknown and basket.kinds != {FulfilmentKind.TAKE_AWAY}


def _check_delivery(state: SessionState, form: Form) -> None:
    address = form.address
    if form.slot is None:
        raise BadInput("slot_missing")
    if address.ref:
        if state.recognition is not Recognition.PROVEN:
            raise BadInput("proof_needed")
    elif not (address.city.strip() and address.street.strip() and address.house.strip()):
        raise BadInput("address_incomplete")


def _marks(state: SessionState, view: LineView) -> tuple[str, ...]:
    """Return the marks of a line's pieces; none where nobody knows which were left out."""
    marks = tuple(mark for sku, mark in state.marks if sku == view.variant.sku)
    return marks if len(marks) <= view.line.quantity else ()


def _lines(basket: BasketView, form: Form, state: SessionState) -> Iterator[OrderLine]:
    language = state.language
    for view in basket.lines:
        if (way := view.way) is None:
            raise BadInput("line_sold_out", name=pick(view.name, language))
        slot = form.slot if way.kind is FulfilmentKind.DELIVERY else None
        yield OrderLine(
            sku=view.variant.sku,
            name=pick(view.name, language),
            colour=pick(view.variant.colour.name, language),
            size=view.variant.size,
            quantity=view.line.quantity,
            unit=view.priced.unit,
            adjustments=view.priced.adjustments,
            total=view.priced.total,
            kind=way.kind,
            location_id=way.location_id,
            source_id=way.source_id,
            promise=slot or way.promise,
            marks=_marks(state, view),
        )
