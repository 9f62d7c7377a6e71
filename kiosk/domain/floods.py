"""A gate that shuts on input which comes faster than any person or scanner sends it."""

from __future__ import annotations

WINDOW_S = 1.0
TOLD_EVERY_S = 60.0


class FloodGate:
    """Lets in up to `most` events a second; for one thread.

    Once it has shut, it opens again after a second that brought no more than `most`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._began_s = float("-inf")
        self._count = 0
        self._told_s = float("-inf")
        self.shut = False

    def lets_in(self, now_s: float, count: int = 1) -> bool:
        """Count what came at `now_s` (monotonic); tell whether it may pass."""
        if not 0 <= now_s - self._began_s < WINDOW_S:
            self.shut = self._count > self._most and now_s - self._began_s < 2 * WINDOW_S
            self._began_s, self._count = now_s, 0
        self._count += count
        self.shut = self.shut or self._count > self._most
        return not self.shut

    def should_tell(self, now_s: float) -> bool:
        """Tell whether staff should hear now that it is shut: once a minute at most."""
        if not self.shut or now_s - self._told_s < TOLD_EVERY_S:
            return False
        self._told_s = now_s
        return True
