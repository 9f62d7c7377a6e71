"""Who stands at the screen: their chip, and what is said when a scan made them known."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.domain.customers import Recognition
from kiosk.errors import KioskError
from kiosk.services.recognising import Recognised
from kiosk.ui.context import Context
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page, row_of
from kiosk.ui.typed import Property, QmlUncreatable
from kiosk.ui.words.counted import Counted

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class CustomerModel(QObject):
    """The account's chip. `identified` tells that a customer was recognised or proven."""

    changed = Signal()
    identified = Signal()

    def __init__(self, context: Context, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._counted = Counted(self)
        recognising = context.terminal.recognising
        recognising.changed.add(self.changed.emit)
        recognising.ended.add(self._ended)
        recognising.refused.add(self._refused)
        context.events.sessionChanged.connect(self.changed)
        context.speech.changed.connect(self.changed)
        shell.pageChanged.connect(self._page_changed)

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """Somebody has been identified, if only by a card that was read offline."""
        return self._context.state.customer is not None

    @Property(bool, notify=changed)
    def proven(self) -> bool:
        """Their account is open, addresses included."""
        return self._context.state.recognition is Recognition.PROVEN

    @Property(bool, notify=changed)
    def busy(self) -> bool:
        """The hub is being asked."""
        return self._context.terminal.recognising.busy

    @Property(str, notify=changed)
    def chip(self) -> str:
        """First name and points, or that the card was read."""
        customer = self._context.state.customer
        if customer is None:
            return ""
        if not customer.account.customer_id:
            return QCoreApplication.translate("Customer", "Card read")
        account = customer.account
        shown = self._context.formats.number(account.points)
        return f"{account.first_name} · {self._counted.points(account.points, shown)}"

    @Property(str, notify=changed)
    def tier(self) -> str:
        """The tier's name."""
        shop = self._context.shop
        tier = shop.terms.tier(self._context.state.tier_id) if shop else None
        return self._context.pick(tier.name) if tier else ""

    def _ended(self, how: Recognised) -> None:
        if how is Recognised.OTHER:
            self._shell.notify_("warning", "customer_other")
            return
        self.identified.emit()
        customer = self._context.state.customer
        if customer is None:
            return
        account = customer.account
        if how is Recognised.PROVEN and self._context.options.mode == "shopper":
            code = "signed_in_address" if account.addresses else "signed_in"
            self._shell.notify_("good", code, name=account.first_name)
        elif how is Recognised.UNCONFIRMED:
            self._shell.notify_("info", "card_kept")
        elif self._context.state.adopted_lines and self._greets():
            self._shell.notify_("good", "basket_here")

    def _greets(self) -> bool:
        """The basket says it itself, an assistant's page too; after the order it would be late."""
        return self._context.options.mode == "shopper" and self._shell.page not in (
            Page.BASKET,
            Page.DONE,
        )

    def _refused(self, error: KioskError) -> None:
        if self._context.state.customer is None:
            self._shell.notify_("warning", error.code, **error.args_)

    @Slot()
    def _page_changed(self) -> None:
        self._context.terminal.shared_basket.watch(row_of(self._shell.page).shows_basket)
