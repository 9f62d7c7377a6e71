"""All view models in one typed object: what the window and its pages are given."""

# ruff: noqa: D102  a property is the view model of its name; the table gives them by name

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.basket.customer_basket import CustomerBasketModel
from kiosk.ui.models.checkout.checkout import CheckoutModel
from kiosk.ui.models.checkout.done import DoneModel
from kiosk.ui.models.device.camera import CameraModel
from kiosk.ui.models.device.catalogue_coming import CatalogueComing
from kiosk.ui.models.device.device import DeviceModel
from kiosk.ui.models.device.scanner_setup import ScannerSetupModel
from kiosk.ui.models.orders.outbox import OutboxModel
from kiosk.ui.models.orders.refused_order import RefusedOrderModel
from kiosk.ui.models.orders.tasks import TasksModel
from kiosk.ui.models.people.customer import CustomerModel
from kiosk.ui.models.people.customer_file import CustomerFileModel
from kiosk.ui.models.people.customers import CustomersModel
from kiosk.ui.models.people.staff import StaffModel
from kiosk.ui.models.press_guard import PressGuard
from kiosk.ui.models.product.categories import CategoriesModel
from kiosk.ui.models.product.product import ProductModel
from kiosk.ui.models.product.search import SearchModel
from kiosk.ui.models.product.unknown_product import UnknownProductModel
from kiosk.ui.models.product.which_one import WhichOneModel
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pages import Page, pages_of
from kiosk.ui.pictures import Pictures
from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by the runtime")
class Models(QObject):
    """Made once; a page's line in `kiosk.ui.pages` says which of them it is given."""

    def __init__(self, made: Mapping[str, QObject], mode: str) -> None:
        super().__init__()
        self._made = made
        self._pages = pages_of(mode)

    @Property("QStringList", constant=True)
    def files(self) -> list[str]:
        """The files of all pages there are."""
        return [row.file for row in self._pages.values()]

    @Slot(str, result=str)
    def fileOf(self, page: str) -> str:
        """Where a page's QML lies, below `pages`."""
        return self._pages[Page(page)].file

    @Slot(str, result="QVariantMap")
    def given(self, page: str) -> dict[str, QObject]:
        """What a page is given, by the names of its properties."""
        return {name: self._made[name] for name in self._pages[Page(page)].models}

    @Property(Shell, constant=True)
    def shell(self) -> Shell:
        return cast(Shell, self._made["shell"])

    @Property(Pictures, constant=True)
    def pictures(self) -> Pictures:
        return cast(Pictures, self._made["pictures"])

    @Property(CatalogueComing, constant=True)
    def coming(self) -> CatalogueComing:
        return cast(CatalogueComing, self._made["coming"])

    @Property(CategoriesModel, constant=True)
    def categories(self) -> CategoriesModel:
        return cast(CategoriesModel, self._made["categories"])

    @Property(SearchModel, constant=True)
    def search(self) -> SearchModel:
        return cast(SearchModel, self._made["search"])

    @Property(ProductModel, constant=True)
    def product(self) -> ProductModel:
        return cast(ProductModel, self._made["product"])

    @Property(CustomerModel, constant=True)
    def customer(self) -> CustomerModel:
        return cast(CustomerModel, self._made["customer"])

    @Property(BasketModel, constant=True)
    def basket(self) -> BasketModel:
        return cast(BasketModel, self._made["basket"])

    @Property(CheckoutModel, constant=True)
    def checkout(self) -> CheckoutModel:
        return cast(CheckoutModel, self._made["checkout"])

    @Property(DoneModel, constant=True)
    def done(self) -> DoneModel:
        return cast(DoneModel, self._made["done"])

    @Property(CameraModel, constant=True)
    def camera(self) -> CameraModel:
        return cast(CameraModel, self._made["camera"])

    @Property(UnknownProductModel, constant=True)
    def unknown(self) -> UnknownProductModel:
        return cast(UnknownProductModel, self._made["unknown"])

    @Property(WhichOneModel, constant=True)
    def whichOne(self) -> WhichOneModel:
        return cast(WhichOneModel, self._made["whichOne"])

    @Property(StaffModel, constant=True)
    def staff(self) -> StaffModel:
        return cast(StaffModel, self._made["staff"])

    @Property(CustomersModel, constant=True)
    def customers(self) -> CustomersModel:
        return cast(CustomersModel, self._made["customers"])

    @Property(CustomerFileModel, constant=True)
    def file(self) -> CustomerFileModel:
        return cast(CustomerFileModel, self._made["file"])

    @Property(CustomerBasketModel, constant=True)
    def customerBasket(self) -> CustomerBasketModel:
        return cast(CustomerBasketModel, self._made["customerBasket"])

    @Property(OutboxModel, constant=True)
    def outbox(self) -> OutboxModel:
        return cast(OutboxModel, self._made["outbox"])

    @Property(TasksModel, constant=True)
    def tasks(self) -> TasksModel:
        return cast(TasksModel, self._made["tasks"])

    @Property(RefusedOrderModel, constant=True)
    def refused(self) -> RefusedOrderModel:
        return cast(RefusedOrderModel, self._made["refused"])

    @Property(DeviceModel, constant=True)
    def device(self) -> DeviceModel:
        return cast(DeviceModel, self._made["device"])

    @Property(ScannerSetupModel, constant=True)
    def scannerSetup(self) -> ScannerSetupModel:
        return cast(ScannerSetupModel, self._made["scannerSetup"])

    @Property(PressGuard, constant=True)
    def presses(self) -> PressGuard:
        return cast(PressGuard, self._made["presses"])
