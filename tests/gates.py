"""Gates: where a test holds a job of a lane back until it lets it go on."""

from __future__ import annotations

import threading
from collections import Counter
from typing import ClassVar

from tests.patience import PATIENCE_S


class Gate(threading.Event):
    """An event that a lane's job waits for; who settles the lanes does not wait for that job."""

    _held: ClassVar[Counter[str]] = Counter()  # one for all gates, as the lanes are
    _lock = threading.Lock()

    @classmethod
    def held(cls, lane: str) -> int:
        """Count the jobs of a lane that wait at a gate."""
        with cls._lock:
            return cls._held[f"lane-{lane}"]

    def wait(self, timeout: float | None = PATIENCE_S) -> bool:
        """Wait, counted as a held job of the lane whose thread it is."""
        lane = threading.current_thread().name.rpartition("_")[0]
        with self._lock:
            self._held[lane] += 1
        try:
            return super().wait(timeout)
        finally:
            with self._lock:
                self._held[lane] -= 1
