"""Checkout: what comes in between while somebody decides, and the tap that places the order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.fulfilment import FulfilmentKind
from kiosk.errors import KioskError
from kiosk.lanes import Lane
from kiosk.services.basket import BasketView
from kiosk.services.checkout import Placed
from kiosk.services.placing import Hindrance
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.checkout.basket_news import BasketNews
from kiosk.ui.models.checkout.checkout_entries import (
    form_of,
    likely_city,
)
from kiosk.ui.models.checkout.checkout_form import CheckoutForm
from kiosk.ui.models.checkout.done import DoneModel
from kiosk.ui.models.checkout.shortage import ShortageModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class CheckoutModel(CheckoutForm):
    """One page, and the one tap that places the order."""

    placingChanged = Signal()  # with `changed`
    flagged = Signal(str)  # what to look at: an entry to be mended, or the `top`

    def __init__(
        self,
        context: Context,
        shell: Shell,
        basket: BasketModel,
        done: DoneModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(context, basket, done, parent)
        self.changed.connect(self.placingChanged)
        self._shell = shell
        self._on_page = False
        self._just_cut = False
        self._holds, self._placing = context.terminal.holds, context.terminal.placing
        self._news = BasketNews(context, basket, self)
        self._placing.placed.add(self._placed)
        self._placing.refused.add(self._refused)
        self._placing.hindered.add(self._hindered)
        self._placing.changed.add(self.changed.emit)
        self._holds.changed.add(self.changed.emit)
        self._shortage.appeared.connect(self._look_up)
        self._news.arrived.connect(self._look_up)
        basket.prices.arrived.connect(self._prices_moved)
        shell.pageChanged.connect(self._page_changed)
        context.events.linkChanged.connect(self._link_changed)

    @Property(bool, notify=placingChanged)
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

    @Property(str, notify=placingChanged)
    def newsTotal(self) -> str:
        """What that does to the sum."""
        return self._news.total

    @Property(bool, notify=placingChanged)
    def asksFallback(self) -> bool:
        """Nothing can be held now: ask what shall become of a piece that turns out sold."""
        return not self._holds.possible and self._needs_holding

    @Property(bool, notify=placingChanged)
    def justCut(self) -> bool:
        """The hub went out of reach at the very moment of ordering."""
        return bool(self._just_cut and self.asksFallback)

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
