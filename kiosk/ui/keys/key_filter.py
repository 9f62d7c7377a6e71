"""Key events for the wedge scanner before the window sees them; signs of life besides."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from kiosk.domain.floods import FloodGate
from kiosk.domain.keys import Fate, Key, Verdict
from kiosk.ui.keys.native_keys import code_of


class KeyEngine(Protocol):
    """What tells a scanner's keys from a person's."""

    @property
    def due_s(self) -> float | None: ...  # noqa: D102  # said by its one implementation
    def feed(self, key: Key) -> Verdict: ...  # noqa: D102
    def expire(self, now_s: float) -> Verdict: ...  # noqa: D102
    def reset(self) -> None: ...  # noqa: D102


_log = logging.getLogger(__name__)

_ENTER = (Qt.Key.Key_Return.value, Qt.Key.Key_Enter.value)
_TOUCHES = {QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}
_KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
_MARGIN_MS = 2  # time stamps are whole milliseconds
_STAMPS_MS = 2**32  # X11, Wayland and Windows count in 32 bits: 49.7 days
_REMEMBERED = 64
MOST_KEYS_A_SECOND = 4_000  # events; a scanner that presses one key each millisecond, and Shift


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
        on_touch: Callable[[], None] = lambda: None,
        on_flood: Callable[[], None] = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._monotonic = monotonic
        self._on_activity = on_activity
        self._on_touch = on_touch
        self._on_flood = on_flood
        self._gate = FloodGate(MOST_KEYS_A_SECOND)
        self._waiting: list[tuple[QWindow, QKeyEvent]] = []
        self._sending = False
        self._resets = 0
        self._stamp_ms = 0  # of the last event, as if the events' clock never began anew
        self._typed: deque[tuple[QObject | None, str]] = deque(maxlen=_REMEMBERED)
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
            return self._floods() or self._key(watched, event, kind)
        if kind in _TOUCHES and isinstance(watched, QWindow):
            self._on_touch()
        return False

    @Slot()
    def reset(self) -> None:
        """Forget the keys that wait: they were the last person's."""
        self._resets += 1
        self._waiting.clear()
        self._typed.clear()
        self._timer.stop()
        if self._engine is not None:
            self._engine.reset()

    def _floods(self) -> bool:
        """Tell whether keys come as no scanner and no hands press them: none is taken."""
        if self._sending:
            return False
        now_s = self._monotonic()
        if self._gate.lets_in(now_s):
            return False
        if self._gate.should_tell(now_s):
            _log.warning("keys come faster than any scanner presses them: they are dropped")
            self.reset()
            self._on_flood()
        return True

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
        resets = self._resets
        verdict = self._engine.feed(key)
        if resets == self._resets:
            self._settle(window, verdict)
        held = verdict.fate is Fate.HOLD
        if held and resets == self._resets:
            self._waiting.append((window, event.clone()))
        typed = verdict.fate is Fate.PASS and key.pressed and not key.repeated
        if typed:
            self._send(window, event.clone())
        self._set_timer()
        return held or typed or verdict.fate is Fate.SWALLOW

    def _time_s(self, event: QKeyEvent) -> float:
        """Return when an event happened, on a clock that does not begin anew."""
        if not event.timestamp():
            return self._monotonic()
        if not self._stamp_ms:
            self._stamp_ms = event.timestamp()
        ahead_ms = (event.timestamp() - self._stamp_ms) % _STAMPS_MS
        self._stamp_ms += ahead_ms if ahead_ms < _STAMPS_MS // 2 else ahead_ms - _STAMPS_MS
        return self._stamp_ms / 1000

    def _read(self, event: QKeyEvent) -> Key:
        modifiers = event.modifiers()
        enter = "\r" if event.key() in _ENTER else ""  # some platforms give it no text
        return Key(
            time_s=self._time_s(event),
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
        resets = self._resets
        mistaken = list(self._typed)[-verdict.take_back :] if verdict.take_back else []
        if verdict.held:
            waiting, self._waiting = self._waiting, []
            for one, fate in zip(waiting, verdict.held, strict=True):
                if fate is Fate.PASS:
                    self._send(*one)
                elif fate is Fate.HOLD:
                    self._waiting.append(one)
                if resets != self._resets:
                    self._waiting.clear()
                    return
        self._take_back(window, mistaken)

    def _send(self, window: QWindow, event: QKeyEvent) -> None:
        """Deliver an event, and remember what became of the field if it writes something."""
        field, resets = window.focusObject(), self._resets
        before = _text_of(field)
        self._sending = True
        try:
            QCoreApplication.sendEvent(window, event)
        finally:
            self._sending = False
        if event.type() == QEvent.Type.KeyPress and event.text() and event.text().isprintable():
            after = _text_of(field)
            changed = after != before and resets == self._resets
            self._typed.append((field, after) if changed else (None, ""))

    def _take_back(self, window: QWindow, mistaken: list[tuple[QObject | None, str]]) -> None:
        """Take from the field, as a person would, what it took from the keys delivered last.

        Only while it is as they left it: elsewhere a Backspace would take something else.
        """
        written = [(field, text) for field, text in mistaken if field is not None]
        field = window.focusObject()
        if not written or any(one is not field for one, _ in written):
            return
        if written[-1][1] != _text_of(field):
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) * len(written):
            none = Qt.KeyboardModifier.NoModifier
            self._send(window, QKeyEvent(kind, Qt.Key.Key_Backspace.value, none, "\b"))

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
        resets = self._resets
        verdict = self._engine.expire(self._monotonic() + self._ahead_s)
        if window is not None and resets == self._resets:
            self._settle(window, verdict)
        self._set_timer()


def _text_of(field: QObject | None) -> str:
    """Return what is written in a field; "" for what is none."""
    text = field.property("text") if field is not None else None
    return text if isinstance(text, str) else ""
