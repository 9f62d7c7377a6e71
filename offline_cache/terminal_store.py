"""`terminal.db`: the precious file, its one connection, and its reserve."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from kiosk.errors import StoreFull
from offline_cache.connection import faults, open_writable
from offline_cache.migrations import migrate
from offline_cache.reserve import Reserve

T = TypeVar("T")
FILE_NAME = "terminal.db"


class TerminalStore:
    """One connection that lanes take in turn.

    Not one a thread: SQLite lets a single connection write at a time, so that a second one
    would only trade this lock, which is fair and waits without polling, for SQLite's busy
    time-out. Every use is a few milliseconds; none spans a network call.
    """

    def __init__(self, data_dir: Path, key: bytes | None) -> None:
        """Open or create the store, encrypted with a 32-byte key; None leaves it plain.

        Raises `StoreBroken` (`sqlite_too_old`, `store_unreadable`, `store_too_new`) and
        `StoreFull`. The file is never deleted, whatever it holds.
        """
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = data_dir / FILE_NAME
        self._reserve = Reserve(data_dir / f"{FILE_NAME}.reserve")
        self._lock = threading.Lock()
        self._database = self._with_reserve(lambda: _open(self.path, key))
        self._reserve.keep()

    def run(self, job: Callable[[Database], T]) -> T:
        """Run a job alone on the connection; if the disk is full, once more on the reserve.

        A job is one statement or one `atomic()` block: either all of it happened or nothing.
        """
        with self._lock:
            return self._with_reserve(lambda: job(self._database))

    def tidy(self) -> None:
        """Fold the write-ahead log into the file and set the reserve aside again."""
        self.run(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
        with self._lock:
            self._reserve.keep()

    def close(self) -> None:
        """Close the file; what was committed is safe without it."""
        with self._lock:
            self._database.close()

    def _with_reserve(self, work: Callable[[], T]) -> T:
        try:
            with faults(self.path):
                return work()
        except StoreFull:
            if not self._reserve.release():
                raise
        with faults(self.path):
            return work()


def _open(path: Path, key: bytes | None) -> Database:
    database = open_writable(path, key, precious=True)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return database
