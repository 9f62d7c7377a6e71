"""What is counted of a hub while it runs."""

from __future__ import annotations

import threading
import time
from collections import deque

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from kiosk.hub.storage.health import is_busy

LATELY_S = 600.0
IN_VAIN_S = 30.0  # three times as long as a writer waits for the lock
MOST = 10_000


class Recent:
    """Counts what happened within the last `within_s` seconds, at most `MOST`; for any thread."""

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._turn = threading.Lock()
        self._moments: deque[float] = deque(maxlen=MOST)

    def note(self) -> None:
        """Count one that happens now."""
        with self._turn:
            self._moments.append(time.monotonic())

    @property
    def count(self) -> int:
        """How many there were."""
        over = time.monotonic() - self._within_s
        with self._turn:
            while self._moments and self._moments[0] < over:
                self._moments.popleft()
            return len(self._moments)


class Metrics:
    """Of one hub in this process; for any thread."""

    def __init__(self) -> None:
        self.engine_unavailable = Recent(LATELY_S)
        self.waited_in_vain = Recent(IN_VAIN_S)  # writers for the database's lock

    def watch_database(self, engine: Engine) -> None:
        """Count the faults of a database from now on."""
        event.listen(engine, "handle_error", self._database_failed)

    def engine_failed(self) -> None:
        """Count an attempt at which the commerce engine did not answer."""
        self.engine_unavailable.note()

    def _database_failed(self, context: ExceptionContext) -> None:
        if is_busy(context.original_exception):
            self.waited_in_vain.note()
