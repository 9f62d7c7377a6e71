"""Taps on the real window at chosen times.

Time is the fake shop's: a loaded machine makes no gap longer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import SIGNAL, QEvent, QMetaObject, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from shiboken6 import isValid

from kiosk.ui.models.press_guard import COMMITS_S, TAKES_S
from tests.ui_driver import Driver

GAPS_MS = (30, 80, 150, 250, 350, 500, 800)
_finger: list[QPointingDevice] = []


def finger() -> QPointingDevice:
    """Return the one touch screen; Qt keeps every device for ever."""
    if not _finger:
        _finger.append(QTest.createTouchDevice())
    return _finger[0]


def mouse(driver: Driver, at: QPoint) -> None:
    QTest.mouseClick(driver.window, Qt.MouseButton.LeftButton, pos=at)


def touch(driver: Driver, at: QPoint) -> None:
    QTest.touchEvent(driver.window, finger()).press(0, at, driver.window).commit()
    QTest.touchEvent(driver.window, finger()).release(0, at, driver.window).commit()


POINTERS: dict[str, Callable[[Driver, QPoint], None]] = {"mouse": mouse, "touch": touch}


def enter(driver: Driver, item: QQuickItem, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Press a key on an item that has the keyboard's focus."""
    item.forceActiveFocus()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key.value, Qt.KeyboardModifier.NoModifier, "\r")
        QGuiApplication.sendEvent(driver.window, event)


def guarded(driver: Driver) -> Driver:
    """Let presses wait as in the shop, from what is on the glass by now."""
    driver.settle()
    driver.presses.set_waits(TAKES_S, COMMITS_S)
    seen(driver)
    return driver


def seen(driver: Driver) -> None:
    """Let what is new be painted: its time begins now."""
    driver.settle()
    driver.wait(lambda: driver.presses.shown)


def after(driver: Driver, ms: float) -> None:
    """Let time pass."""
    driver.shop.clock.advance(ms / 1000)
    driver.presses.tick()
    QGuiApplication.processEvents()


def ready(driver: Driver) -> None:
    """Let so much time pass that any press counts."""
    seen(driver)
    after(driver, 1000)
    assert driver.presses.commits


def middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def spot(driver: Driver, name: str) -> QPoint:
    """Return the middle of an item as it is laid out now."""
    driver.window.grabWindow()
    return middle(driver.find(name))


@dataclass
class Target:
    """Something to press, and how often it was."""

    name: str
    item: QQuickItem
    commits: bool
    at: QPoint
    clicks: list[str]


def targets(driver: Driver) -> list[Target]:
    """Everything on the glass that can be pressed."""
    driver.window.grabWindow()
    room = driver.window.contentItem()
    found = []
    for item in driver.items():
        if item.property("armed") is None or not item.isEnabled():
            continue
        at = middle(item)
        if room.contains(QPointF(at)):
            name = item.objectName() or str(item.property("label"))
            clicks: list[str] = []
            QObject.connect(item, SIGNAL("clicked()"), partial(clicks.append, name))
            found.append(Target(name, item, bool(item.property("commits")), at, clicks))
    return found


COVERS = ("stillThere", "signOut", "orderAsk", "waySheet", "unknownProduct", "whichOne")


def on_top(driver: Driver, item: QQuickItem) -> bool:
    """Tell whether no sheet lies over an item: beside its own, a tap closes that sheet."""
    covers = [one for one in driver.items() if one.objectName() in COVERS]
    return all(cover.isAncestorOf(item) for cover in covers)


def too_early(driver: Driver, ms: int) -> list[Target]:
    """Everything on the glass that takes no press so soon after it was seen."""
    found = targets(driver)
    if ms < TAKES_S * 1000:
        return found
    early = ms < COMMITS_S * 1000
    return [one for one in found if early and one.commits and on_top(driver, one.item)]


def clicked(found: list[Target]) -> list[str]:
    return [one.name for one in found if one.clicks]


def press_everything(driver: Driver, found: list[Target]) -> None:
    """Press in every way that there is."""
    # Typing ends when something else has the focus; any key answers "still there?".
    without_keys = driver.has("keyboard") or driver.ui.shell.idle.asking
    for one in filter(lambda one: isValid(one.item), found):
        for tap in POINTERS.values():
            tap(driver, one.at)
        QMetaObject.invokeMethod(one.item, "press")  # what a screen reader calls
        if one.item.property("activeFocusOnTab") and not without_keys:
            enter(driver, one.item)
            enter(driver, one.item, Qt.Key.Key_Space)


def tap_again(driver: Driver, name: str, gap_ms: int, pointer: str, taps: int = 4) -> int:
    """Tap where an item is and there again; return how many orders were placed meanwhile."""
    at, before = spot(driver, name), len(driver.shop.outbox.rows())
    for _ in range(taps):
        POINTERS[pointer](driver, at)
        seen(driver)  # as early as it can be: no time begins before
        after(driver, gap_ms)
    return len(driver.shop.outbox.rows()) - before
