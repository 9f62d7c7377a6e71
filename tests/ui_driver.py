"""Drives the real window over the fakes, as a person would: looks, taps, types, waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.demo.hands import Hands, delete_what_is_left
from kiosk.lanes import WORKERS, Lane
from kiosk.ui.delivery import MainThread
from kiosk.ui.models.basket.basket import BasketModel
from kiosk.ui.models.checkout.checkout import CheckoutModel
from kiosk.ui.models.checkout.done import DoneModel
from kiosk.ui.models.people.customer import CustomerModel
from kiosk.ui.models.press_guard import PressGuard
from kiosk.ui.models.product.categories import CategoriesModel
from kiosk.ui.models.product.product import ProductModel
from kiosk.ui.models.product.search import SearchModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.options import Options
from kiosk.ui.runtime import Ui, build_window
from kiosk.words.receipt_texts import ReceiptTexts
from tests.fakes import FakeShop, build_fake_shop, raise_bug
from tests.gates import Gate


class Driver:
    """A window over a fake shop. `bugs` holds whatever went wrong in a lane."""

    def __init__(
        self,
        folder: Path,
        options: Options,
        online: bool = True,
        catalogue: bool = True,
        printer: bool = True,
        engine: QQmlApplicationEngine | None = None,
    ) -> None:
        self.bugs: list[BaseException] = []
        self.shown: list[str] = []
        deliver = MainThread()
        self.shop: FakeShop = build_fake_shop(
            folder,
            deliver,
            self.bugs.append,
            ReceiptTexts if printer else None,
            options.mode,
            options.language,
        )
        self.shop.hub.reachable = online
        self.shop.catalogue.missing = not catalogue
        self.ui: Ui = build_window(self.shop.terminal, options, engine=engine)
        self.hands = Hands(self.ui.window, self.bugs)
        self.presses.set_waits(0, 0)  # what is tested of presses is in test_presses*.py
        self.ui.shell.pageShown.connect(self.shown.append)
        self._deliver = deliver
        self.shop.terminal.syncing.tick()
        self.wait(lambda: self.ui.shell.linkState != "waiting")
        self.settle()

    @property
    def window(self) -> QQuickWindow:
        return self.ui.window

    @property
    def presses(self) -> PressGuard:
        return cast(PressGuard, self.ui.models["presses"])

    @property
    def product(self) -> ProductModel:
        return cast(ProductModel, self.ui.models["product"])

    @property
    def basket(self) -> BasketModel:
        return cast(BasketModel, self.ui.models["basket"])

    @property
    def customer(self) -> CustomerModel:
        return cast(CustomerModel, self.ui.models["customer"])

    @property
    def checkout(self) -> CheckoutModel:
        return cast(CheckoutModel, self.ui.models["checkout"])

    @property
    def done(self) -> DoneModel:
        return cast(DoneModel, self.ui.models["done"])

    @property
    def categories(self) -> CategoriesModel:
        return cast(CategoriesModel, self.ui.models["categories"])

    @property
    def search(self) -> SearchModel:
        return cast(SearchModel, self.ui.models["search"])

    def close(self) -> None:
        """End everything in the order that the application uses."""
        self.shop.terminal.lanes.close()
        self.ui.close()
        for bug in self.bugs:
            raise_bug(bug)

    def wait(self, condition: Callable[[], object]) -> None:
        """Let events run until something is so."""
        try:
            self.hands.wait(condition, f"something on page {self.ui.shell.page}")
        finally:
            if self.bugs:
                raise_bug(self.bugs[0])

    def wait_page(self, page: str) -> None:
        """Wait until a page is current and has its data."""
        self.wait(lambda: self.ui.shell.page == page and page in self.shown)
        self.settle()

    def settle(self, *lanes: Lane) -> None:
        """Let what is queued in the lanes (all that matter) and on the main thread be done.

        But for what waits at a `Gate`, where another worker of the lane is free.
        """
        for lane in lanes or (Lane.BULK, Lane.READ, Lane.DISK, Lane.NET, Lane.PRINTER):
            if WORKERS[lane] > 1:
                before = [*self.shop.terminal.lanes._jobs[lane]]
                self.wait(partial(all_but_held, lane, before))
            reached: list[bool] = []
            self.shop.terminal.lanes.run(lane, lambda: True, reached.append)
            self.wait(partial(len, reached))
        QGuiApplication.processEvents()
        delete_what_is_left()

    def items(self) -> Iterator[QQuickItem]:
        """Every visible item."""
        return self.hands.items()

    def find(self, name: str) -> QQuickItem:
        """The visible item of an object name."""
        found = [item for item in self.items() if item.objectName() == name]
        assert found, f"no visible item {name!r}"
        return found[0]

    def has(self, name: str) -> bool:
        """Tell whether an item of that name is visible."""
        return self.hands.sees(name)

    def texts(self) -> list[str]:
        """All words on the glass."""
        return self.hands.texts()

    def tap(self, name: str) -> None:
        """Tap in the middle of an item, when everything queued is done."""
        self.settle()
        self.window.grabWindow()  # lays everything out: an item's place is known only then
        self.hands.tap(name)

    def type(self, text: str) -> None:
        """Type on a keyboard."""
        self.hands.type(text)

    def key(self, key: Qt.Key) -> None:
        """Press a key without a text."""
        QTest.keyClick(self.window, key)

    def exchange(self) -> None:
        """Send what is new in the shared basket, and fetch what is new there."""
        self.shop.terminal.shared_basket.exchange()

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and what was due in it happen."""
        self.shop.clock.advance(seconds)
        due, now = self.shop.terminal.lanes._due, self.shop.clock.monotonic()
        self.wait(lambda: not due or due[0][0] > now)
        self.settle()

    def scan(self, text: str) -> None:
        """Scan a code."""
        self.ui.shell.scan(text)
        self.settle()

    def picture(self, path: Path) -> None:
        """Save what is on the glass."""
        self.settle()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.hands.picture(path)


Build = Callable[..., Driver]


def all_but_held(lane: str, jobs: Iterable[Future[None]]) -> bool:
    """Tell whether all jobs of a lane are done but for those that wait at a gate."""
    return sum(not one.done() for one in jobs) <= Gate.held(lane)


def live_strings(root: QObject) -> Iterator[str]:
    """Every string property of an object tree, and every string of its lists."""
    for child in [root, *root.findChildren(QObject)]:
        meta = child.metaObject()
        for place in range(meta.propertyCount()):
            one = meta.property(place)
            name, kind = str(one.name()), str(one.typeName())
            if kind == "QString":
                yield str(child.property(name) or "")
            elif kind == "QStringList":
                yield from child.property(name) or ()
        if isinstance(child, Rows):
            yield from map(repr, child.rows)
