"""Hands, eyes and a stopwatch before the real window: taps, types, scans, looks, waits.

Input goes the way a person's or a scanner's does: mouse and key events to the window.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QMetaObject,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow
from shiboken6 import invalidate, isValid

PATIENCE_S = 180.0  # far longer than the tour's idle time, on a busy machine too
TICK_MS = 10  # between looks at what comes without an event
SCANNER_GAP_MS = 8
PERSON_DOWN_MS, SCANNER_DOWN_MS = 80, 2
PERSON_GAP_MS = 180
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class NotSeen(AssertionError):
    """What was waited for did not show up on the glass."""


class Frames(QObject):
    """Counts the frames that a window has shown, with the time of the last one."""

    def __init__(self, window: QQuickWindow) -> None:
        super().__init__()
        self.count = 0
        self.last_at = 0.0
        window.frameSwapped.connect(self._swapped, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _swapped(self) -> None:
        self.count += 1
        self.last_at = time.monotonic()


class Hands:
    """Drives one window. `bugs` is filled by whoever catches them; any bug ends the play."""

    def __init__(self, window: QQuickWindow, bugs: list[BaseException]) -> None:
        self.window = window
        self.frames = Frames(window)
        self._bugs = bugs
        self._stamp_ms = 0

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Let events run until something is so. Raises `NotSeen`.

        Sleeps between events: a busy wait would keep the lanes from the interpreter.
        """
        end = time.monotonic() + PATIENCE_S
        turn, tick = QEventLoop(), QTimer()
        tick.start(TICK_MS)
        while not condition():
            turn.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            delete_what_is_left()
            if self._bugs:
                raise self._bugs[0]
            if time.monotonic() > end:
                raise NotSeen(what)

    def pump(self) -> None:
        """Let the application run for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()
        if self._bugs:
            raise self._bugs[0]

    def painted(self) -> float:
        """Wait until the window has painted what is current; return when it was."""
        before = self.frames.count
        self.window.update()
        self.wait(lambda: self.frames.count > before, "a painted frame")
        return self.frames.last_at

    def items(self) -> Iterator[QQuickItem]:
        """Every visible item; unlike findChild it sees delegates."""
        todo = [self.window.contentItem()]
        while todo:
            item = todo.pop()
            if isValid(item) and item.isVisible():  # looking at one may delete others
                yield item
                todo += item.childItems()

    def sees(self, name: str) -> bool:
        """Tell whether an item of that object name is visible."""
        return any(item.objectName() == name for item in self.items())

    def texts(self) -> list[str]:
        """All words on the glass; symbols of the icon font are no words."""
        return [
            str(item.property("text"))
            for item in self.items()
            if (item.inherits("QQuickText") or item.inherits("QQuickTextInput"))
            and item.property("text")
            and not _is_icon(item)
        ]

    def reads(self, text: str) -> bool:
        """Tell whether a text is part of what is written on the glass."""
        return any(text in shown for shown in self.texts())

    def tap(self, name: str) -> None:
        """Tap in the middle of an item; wait for it first, and scroll it into sight."""
        self.press(self.aim(name))
        self.pump()

    def press(self, at: QPoint) -> None:
        """Tap a place in the window, as it is now.

        `QTest.mouseClick` runs events with the interpreter locked: on a real display the thread
        that draws waits for it in the `paint` of a Python item, and everything for that thread.
        """
        place, left = QPointF(at), Qt.MouseButton.LeftButton
        for kind, held in (
            (QEvent.Type.MouseButtonPress, left),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            event = QMouseEvent(
                kind, place, self.window.mapToGlobal(place), left, held, NO_MODIFIER
            )
            QGuiApplication.sendEvent(self.window, event)

    def aim(self, name: str) -> QPoint:
        """Return the middle of an item; wait for it first, and scroll it into sight.

        Wait as well until a press on it counts: so long a person takes to see it.
        """
        self.wait(lambda: self._takes_press(name), f"an item {name!r}")
        _scroll_to(self._laid_out(name))
        self.pump()
        item = self._laid_out(name)  # found anew: a list may have made it anew meanwhile
        at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2))
        if not self.window.contentItem().contains(at):
            raise NotSeen(f"{name!r} inside the window")
        return at.toPoint()

    def type(self, text: str) -> None:
        """Type on a keyboard, at a person's pace as far as the time stamps say."""
        for character in text:
            self._press(0, character, self._after(PERSON_GAP_MS), PERSON_DOWN_MS)
        self.pump()

    def type_on_glass(self, text: str) -> None:
        """Type on the on-screen keyboard and put it away."""
        for character in text:
            self.tap(f"key.{character}")
        self.put_keyboard_away()

    def put_keyboard_away(self) -> None:
        """Go on through the fields that follow, up to the last."""
        while self.sees("key.enter"):
            self.tap("key.enter")

    def scan_with_wedge(self, code: str) -> None:
        """Let a keyboard-wedge scanner type a code, faster than any hand, ending in Enter."""
        self._after(PERSON_GAP_MS)  # nothing that was typed belongs to it
        for character in code:
            self._press(0, character, self._after(SCANNER_GAP_MS), SCANNER_DOWN_MS)
        self._press(Qt.Key.Key_Return.value, "\r", self._after(SCANNER_GAP_MS), SCANNER_DOWN_MS)
        self.pump()

    def picture(self, path: Path) -> None:
        """Save what is on the glass, when its photographs and what is coming are there."""
        self.painted()  # lays out what is new
        self.wait(self._all_stands, "photographs")
        if not self.window.grabWindow().save(str(path)):
            raise OSError(f"{path} could not be written")

    def _takes_press(self, name: str) -> bool:
        return any(
            item.property("armed") is not False or not item.isEnabled()
            for item in self.items()
            if item.objectName() == name
        )

    def _all_stands(self) -> bool:
        return not any(
            item.property("settled") is False
            or (item.property("commits") is True and item.property("coming") is True)
            for item in self.items()
        )

    def _laid_out(self, name: str) -> QQuickItem:
        """Wait for an item; return it where the next frame will show it."""
        while True:
            self.wait(lambda: self.sees(name), f"an item {name!r}")
            self._lay_out()
            for item in self.items():
                if item.objectName() == name:
                    return item

    def _lay_out(self) -> None:
        """Place what is new where the next frame will show it: no hand is faster than a frame."""
        for item in list(self.items()):
            if isValid(item):  # laying one out may delete others
                item.ensurePolished()

    def _after(self, gap_ms: int) -> int:
        """Return a time stamp so much later than the last key, and no earlier than now."""
        self._stamp_ms = max(self._stamp_ms, int(time.monotonic() * 1000)) + gap_ms
        return self._stamp_ms

    def _press(self, key: int, text: str, stamp: int, down_ms: int) -> None:
        for kind, at in (
            (QEvent.Type.KeyPress, stamp),
            (QEvent.Type.KeyRelease, stamp + down_ms),
        ):
            event = QKeyEvent(kind, key, NO_MODIFIER, text)
            event.setTimestamp(at)
            QGuiApplication.sendEvent(self.window, event)


@contextmanager
def class_of(thing: QObject) -> Iterator[QMetaObject]:
    """Give the class of an object for a block, and release its Python wrapper at the end.

    PySide keeps that wrapper while any wrapper of the object lives, yet QML frees its own classes
    with their objects: what comes to lie at such an address next would be taken for the class.
    """
    meta = thing.metaObject()
    try:
        yield meta
    finally:
        invalidate(meta)


def _is_icon(item: QQuickItem) -> bool:
    with class_of(item) as kind:
        return kind.className().startswith("Icon_")


def delete_what_is_left() -> None:
    """Run the deletions that Qt has put off: outside exec() nothing else does."""
    QGuiApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _scroll_to(item: QQuickItem) -> None:
    """Scroll the surrounding Flickable as far as needed to show an item whole."""
    view = item.parentItem()
    while view is not None and not view.inherits("QQuickFlickable"):
        view = view.parentItem()
    if view is None:
        return
    top = item.mapToItem(view, QPointF(0, 0)).y()
    bottom = top + item.height()
    shift = top if top < 0 else max(0.0, bottom - view.height())
    view.setProperty("contentY", float(view.property("contentY")) + shift)
