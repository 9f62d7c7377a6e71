"""The shopper's view models and where scans go in shopper mode."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kiosk.ui.context import Context
from kiosk.ui.models.basket import BasketModel
from kiosk.ui.models.checkout import CheckoutModel
from kiosk.ui.models.customer import CustomerModel
from kiosk.ui.models.done import DoneModel
from kiosk.ui.models.product import ProductModel
from kiosk.ui.models.search import SearchModel
from kiosk.ui.models.shell import Shell
from kiosk.ui.models.shelves import ShelvesModel
from kiosk.ui.scans import Scans


def build_shopper(context: Context, shell: Shell, scans: Scans) -> dict[str, QObject]:
    """Build the shopper's view models by the name `Main.qml` knows them under."""
    shelves, search = ShelvesModel(context, shell), SearchModel(context, shell)
    product, customer = ProductModel(context, shell), CustomerModel(context, shell)
    basket, done = BasketModel(context, shell, customer), DoneModel(context, shell)
    checkout = CheckoutModel(context, shell, basket, customer, done)
    if context.options.mode == "shopper":
        scans.productScanned.connect(product.openVariant)
        scans.cardScanned.connect(customer.card_scanned)
        scans.appCodeScanned.connect(customer.app_code_scanned)
        done.finished.connect(shell.endSession)

        def on_badge(_: str) -> None:
            shell.notify_("info", "badge_here")

        def on_refused(code: str, gtin: str) -> None:
            shell.notify_("warning", code, code=gtin)

        def on_identified() -> None:
            if shell.page == shell.homePage and context.state.lines:
                shell.open("basket")

        scans.badgeScanned.connect(on_badge)
        scans.refused.connect(on_refused)
        customer.identified.connect(on_identified)
    return {
        "shelves": shelves,
        "search": search,
        "product": product,
        "customer": customer,
        "basket": basket,
        "checkout": checkout,
        "done": done,
    }
