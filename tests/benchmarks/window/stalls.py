"""How long the event loop was away, and how far the terminal has followed the hub meanwhile."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from kiosk.app import Kiosk
from kiosk.lanes import Lane
from kiosk.ports.catalogue import FeedPosition

BEAT_MS = 2
ASK_EVERY_S = 0.5


class Stalls(QObject):
    """Measures how late a 2 ms timer of the event loop comes, in milliseconds: `gaps`."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.began = 0.0
        self.longest_at = 0.0
        self._longest = 0.0
        self._last = time.monotonic()
        self._timer = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Forget what was measured and start the timer."""
        self.gaps, self.began, self._last = [], time.monotonic(), time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Stop the timer."""
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        now = time.monotonic()
        gap = max(0.0, (now - self._last) * 1000 - BEAT_MS)
        self.gaps.append(gap)
        if gap > self._longest:
            self._longest, self.longest_at = gap, now - self.began
        self._last = now


class Followed:
    """Asks now and then, off the UI thread, how far the terminal has followed the hub.

    `seen` says when a change and a file that are waited for were in use (monotonic).
    """

    def __init__(self, kiosk: Kiosk, until: tuple[int, str] | None) -> None:
        self._terminal, self._files = kiosk.terminal, kiosk.core.ports.files
        self._until = until
        self._asked = 0.0
        self.seen: dict[str, float] = {}
        if until is not None:
            self._terminal.snapshots.fetch()  # at once: later ones wait their random turn

    def all_there(self) -> bool:
        """Whether both are in use."""
        now = time.monotonic()
        if self._until is not None and now - self._asked > ASK_EVERY_S:
            self._asked = now
            self._terminal.lanes.run(Lane.READ, self._files.position, self._heard)
        return len(self.seen) == 2

    def _heard(self, position: FeedPosition | None) -> None:
        if position is not None and self._until is not None:
            if position.sequence >= self._until[0]:
                self.seen.setdefault("changes", time.monotonic())
            if position.sha256 == self._until[1]:
                self.seen.setdefault("file", time.monotonic())
