"""Checkout: where to, when, who, how to pay; then one tap."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.customers import KnownAddress, Recognition
from kiosk.domain.fulfilment import FulfilmentKind, Promise
from kiosk.domain.phones import phone_as_typed
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Placed, needs_contact
from kiosk.services.placing import Hindrance
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.checkout.basket_news import BasketNews
from kiosk.ui.models.checkout.checkout_entries import (
    Entries,
    entries_of,
    form_of,
    likely_city,
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
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.promise_words import Wording
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class CheckoutModel(QObject):
    """One page. What was filled in lives here until the session ends."""

    changed = Signal()
    flagged = Signal(str)  # what to look at: an entry to be mended, or the `top`

    def __init__(
        self,
        context: Context,
        shell: Shell,
        basket: BasketModel,
        done: DoneModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._basket = basket
        self._done = done
        self._words = Wording(context)
        self._entries = Entries()
        self._slots: Sequence[Promise] = ()
        self._on_page = False
        self._prefilled = ""
        self._just_cut = False
        self._faults = Faults(context)
        self._parts = Rows(PartRow, self)
        self._addresses = Rows(OptionRow, self)
        self._slot_rows = Rows(OptionRow, self)
        self._payments = Rows(OptionRow, self)
        self._fallbacks = Rows(OptionRow, self)
        self._holds, self._placing = context.terminal.holds, context.terminal.placing
        self._shortage = ShortageModel(context, basket, self._holds, self)
        self._news = BasketNews(context, basket, self)
        self._placing.placed.add(self._placed)
        self._placing.refused.add(self._refused)
        self._placing.hindered.add(self._hindered)
        self._placing.changed.add(self.changed.emit)
        self._holds.changed.add(self.changed.emit)
        self._shortage.changed.connect(self._show)
        self._shortage.appeared.connect(self._look_up)
        self._news.arrived.connect(self._look_up)
        basket.prices.arrived.connect(self._prices_moved)
        basket.changed.connect(self._show)
        shell.pageChanged.connect(self._page_changed)
        context.events.linkChanged.connect(self._link_changed)
        context.events.sessionChanged.connect(self._prefill)
        context.events.sessionEnded.connect(self._clear)
        context.speech.changed.connect(self._show)

    @Property(bool, notify=changed)
    def ready(self) -> bool:
        """The basket and the slots were read."""
        return bool(self._slots) and self._basket.view is not None

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """The order is being placed, and that takes a moment."""
        return self._placing.busy

    @Property(ShortageModel, constant=True)
    def shortage(self) -> ShortageModel:
        """What has just sold out."""
        return self._shortage

    @Property(Rows, constant=True)
    def news(self) -> Rows:
        """What other channels have just changed in the basket."""
        return self._news.rows

    @Property(str, notify=changed)
    def newsTotal(self) -> str:
        """What that does to the sum."""
        return self._news.total

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

    @Property(bool, notify=changed)
    def asksFallback(self) -> bool:
        """Nothing can be held now: ask what shall become of a piece that turns out sold."""
        return not self._holds.possible and self._needs_holding

    @Property(bool, notify=changed)
    def justCut(self) -> bool:
        """The hub went out of reach at the very moment of ordering."""
        return bool(self._just_cut and self.asksFallback)

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

    @Slot()
    def open(self) -> None:
        """Open the page."""
        if not self._entries.city and self._context.shop:
            self._entries.city = likely_city(self._context)
        self._context.terminal.lanes.run(
            Lane.READ,
            self._context.terminal.checkout.slots,
            self._got_slots,
            lambda error: self._shell.notify_("error", error.code),
            newest="slots",
        )
        self._show()
        self._shell.open(Page.CHECKOUT)

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

    @Slot()
    def place(self) -> None:
        """Place the order; only when it is written down is anything shown, printed or sent."""
        view = self._basket.view
        if self._placing.under_way or self._shortage.undecided or view is None:
            return
        if self._basket.prices.just_arrived:
            self.flagged.emit("top")
            return
        missing = self._entries.faults(
            bool(self.typesAddress), bool(self.needsContact), self._context.phone_countries
        )
        self._faults.look(missing)
        self.changed.emit()
        if self._faults.first:
            self.flagged.emit(self._faults.first)
            return
        asked = bool(self.asksFallback) or not self._needs_holding
        form = form_of(self._entries, self._context.state, view, self._slots)
        self._placing.go(view, form, asked)

    def _placed(self, placed: Placed, view: BasketView) -> None:
        self._done.show_order(placed.order, view)

    def _refused(self, error: KioskError) -> None:
        self._faults.refuse(error)
        self.changed.emit()

    def _hindered(self, why: Hindrance) -> None:
        self._just_cut = why is Hindrance.UNHELD
        self.changed.emit()
        self.flagged.emit("top")

    @Slot()
    def _link_changed(self) -> None:
        """The page has said it already: a notice would lie over its question."""
        if self.justCut and self._shell.noticeCode == "offline":
            self._shell.dismissNotice()

    @Slot()
    def _look_up(self) -> None:
        self.flagged.emit("top")

    @Slot()
    def _prices_moved(self) -> None:
        self._placing.look_again()
        self._look_up()

    @Slot()
    def _page_changed(self) -> None:
        opened = self._shell.page == Page.CHECKOUT
        if opened == self._on_page:
            return
        self._on_page = opened
        parts = (self._news, self._shortage, self._holds)
        if opened:
            for part in parts:
                part.begin()
            return
        self._just_cut = False
        self._placing.give_up()
        for part in parts:
            part.end()

    @property
    def _needs_holding(self) -> bool:
        view = self._basket.view
        return view is not None and view.kinds != {FulfilmentKind.TAKE_AWAY}

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
