"""Ends checkouts whose time is over, in a thread of the hub: nobody needs to ask for it.

Every decision about stock sweeps for itself; this is for those who only look at the feed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from kiosk.hub.storage import reservations
from kiosk.hub.storage.database import FAULTS, read, write

LOG = logging.getLogger(__name__)
SWEEP_EVERY_S = 1.0


class Sweeper:
    """Looks once a second; any number of them may share a database."""

    def __init__(self, database: Engine, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-sweeper", daemon=True)

    def start(self) -> None:
        """Begin to sweep."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the sweep in hand and end."""
        self._stopping.set()
        self._thread.join()

    def sweep(self) -> None:
        """Free what has expired, and tell the feed."""
        now = self._clock()
        with read(self._database) as connection:  # mostly there is nothing: take no lock for it
            if not reservations.any_over(connection, now):
                return
        with write(self._database) as connection, reservations.opened(connection, now):
            pass  # opening the book is what sweeps

    def _run(self) -> None:
        while not self._stopping.wait(SWEEP_EVERY_S):
            try:
                self.sweep()
            except FAULTS:
                LOG.warning("the database cannot be used now; checkouts end later", exc_info=True)
            except Exception:  # a thread that ends here would hold pieces for ever
                LOG.exception("expired checkouts could not be ended")
