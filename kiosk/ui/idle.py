"""The clock that asks "still there?" and then ends the session."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal, Slot

TICK_MS = 250


class IdleClock(QObject):
    """Counts monotonic seconds without activity while `watching` is on.

    After `idle_s` it asks; `still_there_s` later it emits `expired`.
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
        self.asking = False
        self.left_s = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def share_left(self) -> float:
        """What is left of the time to answer, 1 to 0."""
        return min(1.0, self.left_s / self._still_there_s) if self._still_there_s else 0.0

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
            self._set(False, 0)

    @Slot()
    def stir(self) -> None:
        """Somebody touched the screen, pressed a key or scanned: start over, stop asking."""
        self._last = self._monotonic()
        self._set(False, 0)

    @Slot()
    def tick(self) -> None:
        """Look at the clock."""
        if not self._watching:
            return
        quiet = self._monotonic() - self._last
        if quiet >= self._idle_s + self._still_there_s:
            self.watch(False)
            self.expired.emit()
        elif quiet >= self._idle_s:
            self._set(True, ceil(self._idle_s + self._still_there_s - quiet))

    def _set(self, asking: bool, left_s: int) -> None:
        if (asking, left_s) != (self.asking, self.left_s):
            self.asking, self.left_s = asking, left_s
            self.changed.emit()
