"""The clock that asks "still there?" and then ends the session."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.typed import Property, QmlUncreatable

QML_IMPORT_NAME = "StoreKiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS = 250
LEAVE_S = 5.0  # in which whoever ended a session may still stay


@QmlElement
@QmlUncreatable("made by the runtime")
class IdleClock(QObject):
    """Counts monotonic seconds without activity while `watching` is on.

    After `idle_s` it asks; `still_there_s` later it emits `expired`. After `leave` it does so
    in a few seconds, whatever stirs.
    """

    changed = Signal()
    expired = Signal()

    def __init__(
        self,
        monotonic: Callable[[], float],
        idle_s: float,
        still_there_s: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._monotonic = monotonic
        self._idle_s = idle_s
        self._still_there_s = still_there_s
        self._last = monotonic()
        self._watching = False
        self._leave_at: float | None = None
        self._asking = False
        self._left_s = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """The screen is about to be cleared."""
        return self._asking

    @Property(int, notify=changed)
    def left(self) -> int:
        """Seconds until then."""
        return self._left_s

    @Property(float, notify=changed)
    def share(self) -> float:
        """What is left of the time to answer, 1 to 0."""
        whole_s = LEAVE_S if self.leaving else self._still_there_s
        return min(1.0, self._left_s / whole_s) if whole_s else 0.0

    @Property(bool, notify=changed)
    def leaving(self) -> bool:
        """Somebody has ended the session and may still stay."""
        return self._leave_at is not None

    def watch(self, watching: bool) -> None:
        """Count, or rest: a clean screen has nothing to protect."""
        if watching == self._watching:
            return
        self._watching = watching
        if watching:
            self._last = self._monotonic()
            self._timer.start()
        else:
            self._timer.stop()
            self._leave_at = None
            self._set(False, 0)

    def leave(self) -> None:
        """Somebody ends the session."""
        if self._watching and not self.leaving:
            self._leave_at = self._monotonic() + LEAVE_S
            self.tick()

    @Slot()
    def stay(self) -> None:
        """Somebody answers that they are there."""
        self._leave_at = None
        self._last = self._monotonic()
        self._set(False, 0)

    @Slot()
    def stir(self) -> None:
        """Somebody pressed a key or scanned: start over, stop asking."""
        if not self.leaving:
            self.stay()

    @Slot()
    def touch(self) -> None:
        """Somebody touched the screen: where it asks, what they touched is the answer."""
        if not self._asking:
            self.stir()

    @Slot()
    def tick(self) -> None:
        """Look at the clock."""
        if not self._watching:
            return
        now = self._monotonic()
        asks_at = self._last + self._idle_s
        ends_at = asks_at + self._still_there_s if self._leave_at is None else self._leave_at
        if now >= ends_at:
            self.watch(False)
            self.expired.emit()
        elif self.leaving or now >= asks_at:
            self._set(True, ceil(ends_at - now))

    def _set(self, asking: bool, left_s: int) -> None:
        if (asking, left_s) != (self._asking, self._left_s):
            self._asking, self._left_s = asking, left_s
            self.changed.emit()
