"""The staff's view models, and where scans go."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject

from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.basket.customer_basket import CustomerBasketModel
from kiosk.ui.models.checkout.done import DoneModel
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
from kiosk.ui.models.product.product import ProductModel
from kiosk.ui.models.product.unknown_product import UnknownProductModel
from kiosk.ui.models.product.which_one import WhichOneModel
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.scan_results import Scans
from kiosk.ui.scans.assistant import AssistantScans
from kiosk.ui.scans.shopper import ShopperScans
from kiosk.ui.scans.slips import Slips


def build_assistant(
    context: Context, shell: Shell, scans: Scans, shopper: dict[str, QObject]
) -> dict[str, QObject]:
    """Build the staff's view models by the name `Main.qml` knows them under; route the scans."""
    basket, done = cast(BasketModel, shopper["basket"]), cast(DoneModel, shopper["done"])
    product = cast(ProductModel, shopper["product"])
    unknown = cast(UnknownProductModel, shopper["unknown"])
    which_one = cast(WhichOneModel, shopper["whichOne"])
    coming = cast(CatalogueComing, shopper["coming"])
    staff, file = StaffModel(context, shell), CustomerFileModel(context)
    beside = CustomerBasketModel(context, shell, basket)
    outbox = OutboxModel(context)
    refused = RefusedOrderModel(context, shell)
    refused.settled.connect(outbox.recount)
    Slips(context, shell, outbox, refused).connect_to(scans)
    if context.options.mode == "assistant":
        AssistantScans(
            context, shell, staff, file, beside, product, unknown, which_one, parent=shell
        ).connect_to(scans)
        done.finished.connect(file.leave)
    else:
        customer = cast(CustomerModel, shopper["customer"])
        ShopperScans(
            context, shell, product, customer, done, staff, file, unknown, which_one, parent=shell
        ).connect_to(scans)
    return {
        "staff": staff,
        "customers": CustomersModel(context),
        "file": file,
        "customerBasket": beside,
        "outbox": outbox,
        "tasks": TasksModel(context, shell),
        "refused": refused,
        "device": DeviceModel(context, shell, outbox, coming),
        "scannerSetup": ScannerSetupModel(context, shell),
    }
