"""The table of pages: a page is its QML file, the view models it is given, and its line here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Page(StrEnum):
    """A page's name, in Python and in QML."""

    ATTRACT = "attract"
    CATEGORY = "category"
    SEARCH = "search"
    PRODUCT = "product"
    BASKET = "basket"
    CHECKOUT = "checkout"
    DONE = "done"
    SIGN_IN = "sign-in"
    CUSTOMERS = "customers"
    CUSTOMER = "customer"
    OUTBOX = "outbox"
    ORDER = "order"
    DEVICE = "device"
    SCANNER = "scanner"


@dataclass(frozen=True, slots=True)
class PageRow:
    """`file` lies in `qml/pages`; `models` are names of properties, of `Models` and of the page.

    `staff_only`: for whoever is signed in. `staff_on_the_floor`: staff may open it at a
    shopper's terminal, too. `shows_basket`: the shared basket is looked at there, so that it is
    kept current; `tells_prices`: the page itself says what the shop has changed about them.
    `takes_scans` is false where codes are heard by the page alone.
    """

    file: str
    models: tuple[str, ...]
    staff_only: bool = False
    staff_on_the_floor: bool = False
    shows_basket: bool = False
    tells_prices: bool = False
    takes_scans: bool = True


_SHOPPERS = ("shell", "customer", "basket")  # what every page of a shopper has at its edges
PAGES: dict[Page, PageRow] = {
    Page.ATTRACT: PageRow(
        "shopper/AttractPage.qml", (*_SHOPPERS, "coming", "camera", "categories", "search")
    ),
    Page.CATEGORY: PageRow("shopper/CategoryPage.qml", (*_SHOPPERS, "categories", "product")),
    Page.SEARCH: PageRow("shopper/SearchPage.qml", (*_SHOPPERS, "search", "product")),
    Page.PRODUCT: PageRow(
        "shopper/ProductPage.qml", (*_SHOPPERS, "product"), staff_on_the_floor=True
    ),
    Page.BASKET: PageRow(
        "shopper/BasketPage.qml",
        (*_SHOPPERS, "checkout", "product"),
        staff_on_the_floor=True,
        shows_basket=True,
        tells_prices=True,
    ),
    Page.CHECKOUT: PageRow(
        "shopper/CheckoutPage.qml",
        (*_SHOPPERS, "checkout"),
        staff_on_the_floor=True,
        shows_basket=True,
        tells_prices=True,
    ),
    Page.DONE: PageRow("shopper/DonePage.qml", (*_SHOPPERS, "done"), staff_on_the_floor=True),
    Page.SIGN_IN: PageRow("assistant/SignInPage.qml", ("shell", "staff")),
    Page.CUSTOMERS: PageRow(
        "assistant/CustomersPage.qml", ("shell", "customers", "file"), staff_only=True
    ),
    Page.CUSTOMER: PageRow(
        "assistant/CustomerPage.qml",
        ("shell", "file", "basket", "checkout", "customerBasket"),
        staff_only=True,
        shows_basket=True,
    ),
    Page.OUTBOX: PageRow(
        "assistant/OutboxPage.qml",
        ("shell", "outbox", "tasks", "refused", "device"),
        staff_only=True,
        staff_on_the_floor=True,
    ),
    Page.ORDER: PageRow(
        "assistant/OrderPage.qml",
        ("shell", "refused"),
        staff_only=True,
        staff_on_the_floor=True,
    ),
    Page.DEVICE: PageRow(
        "assistant/DevicePage.qml",
        ("shell", "device", "scannerSetup"),
        staff_only=True,
        staff_on_the_floor=True,
    ),
    Page.SCANNER: PageRow(
        "assistant/ScannerPage.qml",
        ("shell", "scannerSetup"),
        staff_only=True,
        staff_on_the_floor=True,
        takes_scans=False,
    ),
}
# What an assistant's terminal has instead: one page for looking through the catalogue.
_ASSISTANTS = {
    Page.SEARCH: PageRow(
        "assistant/CataloguePage.qml", (*_SHOPPERS, "categories", "search", "product")
    ),
}
HOME = {"shopper": Page.ATTRACT, "assistant": Page.SIGN_IN}
STAFFS_HOME = {"shopper": Page.OUTBOX, "assistant": Page.CUSTOMERS}


def row_of(page: str) -> PageRow:
    """The line of a page, by its name."""
    return PAGES[Page(page)]


def pages_of(mode: str) -> dict[Page, PageRow]:
    """The pages of a terminal, by its mode."""
    return PAGES | _ASSISTANTS if mode == "assistant" else PAGES
