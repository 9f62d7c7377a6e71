"""That something changed, told from hub to hub of one PostgreSQL at the commit that changed it.

It is a hint and no more: who missed it looks by himself soon. On SQLite there is nobody to tell.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, text

from kiosk.hub.storage.database import FAULTS

if TYPE_CHECKING:  # imported by the engine, where there is one: it takes a tenth of a second
    import psycopg

LOG = logging.getLogger(__name__)
_CHANNEL = "kiosk_feed"
_TELL = text(f"NOTIFY {_CHANNEL}")
_AGAIN_S = 1.0  # until the server is asked again, and between looks whether to end


def tell(connection: Connection) -> None:
    """Tell all hubs, when this transaction is committed, that the feed has grown."""
    if connection.dialect.name == "postgresql":
        connection.execute(_TELL)


class Listener:
    """Listens in a thread, with a connection of its own; `heard` is called in that thread."""

    def __init__(self, database: Engine, heard: Callable[[], None]) -> None:
        self._database = database
        self._heard = heard
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-listener", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except Exception as error:  # a thread that ends here would leave the hub to its looks
                if not _is_fault(error):
                    LOG.exception("news of other hubs are not heard")
                self._stopping.wait(_AGAIN_S)

    def _listen(self) -> None:
        lent = self._database.raw_connection()
        raw = cast("psycopg.Connection", lent.driver_connection)
        lent.detach()  # it is never given back
        try:
            raw.rollback()
            raw.autocommit = True
            raw.execute(f"LISTEN {_CHANNEL}")
            self._heard()  # what was told before nobody heard
            while not self._stopping.is_set():
                for _ in raw.notifies(timeout=_AGAIN_S, stop_after=1):
                    self._heard()
        finally:
            raw.close()


def _is_fault(error: Exception) -> bool:
    import psycopg  # noqa: PLC0415  # where there is a server, it is loaded

    return isinstance(error, (*FAULTS, psycopg.Error))  # the driver is asked past SQLAlchemy
