"""`terminal.db`: the precious file, its one connection, and its reserve."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.errors import StoreBroken, StoreFull
from kiosk.ports.orders import Damage
from kiosk.privacy import own_folder
from offline_cache.connection import faults
from offline_cache.reserve import Reserve
from offline_cache.salvage.salvage import tell_no_gap
from offline_cache.store.opening import open_store

T = TypeVar("T")
FILE_NAME = "terminal.db"
# A quarter of what makes SQLite fold the log within somebody's commit. Not after each one: the
# first commit into a log begun anew waits for the disk once more.
FOLD_PAGES = 250


class TerminalStore:
    """One connection that lanes take in turn.

    Not one a thread: SQLite lets a single connection write at a time, so that a second one
    would only trade this lock, which is fair and waits without polling, for SQLite's busy
    time-out. Every use is a few milliseconds; none spans a network call.
    """

    def __init__(self, data_dir: Path, key: bytes | None) -> None:
        """Open or create the store, encrypted with a 32-byte key; None leaves it plain.

        Raises `StoreBroken` (`sqlite_too_old`, `store_in_use`, `store_unreadable`,
        `store_too_new`), `StoreFull`, and what `kiosk.privacy.own_folder` does. The file is
        never deleted, whatever it holds. From a damaged one what can be read is copied into a
        new one: see `found`, and `Outbox.damages` until staff have read it.
        """
        own_folder(data_dir)
        self.path = data_dir / FILE_NAME
        self.opening = secrets.token_hex(8)  # names who holds a lease: it ends with us
        self._reserve = Reserve(data_dir / f"{FILE_NAME}.reserve")
        self._lock = threading.Lock()
        # The system lets it go when we die. Of the store, not of the thread that opens it, and
        # never a marker file instead, which nobody would remove after a power cut.
        self._one_process = FileLock(
            data_dir / f"{FILE_NAME}.lock",
            mode=0o600,
            blocking=False,
            thread_local=False,
            fallback_to_soft=False,
            preserve_lock_file=True,
        )
        with faults(self.path):
            try:
                self._one_process.acquire()
            except Timeout as error:
                raise StoreBroken("store_in_use", file=FILE_NAME) from error
        try:
            self._database, found = self._with_reserve(lambda: open_store(self.path, key))
        except BaseException:
            self._one_process.release()
            raise
        self.found: Sequence[Damage] = found
        self._reserve.keep()

    def run(self, job: Callable[[Database], T]) -> T:
        """Run a job alone on the connection; if the disk is full, once more on the reserve.

        A job is one statement or one `atomic()` block: either all of it happened or nothing.
        """
        with self._lock:
            return self._with_reserve(lambda: job(self._database))

    def fold(self) -> None:
        """Fold a write-ahead log that has grown into the file, so that no commit has to.

        For a quiet moment: nothing becomes safer by it, and what keeps it from being done
        (a full disk) shows where it matters, at a commit.
        """
        with self._lock, suppress(dbapi2.Error):
            _, pages, folded = self._database.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if pages - folded >= FOLD_PAGES:
                self._database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def tidy(self) -> None:
        """Fold the write-ahead log into the file and set the reserve aside again."""
        self.run(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
        with self._lock:
            self._reserve.keep()

    def close(self) -> None:
        """Close the file; what was committed is safe without it."""
        with self._lock:
            # Not worth more than a try: without it staff hear of a number that was never used.
            with suppress(dbapi2.Error):
                tell_no_gap(self._database)
            self._database.close()
            self._one_process.release()

    def _with_reserve(self, work: Callable[[], T]) -> T:
        try:
            with faults(self.path):
                return work()
        except StoreFull:
            if not self._reserve.release():
                raise
        with faults(self.path):
            return work()
