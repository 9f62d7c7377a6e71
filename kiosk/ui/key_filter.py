"""Key events for the wedge scanner before the window sees them; signs of life besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from kiosk.domain.keys import Fate, Key, Verdict
from kiosk.ui.native_keys import code_of


class KeyEngine(Protocol):
    """What tells a scanner's keys from a person's."""

    @property
    def due_s(self) -> float | None: ...  # noqa: D102  # said by its one implementation
    def feed(self, key: Key) -> Verdict: ...  # noqa: D102
    def expire(self, now_s: float) -> Verdict: ...  # noqa: D102
    def reset(self) -> None: ...  # noqa: D102


_ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
_ACTIVITY = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}
_KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
_MARGIN_MS = 2  # time stamps are whole milliseconds


class KeyFilter(QObject):
    """An event filter of the window.

    WORKAROUND(pyside-6.11): on the application it would wrap every object that gets an event,
    half-built ones too, and the garbage collector crashes over them at random.

    The engine hears of each key event once: Qt sends it to the window and again to the item
    with focus, and only the window's is taken. Events that wait are kept here as copies and
    sent to the window later. Without an engine all pass. `monotonic` is used for events that
    carry no time stamp of their own.
    """

    def __init__(
        self,
        engine: KeyEngine | None,
        monotonic: Callable[[], float],
        on_activity: Callable[[], None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._monotonic = monotonic
        self._on_activity = on_activity
        self._waiting: list[tuple[QWindow, QKeyEvent]] = []
        self._sending = False
        self._ahead_s = 0.0  # the events' clock beside ours
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._let_events_in)
        # After a stall, keys that queued up meanwhile come before what their silence means.
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._expire)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at an event before the window does."""
        kind = event.type()
        if kind in _KEYS or kind == QEvent.Type.ShortcutOverride:
            if not isinstance(watched, QWindow) or not isinstance(event, QKeyEvent):
                return False
            return self._key(watched, event, kind)
        if kind in _ACTIVITY and isinstance(watched, QWindow):
            self._on_activity()
        return False

    @Slot()
    def reset(self) -> None:
        """Forget the keys that wait: they were the last person's."""
        self._waiting.clear()
        self._timer.stop()
        if self._engine is not None:
            self._engine.reset()

    def _key(self, window: QWindow, event: QKeyEvent, kind: QEvent.Type) -> bool:
        if self._sending:
            return False
        if kind == QEvent.Type.KeyPress:
            self._on_activity()
        if self._engine is None:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()  # it comes as a key then, and waits; sent later, Qt looks for shortcuts
            return True
        key = self._read(event)
        self._ahead_s = key.time_s - self._monotonic()
        verdict = self._engine.feed(key)
        self._settle(window, verdict)
        if verdict.fate is Fate.HOLD:
            self._waiting.append((window, event.clone()))
        self._set_timer()
        return verdict.fate is not Fate.PASS

    def _read(self, event: QKeyEvent) -> Key:
        modifiers = event.modifiers()
        enter = "\r" if event.key() in _ENTER else ""  # some platforms give it no text
        return Key(
            time_s=event.timestamp() / 1000 or self._monotonic(),
            code=code_of(event.nativeScanCode(), QGuiApplication.platformName()),
            text=event.text() or enter,
            pressed=event.type() == QEvent.Type.KeyPress,
            repeated=event.isAutoRepeat(),
            shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            control=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
            alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
            meta=bool(modifiers & Qt.KeyboardModifier.MetaModifier),
        )

    def _settle(self, window: QWindow, verdict: Verdict) -> None:
        """Deliver and discard what waited; a reset from inside leaves nothing to deliver."""
        if verdict.held:
            waiting, self._waiting = self._waiting, []
            for one, fate in zip(waiting, verdict.held, strict=False):
                if fate is Fate.PASS:
                    self._send(*one)
                elif fate is Fate.HOLD:
                    self._waiting.append(one)
        if verdict.take_back:
            _take_back(window.focusObject(), verdict.take_back)

    def _send(self, window: QWindow, event: QKeyEvent) -> None:
        self._sending = True
        try:
            QCoreApplication.sendEvent(window, event)
        finally:
            self._sending = False

    def _set_timer(self) -> None:
        due_s = self._engine.due_s if self._engine is not None else None
        if due_s is None:
            self._timer.stop()
        else:
            left_s = due_s - self._ahead_s - self._monotonic()
            self._timer.start(max(0, int(left_s * 1000)) + _MARGIN_MS)

    @Slot()
    def _let_events_in(self) -> None:
        self._turn.start()

    @Slot()
    def _expire(self) -> None:
        if self._engine is None or self._timer.isActive():
            return  # a key came meanwhile
        window = self._waiting[0][0] if self._waiting else QGuiApplication.focusWindow()
        verdict = self._engine.expire(self._monotonic() + self._ahead_s)
        if window is not None:
            self._settle(window, verdict)
        self._set_timer()


def _take_back(field: QObject | None, count: int) -> None:
    """Remove what was typed before the cursor of the focused field."""
    text = field.property("text") if field else None
    if field is None or not isinstance(text, str):
        return
    cursor = int(field.property("cursorPosition"))
    start = max(0, cursor - count)
    field.setProperty("text", text[:start] + text[cursor:])
    field.setProperty("cursorPosition", start)
