"""Checkout: where to, when, who, how to pay; then one tap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.customers import KnownAddress
from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.orders import Address, Contact, Payment
from kiosk.errors import KioskError
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Form, Placed, needs_contact, payments
from kiosk.ui.context import Context
from kiosk.ui.messages import sentence
from kiosk.ui.models.basket import BasketModel
from kiosk.ui.models.checkout_entries import Entries
from kiosk.ui.models.checkout_rows import (
    NEW_ADDRESS,
    OptionRow,
    PartRow,
    address_rows,
    part_rows,
    payment_rows,
    slot_key,
    slot_rows,
)
from kiosk.ui.models.customer import CustomerModel
from kiosk.ui.models.done import DoneModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell import Shell
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.wording import Wording

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

FIELD_OF = {
    "phone_invalid": "phone",
    "address_incomplete": "address",
    "proof_needed": "address",
    "slot_missing": "slot",
    "payment_impossible": "payment",
}


@QmlElement
@QmlUncreatable("made by the runtime")
class CheckoutModel(QObject):
    """One page. What was filled in lives here until the session ends."""

    changed = Signal()
    flagged = Signal(str)  # the first entry that has to be mended

    def __init__(
        self,
        context: Context,
        shell: Shell,
        basket: BasketModel,
        customer: CustomerModel,
        done: DoneModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._basket = basket
        self._customer = customer
        self._done = done
        self._words = Wording(context)
        self._entries = Entries()
        self._slots: Sequence[Promise] = ()
        self._busy = False
        self._error: tuple[str, dict[str, object]] = ("", {})
        self._faults: dict[str, str] = {}
        self._parts = Rows(PartRow, self)
        self._addresses = Rows(OptionRow, self)
        self._slot_rows = Rows(OptionRow, self)
        self._payments = Rows(OptionRow, self)
        basket.changed.connect(self._show)
        context.events.sessionEnded.connect(self._clear)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The basket and the slots were read."""
        return bool(self._slots) and self._basket.view is not None

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """The order is being written down."""
        return self._busy

    @Property(Rows, constant=True)
    def parts(self) -> Rows:
        """The lines by way."""
        return self._parts

    @Property(bool, notify=changed)
    def delivers(self) -> bool:
        """Something goes to the customer's home."""
        view = self._basket.view
        return view is not None and FulfilmentKind.DELIVERY in view.kinds

    @Property(Rows, constant=True)
    def addresses(self) -> Rows:
        """Addresses that other channels know, and "another one"; empty without proof."""
        return self._addresses

    @Property(bool, notify=changed)
    def typesAddress(self) -> bool:
        """The address has to be typed."""
        return bool(self.delivers) and self._entries.address in ("", NEW_ADDRESS)

    @Property(bool, notify=changed)
    def couldProve(self) -> bool:
        """A recognised customer could use a saved address by showing the app's code."""
        return bool(self.delivers and self._customer.known and not self._customer.proven)

    @Property(Rows, constant=True)
    def slots(self) -> Rows:
        """When it can be delivered."""
        return self._slot_rows

    @Property(bool, notify=changed)
    def needsContact(self) -> bool:
        """No channel knows a phone number and one is needed."""
        view = self._basket.view
        return view is not None and needs_contact(self._context.state, view)

    @Property(Rows, constant=True)
    def payments(self) -> Rows:
        """The ways to pay that fit."""
        return self._payments

    @Property(str, notify=changed)
    def city(self) -> str:
        """The typed address's city."""
        return self._entries.city

    @Property(str, notify=changed)
    def errorField(self) -> str:
        """Which other part has to be mended: address, slot, payment, other, or none."""
        return FIELD_OF.get(self._error[0], "other") if self._error[0] else ""

    @Property(str, notify=changed)
    def errorText(self) -> str:
        """What is wrong and what to do."""
        code, args = self._error
        return sentence(code, args) if code else ""

    @Property(str, notify=changed)
    def cityError(self) -> str:
        """What is wrong with the city."""
        return self._fault("city")

    @Property(str, notify=changed)
    def streetError(self) -> str:
        """What is wrong with the street."""
        return self._fault("street")

    @Property(str, notify=changed)
    def houseError(self) -> str:
        """What is wrong with the house."""
        return self._fault("house")

    @Property(str, notify=changed)
    def phoneError(self) -> str:
        """What is wrong with the phone number."""
        return self._fault("phone")

    @Slot()
    def open(self) -> None:
        """Open the page."""
        if not self._entries.city and self._context.shop:
            self._entries.city = self._city()
        self._context.terminal.lanes.run(
            "read",
            self._context.terminal.checkout.slots,
            self._got_slots,
            lambda error: self._shell.notify_("error", error.code),
            newest="slots",
        )
        self._show()
        self._shell.open("checkout")

    @Slot(str, str)
    def fill(self, entry: str, text: str) -> None:
        """Take what was typed into a field; one that is mended loses its mark."""
        setattr(self._entries, entry, text)
        if entry in self._faults and not self._entries.fault(entry):
            del self._faults[entry]
            self.changed.emit()
        if FIELD_OF.get(self._error[0]) in (entry, "address"):
            self._error = ("", {})
            self.changed.emit()

    @Slot(str)
    def pickAddress(self, key: str) -> None:
        """Choose a known address or another one."""
        self._pick("address", key)

    @Slot(str)
    def pickSlot(self, key: str) -> None:
        """Choose when to deliver."""
        self._pick("slot", key)

    @Slot(str)
    def pickPayment(self, key: str) -> None:
        """Choose how to pay."""
        self._pick("payment", key)

    @Slot()
    def place(self) -> None:
        """Write the order down; only then is anything shown, printed or sent."""
        view = self._basket.view
        if self._busy or view is None:
            return
        self._error = ("", {})
        self._faults = self._entries.faults(bool(self.typesAddress), bool(self.needsContact))
        if self._faults:
            self.changed.emit()
            self.flagged.emit(next(iter(self._faults)))
            return
        state, form, terminal = self._context.state, self._form(), self._context.terminal
        online = self._context.link.online
        self._busy = True
        self.changed.emit()

        def commit() -> Placed:
            return terminal.checkout.place(state, view, form, terminal.store.position(), online)

        session_id = state.id
        terminal.lanes.run(
            "disk",
            commit,
            lambda placed: self._placed(session_id, placed, view),
            lambda error: self._refused(session_id, error),
        )

    def _placed(self, session_id: str, placed: Placed, view: BasketView) -> None:
        if self._context.state.id != session_id:
            self._context.terminal.syncing.drain()
            return  # committed, and sent; the shopper has gone and the screen is another's
        self._busy = False
        self._customer.order_placed()
        self._context.terminal.session.ordered()
        self._done.show_order(placed.order, view)
        self._context.terminal.syncing.drain()

    def _refused(self, session_id: str, error: KioskError) -> None:
        if self._context.state.id != session_id:
            return
        self._busy = False
        self._error = (error.code, error.args_)
        self.changed.emit()

    def _fault(self, entry: str) -> str:
        code = self._faults.get(entry, "")
        return sentence(code) if code else ""

    def _form(self) -> Form:
        e = self._entries
        label = {known.ref: known.label for known in self._known()}.get(e.address)
        address = (
            Address(ref=e.address, label=label)
            if label is not None
            else Address(city=e.city, street=e.street, house=e.house, flat=e.flat)
        )
        slot = next((s for s in self._slots if slot_key(s) == e.slot), None)
        return Form(
            payment=Payment(self._payment()),
            address=address if self.delivers else Address(),
            contact=Contact(e.phone, e.name) if self.needsContact else Contact(),
            slot=slot if self.delivers else None,
        )

    def _payment(self) -> str:
        view = self._basket.view
        allowed = [str(p) for p in payments(view)] if view else [str(Payment.AT_TILL)]
        return self._entries.payment if self._entries.payment in allowed else allowed[0]

    def _known(self) -> tuple[KnownAddress, ...]:
        customer = self._context.state.customer
        return customer.account.addresses if customer else ()

    def _pick(self, entry: str, key: str) -> None:
        setattr(self._entries, entry, key)
        self._error = ("", {})
        if entry == "address":
            self._faults = {e: code for e, code in self._faults.items() if e == "phone"}
        self._show()

    def _got_slots(self, slots: Sequence[Promise]) -> None:
        self._slots = slots
        if slots and self._entries.slot not in map(slot_key, slots):
            self._entries.slot = slot_key(slots[0])
        self._show()

    def _city(self) -> str:
        """The store's city is the likeliest: what its address shares with other stores'."""
        shop = self._context.shop
        if shop is None:
            return ""
        parts = Counter(
            part.strip()
            for place in shop.locations.values()
            for part in set(self._context.pick(place.address).split(","))
        )
        here = [part.strip() for part in self._context.pick(shop.here.address).split(",")]
        shared = [part for part in here if part and parts[part] > 1]
        return max(shared, key=parts.__getitem__, default="")

    @Slot()
    def _clear(self) -> None:
        self._entries, self._slots = Entries(), ()
        self._busy, self._error, self._faults = False, ("", {}), {}
        self._show()

    @Slot()
    def _show(self) -> None:
        self._suggest_address()
        view, entries = self._basket.view, self._entries
        self._parts.replace(part_rows(view, self._context, self._words) if view else ())
        self._addresses.replace(address_rows(self._known(), entries.address))
        self._slot_rows.replace(slot_rows(self._slots, entries.slot, self._words))
        self._payments.replace(
            payment_rows(view, self._payment(), self._context.options.tablet) if view else ()
        )
        self.changed.emit()

    def _suggest_address(self) -> None:
        """Take the first known address, unless another was chosen or one is being typed."""
        known, entries = self._known(), self._entries
        if entries.address not in {a.ref for a in known} | {"", NEW_ADDRESS}:
            entries.address = ""
        if known and not entries.address and not entries.street:
            entries.address = known[0].ref
