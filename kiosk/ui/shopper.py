"""The shopper's view models."""

from __future__ import annotations

from PySide6.QtCore import QObject

import kiosk.ui.viewfinder  # noqa: F401  # QML makes it: it has to be known there
from kiosk.ui.context import Context
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.checkout.checkout import CheckoutModel
from kiosk.ui.models.checkout.done import DoneModel
from kiosk.ui.models.device.camera import CameraModel
from kiosk.ui.models.device.catalogue_coming import CatalogueComing
from kiosk.ui.models.people.customer import CustomerModel
from kiosk.ui.models.product.categories import CategoriesModel
from kiosk.ui.models.product.product import ProductModel
from kiosk.ui.models.product.search import SearchModel
from kiosk.ui.models.product.unknown_product import UnknownProductModel
from kiosk.ui.models.product.which_one import WhichOneModel
from kiosk.ui.models.shell.shell import Shell
from kiosk.ui.pictures import Pictures
from kiosk.ui.scan_results import Scans


def build_shopper(context: Context, shell: Shell, scans: Scans) -> dict[str, QObject]:
    """Build the shopper's view models by the name `Main.qml` knows them under."""
    categories, search = CategoriesModel(context, shell), SearchModel(context, shell)
    product, customer = ProductModel(context, shell), CustomerModel(context, shell)
    basket, done = BasketModel(context, shell), DoneModel(context, shell)
    return {
        "pictures": Pictures(context),
        "coming": CatalogueComing(context),
        "categories": categories,
        "search": search,
        "product": product,
        "customer": customer,
        "basket": basket,
        "checkout": CheckoutModel(context, shell, basket, done),
        "done": done,
        "camera": CameraModel(context),
        "unknown": UnknownProductModel(context, shell),
        "whichOne": WhichOneModel(context, shell, scans),
    }
