"""Key presses for the wedge scanner, and signs of life for the idle clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow


class KeyVerdict(Protocol):
    """What to do with a key press: keep it from the window; take earlier ones back."""

    @property
    def swallow(self) -> bool: ...  # noqa: D102  # said by the class
    @property
    def take_back(self) -> int: ...  # noqa: D102  # said by the class


OnKey = Callable[[str, float, bool], KeyVerdict]
_ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
_ACTIVITY = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}


class KeyFilter(QObject):
    """An event filter of the window.

    WORKAROUND(pyside-6.11): on the application it would wrap every object that gets an event,
    half-built ones too, and the garbage collector crashes over them at random.

    `on_key(text, time_s, auto_repeat)` hears of each key press once: Qt sends a key to the
    window and again to the item with focus, and only the window's is taken. `monotonic` is
    used for events that carry no time stamp of their own.
    """

    def __init__(
        self,
        on_key: OnKey,
        monotonic: Callable[[], float],
        on_activity: Callable[[], None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_key = on_key
        self._monotonic = monotonic
        self._on_activity = on_activity

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at an event before the window does."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress:
            return isinstance(watched, QWindow) and self._key(watched, event)
        if kind in _ACTIVITY and isinstance(watched, QWindow):
            self._on_activity()
        return False

    def _key(self, window: QWindow, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        self._on_activity()
        # Some platforms give Enter no text.
        text = event.text() or ("\r" if event.key() in _ENTER else "")
        time_s = event.timestamp() / 1000 or self._monotonic()
        verdict = self._on_key(text, time_s, event.isAutoRepeat())
        if verdict.take_back:
            _take_back(window.focusObject(), verdict.take_back)
        return verdict.swallow


def _take_back(field: QObject | None, count: int) -> None:
    """Remove what was typed before the cursor of the focused field."""
    text = field.property("text") if field else None
    if field is None or not isinstance(text, str):
        return
    cursor = int(field.property("cursorPosition"))
    start = max(0, cursor - count)
    field.setProperty("text", text[:start] + text[cursor:])
    field.setProperty("cursorPosition", start)
