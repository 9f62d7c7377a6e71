"""What the shopper has filled in at the checkout, and what is still missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.domain.customers import KnownAddress
from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.orders import Address, Contact, Fallback, Payment
from kiosk.domain.phones import read_phone, shown_phone
from kiosk.errors import BadInput
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Form, needs_contact, payments
from kiosk.services.session import SessionState
from kiosk.ui.context import Context
from kiosk.ui.models.checkout.checkout_rows import NEW_ADDRESS, slot_key
from kiosk.wire.orders import OrderBody

ADDRESS = ("city", "street", "house")


@dataclass(slots=True)
class Entries:
    """Replaced as a whole when the session ends."""

    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    phone: str = ""
    name: str = ""
    address: str = ""
    slot: str = ""
    payment: str = ""
    fallback: str = Fallback.WAIT

    def fault(self, entry: str, countries: Sequence[str]) -> BadInput | None:
        """What is wrong with one entry; `countries` are those whose numbers the shop knows."""
        if entry == "phone":
            try:
                read_phone(self.phone, countries)
            except BadInput as error:
                return error
            return None
        return None if getattr(self, entry).strip() else BadInput(f"{entry}_missing")

    def faults(
        self, typed_address: bool, contact: bool, countries: Sequence[str]
    ) -> dict[str, BadInput]:
        """Everything that is missing or wrong, in the page's order."""
        asked = (*(ADDRESS if typed_address else ()), *(("phone",) if contact else ()))
        return {entry: error for entry in asked if (error := self.fault(entry, countries))}


def entries_of(order: OrderBody) -> Entries:
    """Fill in what the customer said when they ordered before."""
    address, contact = order.address, order.contact
    delivered = next((x.promise for x in order.lines if x.kind is FulfilmentKind.DELIVERY), None)
    return Entries(
        city=address.city,
        street=address.street,
        house=address.house,
        flat=address.flat,
        phone=shown_phone(contact.phone),
        name=contact.name,
        address=address.ref or (NEW_ADDRESS if address.street else ""),
        slot=slot_key(delivered) if delivered else "",
        payment=order.payment,
        fallback=order.fallback,
    )


def form_of(e: Entries, state: SessionState, view: BasketView, slots: Sequence[Promise]) -> Form:
    """Make the order's form of what was filled in, for what the basket needs."""
    known = state.customer.account.addresses if state.customer else ()
    label = {address.ref: address.label for address in known}.get(e.address)
    address = (
        Address(ref=e.address, label=label)
        if label is not None
        else Address(
            city=_sound(e.city), street=_sound(e.street), house=_sound(e.house), flat=_sound(e.flat)
        )
    )
    delivers = FulfilmentKind.DELIVERY in view.kinds
    asked = needs_contact(state, view)
    return Form(
        payment=Payment(payment_of(e, view)),
        address=address if delivers else Address(),
        contact=Contact(_sound(e.phone), _sound(e.name)) if asked else Contact(),
        slot=next((s for s in slots if slot_key(s) == e.slot), None) if delivers else None,
        fallback=Fallback(e.fallback),
    )


def payment_of(e: Entries, view: BasketView) -> str:
    """What was chosen while it fits the basket, else the first way to pay that does."""
    allowed = [str(payment) for payment in payments(view)]
    return e.payment if e.payment in allowed else allowed[0]


def _sound(text: str) -> str:
    """Replace half an emoji, typed: no order could be written with it."""
    return text.encode(errors="replace").decode()


def suggest_address(e: Entries, known: Sequence[KnownAddress], before: str) -> None:
    """Take a known address (`before` is the one of an order taken anew, else the first).

    Not where another was chosen or one is being typed.
    """
    refs = [address.ref for address in known]
    if e.address not in {*refs, "", NEW_ADDRESS}:
        e.address = ""
    if refs and not e.address and not e.street:
        e.address = before if before in refs else refs[0]


def likely_city(context: Context) -> str:
    """The store's city is the likeliest: what its address shares with other stores'."""
    shop = context.shop
    if shop is None:
        return ""
    parts = Counter(
        part.strip()
        for place in shop.locations.values()
        for part in set(context.pick(place.address).split(","))
    )
    here = [part.strip() for part in context.pick(shop.here.address).split(",")]
    shared = [part for part in here if part and parts[part] > 1]
    return max(shared, key=parts.__getitem__, default="")
