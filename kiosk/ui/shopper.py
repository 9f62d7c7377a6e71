"""The shopper's view models."""

from __future__ import annotations

from PySide6.QtCore import QObject

import kiosk.ui.viewfinder  # noqa: F401  # QML makes it: it has to be known there
from kiosk.ui.context import Context
from kiosk.ui.models.basket import BasketModel
from kiosk.ui.models.camera import CameraModel
from kiosk.ui.models.catalogue_coming import CatalogueComing
from kiosk.ui.models.checkout import CheckoutModel
from kiosk.ui.models.customer import CustomerModel
from kiosk.ui.models.done import DoneModel
from kiosk.ui.models.product import ProductModel
from kiosk.ui.models.search import SearchModel
from kiosk.ui.models.shell import Shell
from kiosk.ui.models.shelves import ShelvesModel
from kiosk.ui.models.unknown_product import UnknownProductModel
from kiosk.ui.models.which_one import WhichOneModel
from kiosk.ui.pictures import Pictures
from kiosk.ui.scans import Scans


def build_shopper(context: Context, shell: Shell, scans: Scans) -> dict[str, QObject]:
    """Build the shopper's view models by the name `Main.qml` knows them under."""
    shelves, search = ShelvesModel(context, shell), SearchModel(context, shell)
    product, customer = ProductModel(context, shell), CustomerModel(context, shell)
    basket, done = BasketModel(context, shell, customer), DoneModel(context, shell)
    return {
        "pictures": Pictures(context),
        "coming": CatalogueComing(context),
        "shelves": shelves,
        "search": search,
        "product": product,
        "customer": customer,
        "basket": basket,
        "checkout": CheckoutModel(context, shell, basket, customer, done),
        "done": done,
        "camera": CameraModel(context),
        "unknown": UnknownProductModel(context, shell),
        "whichOne": WhichOneModel(context, shell, scans),
    }
