"""Drives the real window over the fakes, as a person would: looks, taps, types, waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.ui.delivery import MainThread
from kiosk.ui.models.basket import BasketModel
from kiosk.ui.models.checkout import CheckoutModel
from kiosk.ui.models.customer import CustomerModel
from kiosk.ui.models.done import DoneModel
from kiosk.ui.models.product import ProductModel
from kiosk.ui.models.rows import Rows
from kiosk.ui.models.search import SearchModel
from kiosk.ui.models.shelves import ShelvesModel
from kiosk.ui.options import Options
from kiosk.ui.runtime import Ui, build_window
from kiosk.ui.texts import QtTexts
from tests.fakes import FakeShop, build_fake_shop, raise_bug

DEADLINE_S = 8.0


class Driver:
    """A window over a fake shop. `bugs` holds whatever went wrong in a lane."""

    def __init__(
        self, folder: Path, options: Options, online: bool = True, catalogue: bool = True
    ) -> None:
        self.bugs: list[BaseException] = []
        self.shown: list[str] = []
        deliver = MainThread()
        self.shop: FakeShop = build_fake_shop(
            folder, deliver, self.bugs.append, QtTexts, options.mode, options.language
        )
        self.shop.hub.reachable = online
        self.shop.catalogue.missing = not catalogue
        self.ui: Ui = build_window(self.shop.terminal, options)
        self.ui.shell.pageShown.connect(self.shown.append)
        self._deliver = deliver
        self.shop.terminal.syncing.tick()
        self.wait(lambda: self.ui.shell.linkState != "waiting")
        self.settle()

    @property
    def window(self) -> QQuickWindow:
        return self.ui.window

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
    def shelves(self) -> ShelvesModel:
        return cast(ShelvesModel, self.ui.models["shelves"])

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
        end = time.monotonic() + DEADLINE_S
        while not condition():
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if self.bugs:
                raise_bug(self.bugs[0])
            assert time.monotonic() < end, f"waited in vain on page {self.ui.shell.page}"

    def wait_page(self, page: str) -> None:
        """Wait until a page is current and has its data."""
        self.wait(lambda: self.ui.shell.page == page and page in self.shown)
        self.settle()

    def settle(self) -> None:
        """Let what is queued in the lanes and on the main thread be done."""
        for lane in ("read", "disk", "net", "net", "printer"):
            reached: list[bool] = []
            self.shop.terminal.lanes.run(lane, lambda: True, reached.append)
            self.wait(partial(len, reached))
        QGuiApplication.processEvents()
        # Outside exec() nobody deletes what was left with deleteLater.
        QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def items(self) -> Iterator[QQuickItem]:
        """Every visible item; unlike findChild it sees delegates."""
        todo = [self.window.contentItem()]
        while todo:
            item = todo.pop()
            if item.isVisible():
                yield item
                todo += item.childItems()

    def find(self, name: str) -> QQuickItem:
        """The visible item of an object name."""
        found = [item for item in self.items() if item.objectName() == name]
        assert found, f"no visible item {name!r}"
        return found[0]

    def has(self, name: str) -> bool:
        """Tell whether an item of that name is visible."""
        return any(item.objectName() == name for item in self.items())

    def texts(self) -> list[str]:
        """All words on the glass; symbols of the icon font are no words."""
        return [
            str(item.property("text"))
            for item in self.items()
            if (item.inherits("QQuickText") or item.inherits("QQuickTextInput"))
            and not item.metaObject().className().startswith("Icon_")
            and item.property("text")
        ]

    def tap(self, name: str) -> None:
        """Tap in the middle of an item."""
        self.settle()
        self.window.grabWindow()  # lays everything out: an item's place is known only then
        item = self.find(name)
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        assert self.window.contentItem().contains(QPointF(at)), f"{name} lies outside the window"
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, pos=at)
        QGuiApplication.processEvents()

    def type(self, text: str) -> None:
        """Type on a keyboard (QTest.keyClick would garble Cyrillic)."""
        for character in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character)
                QGuiApplication.sendEvent(self.window, event)

    def key(self, key: Qt.Key) -> None:
        """Press a key without a text."""
        QTest.keyClick(self.window, key)

    def scan(self, text: str) -> None:
        """Scan a code."""
        self.ui.shell.scan(text)
        self.settle()

    def _images_are_there(self) -> bool:
        """Drawings are rendered in a thread of Qt's own."""
        images = [item for item in self.items() if item.inherits("QQuickImage")]
        return all(image.property("progress") == 1.0 for image in images)

    def picture(self, path: Path) -> None:
        """Save what is on the glass."""
        self.settle()
        self.window.grabWindow()  # lays out what is new; pictures are asked for only then
        self.wait(self._images_are_there)
        image = self.window.grabWindow()
        assert not image.isNull()
        path.parent.mkdir(parents=True, exist_ok=True)
        assert image.save(str(path))


Build = Callable[..., Driver]


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
