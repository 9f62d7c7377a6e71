"""Where scans go at an assistant's terminal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from kiosk.services.scanning import ProductFound, Several
from kiosk.ui.context import Context
from kiosk.ui.models.basket.customer_basket import CustomerBasketModel
from kiosk.ui.models.people.customer_file import CustomerFileModel
from kiosk.ui.models.people.staff import StaffModel
from kiosk.ui.models.product.product import ProductModel
from kiosk.ui.models.product.unknown_product import UnknownProductModel
from kiosk.ui.models.product.which_one import WhichOneModel
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page
from kiosk.ui.scan_results import Scans

BASKET_PAGES = (Page.CUSTOMER, Page.BASKET)  # where a scanned piece is put in


class AssistantScans(QObject):
    """Takes scans to the sign-in, the customer or the product."""

    def __init__(
        self,
        context: Context,
        shell: Shell,
        staff: StaffModel,
        file: CustomerFileModel,
        customer_basket: CustomerBasketModel,
        product: ProductModel,
        unknown: UnknownProductModel,
        which_one: WhichOneModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._staff = staff
        self._file = file
        self._customer_basket = customer_basket
        self._product = product
        self._unknown = unknown
        self._which_one = which_one
        self._put = ""  # the SKU of the piece that the last scan put in

    def connect_to(self, scans: Scans) -> None:
        """Take what is scanned from now on."""
        scans.productScanned.connect(self._product_scanned)
        scans.markRead.connect(self._mark_read)
        scans.severalScanned.connect(self._several)
        scans.articleScanned.connect(self._article_scanned)
        scans.productMissing.connect(self._missing)
        scans.cardScanned.connect(self._card)
        scans.appCodeScanned.connect(self._app_code)
        scans.badgeScanned.connect(self._badge)
        scans.refused.connect(self._refused)
        self._file.opened.connect(self._opened)
        self._file.refused.connect(self._not_opened)
        self._context.events.sessionChanged.connect(self._session_changed)

    @Slot(object)
    def _product_scanned(self, found: ProductFound) -> None:
        """Into the open customer's basket; without a customer, look at it."""
        self._put = ""
        if not self._signed_in():
            return
        if self._context.state.customer is None or str(self._shell.page) == Page.DONE:
            self._product.open_scanned(found)
            return
        if str(self._shell.page) not in BASKET_PAGES:
            self._shell.open(Page.CUSTOMER)
        if self._customer_basket.put(found):
            self._put = found.variant.sku

    @Slot(object)
    def _mark_read(self, found: ProductFound) -> None:
        """The piece that has just been put in says which one it is."""
        if self._context.state.customer is None:
            self._product_scanned(found)
        elif self._signed_in() and self._put == found.variant.sku:
            self._context.terminal.session.mark(self._put, found.mark)

    @Slot(str)
    def _article_scanned(self, product_id: str) -> None:
        if self._signed_in():
            self._product.openProduct(product_id, "")

    @Slot(object)
    def _several(self, several: Several) -> None:
        if self._signed_in():
            self._product.leave_pending()
            self._which_one.ask(several)

    @Slot(str)
    def _missing(self, gtin14: str) -> None:
        if self._signed_in():
            self._product.leave_pending()
            self._unknown.show(gtin14)

    @Slot(str)
    def _card(self, number: str) -> None:
        if self._signed_in():
            self._context.terminal.serving.card(number)

    @Slot(str)
    def _app_code(self, text: str) -> None:
        if self._signed_in():
            self._context.terminal.serving.app_code(text)

    @Slot(str)
    def _badge(self, number: str) -> None:
        if self._context.state.staff is not None:
            self._shell.notify_("warning", "badge_other")
        else:
            self._staff.scanned_badge(number)

    @Slot(str, str)
    def _refused(self, code: str, about: str) -> None:
        self._shell.notify_("warning", code, about=about)

    @Slot()
    def _opened(self) -> None:
        self._shell.open(Page.CUSTOMER)

    @Slot(str)
    def _not_opened(self, code: str) -> None:
        self._shell.notify_("error", code)

    @Slot()
    def _session_changed(self) -> None:
        """Begin with the customers after a sign-in."""
        if self._context.state.staff is not None and self._shell.page == self._shell.homePage:
            self._shell.open(Page.CUSTOMERS)

    def _signed_in(self) -> bool:
        if self._context.state.staff is None:
            self._shell.notify_("info", "sign_in_first")
        return self._context.state.staff is not None
