"""What is filled in and chosen at checkout, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.customers import KnownAddress, Recognition
from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.phones import phone_as_typed
from kiosk.services.checkout import needs_contact
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.checkout.checkout_entries import (
    Entries,
    entries_of,
    payment_of,
    suggest_address,
)
from kiosk.ui.models.checkout.checkout_faults import Faults
from kiosk.ui.models.checkout.checkout_rows import (
    NEW_ADDRESS,
    OptionRow,
    PartRow,
    address_rows,
    fallback_rows,
    part_rows,
    payment_rows,
    slot_key,
    slot_rows,
)
from kiosk.ui.models.checkout.done import DoneModel
from kiosk.ui.models.checkout.shortage import ShortageModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class CheckoutForm(QObject):
    """What was filled in lives here until the session ends; `CheckoutModel` places the order."""

    changed = Signal()

    def __init__(
        self, context: Context, basket: BasketModel, done: DoneModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._basket = basket
        self._done = done
        self._words = Wording(context)
        self._entries = Entries()
        self._slots: Sequence[Promise] = ()
        self._prefilled = ""
        self._faults = Faults(context)
        self._parts = Rows(PartRow, self)
        self._addresses = Rows(OptionRow, self)
        self._slot_rows = Rows(OptionRow, self)
        self._payments = Rows(OptionRow, self)
        self._fallbacks = Rows(OptionRow, self)
        self._shortage = ShortageModel(context, basket, context.terminal.holds, self)
        self._shortage.changed.connect(self._show)
        basket.changed.connect(self._show)
        context.events.sessionChanged.connect(self._prefill)
        context.events.sessionEnded.connect(self._clear)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The basket and the slots were read."""
        return bool(self._slots) and self._basket.view is not None

    @Property(str, notify=changed)
    def replacing(self) -> str:
        """The number of the refused order that this one replaces; empty without one."""
        order = self._context.state.replaces
        return order.number if order else ""

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
        return bool(self.delivers) and self._context.state.recognition is Recognition.RECOGNISED

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

    @Property(Rows, constant=True)
    def fallbacks(self) -> Rows:
        """What may become of it."""
        return self._fallbacks

    @Property(str, notify=changed)
    def errorField(self) -> str:
        """Which other part has to be mended: address, slot, payment, other, or none."""
        return self._faults.field

    @Property(str, notify=changed)
    def errorText(self) -> str:
        """What is wrong and what to do."""
        return self._faults.text()

    @Property(str, notify=changed)
    def cityError(self) -> str:
        """What is wrong with the city."""
        return self._faults.of("city")

    @Property(str, notify=changed)
    def streetError(self) -> str:
        """What is wrong with the street."""
        return self._faults.of("street")

    @Property(str, notify=changed)
    def houseError(self) -> str:
        """What is wrong with the house."""
        return self._faults.of("house")

    @Property(str, notify=changed)
    def phoneError(self) -> str:
        """What is wrong with the phone number."""
        return self._faults.of("phone")

    @Slot(str, result=str)
    def filled(self, entry: str) -> str:
        """What was typed into a field before the page was left, or ordered before."""
        return str(getattr(self._entries, entry))

    @Slot(str, str)
    def fill(self, entry: str, text: str) -> None:
        """Take what was typed into a field; one that is mended loses its mark."""
        setattr(self._entries, entry, text)
        self._faults.typed(entry, self._entries, self._context.phone_countries)
        self.changed.emit()

    @Slot(str, int, result=list)
    def arrangePhone(self, text: str, cursor: int) -> list[str | int]:
        """Group a phone number's digits while it is typed; return it and the cursor's place."""
        return [*phone_as_typed(text, cursor, self._context.phone_countries)]

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

    @Slot(str)
    def pickFallback(self, key: str) -> None:
        """Choose what becomes of a piece that turns out sold."""
        self._pick("fallback", key)

    def _known(self) -> tuple[KnownAddress, ...]:
        customer = self._context.state.customer
        return customer.account.addresses if customer else ()

    def _pick(self, entry: str, key: str) -> None:
        setattr(self._entries, entry, key)
        self._faults.chosen(entry)
        self._show()

    def _got_slots(self, slots: Sequence[Promise]) -> None:
        self._slots = slots
        if slots and self._entries.slot not in map(slot_key, slots):
            self._entries.slot = slot_key(slots[0])
        self._show()

    @Slot()
    def _prefill(self) -> None:
        """An order is taken anew: begin with what the customer said the first time."""
        order = self._context.state.replaces
        if order is not None and order.id != self._prefilled:
            self._prefilled, self._entries = order.id, entries_of(order)
            self._show()

    @Slot()
    def _clear(self) -> None:
        self._entries, self._slots, self._prefilled = Entries(), (), ""
        self._faults = Faults(self._context)
        self._show()

    @Slot()
    def _show(self) -> None:
        order = self._context.state.replaces
        suggest_address(self._entries, self._known(), order.address.ref if order else "")
        view, entries = self._basket.view, self._entries
        gone = self._shortage.skus
        self._parts.replace(part_rows(view, self._context, self._words, gone) if view else ())
        self._addresses.replace(address_rows(self._known(), entries.address))
        self._slot_rows.replace(slot_rows(self._slots, entries.slot, self._words))
        for_staff = self._context.for_staff
        chosen = payment_of(entries, view) if view else ""
        self._payments.replace(
            payment_rows(view, chosen, for_staff, self._done.prints) if view else ()
        )
        self._fallbacks.replace(fallback_rows(entries.fallback, for_staff))
        self.changed.emit()
