"""Where scans go at the shopper's terminal, and staff who come to it with their badge."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from kiosk.services.scanning import ProductFound, Several
from kiosk.ui.context import Context
from kiosk.ui.models.checkout.done import DoneModel
from kiosk.ui.models.people.customer import CustomerModel
from kiosk.ui.models.people.customer_file import CustomerFileModel
from kiosk.ui.models.people.staff import StaffModel
from kiosk.ui.models.product.product import ProductModel
from kiosk.ui.models.product.unknown_product import UnknownProductModel
from kiosk.ui.models.product.which_one import WhichOneModel
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.scan_results import Scans


class ShopperScans(QObject):
    """Takes scans to the product or the customer; a badge opens the staff's sheet.

    Staff never see a shopper's session nor end one with a basket, and a shopper never comes
    into theirs.
    """

    def __init__(
        self,
        context: Context,
        shell: Shell,
        product: ProductModel,
        customer: CustomerModel,
        done: DoneModel,
        staff: StaffModel,
        file: CustomerFileModel,
        unknown: UnknownProductModel,
        which_one: WhichOneModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._product = product
        self._customer = customer
        self._done = done
        self._staff = staff
        self._file = file
        self._unknown = unknown
        self._which_one = which_one
        self._form = ""  # the session in which the sign-in was opened

    def connect_to(self, scans: Scans) -> None:
        """Take what is scanned from now on."""
        scans.productScanned.connect(self._product_scanned)
        scans.markRead.connect(self._product_scanned)
        scans.severalScanned.connect(self._several)
        scans.articleScanned.connect(self._article_scanned)
        scans.productMissing.connect(self._missing)
        scans.cardScanned.connect(self._card)
        scans.appCodeScanned.connect(self._app_code)
        scans.badgeScanned.connect(self._badge)
        scans.refused.connect(self._refused)
        self._customer.identified.connect(self._identified)
        self._done.finished.connect(self._done_with)
        self._staff.finished.connect(self._shell.endSession)
        self._file.refused.connect(self._not_opened)
        self._shell.pageChanged.connect(self._page_changed)
        self._context.events.sessionChanged.connect(self._session_changed)

    @Slot(object)
    def _product_scanned(self, found: ProductFound) -> None:
        if self._shoppers() or self._mending():
            self._product.open_scanned(found)

    @Slot(str)
    def _article_scanned(self, product_id: str) -> None:
        if self._shoppers() or self._mending():
            self._product.openProduct(product_id, "")

    @Slot(object)
    def _several(self, several: Several) -> None:
        if self._shoppers() or self._mending():
            self._product.leave_pending()
            self._which_one.ask(several)

    @Slot(str)
    def _missing(self, gtin14: str) -> None:
        if self._shoppers() or self._mending():
            self._product.leave_pending()
            self._unknown.show(gtin14)

    @Slot(str)
    def _card(self, number: str) -> None:
        if self._shoppers():
            self._context.terminal.recognising.card(number)
        elif self._may_identify():
            self._context.terminal.serving.card(number)

    @Slot(str)
    def _app_code(self, text: str) -> None:
        if self._shoppers():
            self._context.terminal.recognising.app_code(text)
        elif self._may_identify():
            self._context.terminal.serving.app_code(text)

    @Slot(str)
    def _badge(self, number: str) -> None:
        state, shell = self._context.state, self._shell
        if state.staff is not None:
            shell.notify_("warning", "badge_other")
        elif shell.page == Page.SIGN_IN:
            self._staff.scanned_badge(number)
        elif state.lines:
            shell.notify_("warning", "shopper_first")
        else:
            shell.endSession()
            self._form = self._context.state.id
            shell.open(Page.SIGN_IN)
            self._staff.scanned_badge(number)

    @Slot(str, str)
    def _refused(self, code: str, about: str) -> None:
        self._shell.notify_("warning", code, about=about)

    @Slot(str)
    def _not_opened(self, code: str) -> None:
        self._shell.notify_("error", code)

    @Slot()
    def _identified(self) -> None:
        if self._shell.page == self._shell.homePage and self._context.state.lines:
            self._shell.open(Page.BASKET)

    @Slot()
    def _done_with(self) -> None:
        """A shopper's session ends with the order; staff go on with the next refused one."""
        if self._context.state.staff is None:
            self._shell.endSession()
        else:
            self._file.leave()

    @Slot()
    def _session_changed(self) -> None:
        if self._context.state.staff is not None and self._shell.page == Page.SIGN_IN:
            self._shell.home()

    @Slot()
    def _page_changed(self) -> None:
        """Whoever leaves the form leaves nothing in it, nor a try under way."""
        left = self._shell.page != Page.SIGN_IN and self._form == self._context.state.id
        if left and self._context.state.staff is None:
            self._form = ""
            self._shell.endSession()

    def _shoppers(self) -> bool:
        """A shopper scans; one who comes while the sign-in is open takes the screen over."""
        if self._context.state.staff is not None:
            return False
        if self._shell.page == Page.SIGN_IN:
            self._shell.endSession()
        return True

    def _mending(self) -> bool:
        mending = self._context.state.replaces is not None
        if not mending:
            self._shell.notify_("info", "staff_at_work")
        return mending

    def _may_identify(self) -> bool:
        """An order that is taken anew may need its customer's card, and only theirs."""
        if self._mending() and self._context.state.customer is not None:
            self._shell.notify_("warning", "customer_other")
            return False
        return self._context.state.replaces is not None
