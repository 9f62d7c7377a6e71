"""When terminals were last heard of: gathered as they call, written once a minute.

A write for each request would turn every read into a write.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from kiosk.hub.storage import terminals
from kiosk.hub.storage.database import FAULTS, write

LOG = logging.getLogger(__name__)
WRITE_EVERY_S = 60.0


class Presence:
    """For any thread; a crash loses a minute of "last seen" at most."""

    def __init__(self, database: Engine, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._heard: dict[str, datetime] = {}
        self._turn = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-presence", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what was heard so far, and end."""
        self._stopping.set()
        self._thread.join()

    def heard(self, token_hash: str) -> None:
        """Remember that somebody called, by the hash of the token."""
        with self._turn:
            self._heard[token_hash] = self._clock()

    def write_down(self) -> None:
        """Write what was heard since the last time; what cannot be written now is kept."""
        with self._turn:
            heard, self._heard = self._heard, {}
        if not heard:
            return
        try:
            with write(self._database) as connection:
                terminals.note_seen(connection, heard)
        except FAULTS:
            LOG.warning("the database cannot be used now; who called is noted later", exc_info=True)
            with self._turn:
                self._heard = heard | self._heard

    def _run(self) -> None:
        going_on = True
        while going_on:
            going_on = not self._stopping.wait(WRITE_EVERY_S)
            try:
                self.write_down()
            except Exception:  # without this thread nobody would be seen any more
                LOG.exception("who called could not be noted")
