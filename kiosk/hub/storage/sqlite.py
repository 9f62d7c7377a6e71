"""The hub's database as a file of SQLite: how it is opened, and what its disk does to it."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.errors import BadConfig
from kiosk.places import trouble

NEEDED = (3, 51, 3)  # earlier ones can lose commits in WAL mode with two connections
BUSY_MS = 10_000
COPY_MARK = 0x4B48434F  # SQLite's application_id of a copy that no hub has opened yet
WRITES = "kiosk_writes"  # the execution option of a transaction that writes
# SQLite result codes (https://sqlite.org/rescode.html).
_IOERR, _FULL = 10, 13
_UNUSABLE = frozenset({3, 8, _IOERR, 11, 14, 26})  # PERM READONLY IOERR CORRUPT CANTOPEN NOTADB
_NO_ROOM = 256 * 1024  # an I/O error with less than this free is a full disk
_WAL_MODE = ("journal_mode = WAL", "synchronous = FULL")


def require_sqlite() -> None:
    """Raise `BadConfig` `sqlite_too_old` on an SQLite that can lose commits."""
    found = dbapi2.sqlite_version_info
    if found < NEEDED:
        raise BadConfig("sqlite_too_old", found=found, needed=NEEDED)


def engine_of(path: Path) -> Engine:
    """Return an engine over a file in WAL mode."""
    engine = create_engine(
        _url(path),
        module=dbapi2,
        pool_size=10,
        max_overflow=40,
        hide_parameters=True,  # a fault is logged, a customer's address is not
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "connect", _prepare_wal)
    event.listen(engine, "begin", _begin)
    return engine


def engine_of_copy(path: Path) -> Engine:
    """Return an engine over a copy, not in WAL mode: what the file itself says must be true."""
    engine = create_engine(_url(path), module=dbapi2, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def is_marked(path: Path) -> bool:
    """Tell whether a file is a copy that no hub has opened yet.

    Only the file itself is read, not the log beside it.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(dbapi2.connect(uri, uri=True)) as raw:
            return bool(raw.execute("PRAGMA application_id").fetchone() == (COPY_MARK,))
    except dbapi2.DatabaseError:  # no database: opening it says so
        return False


def take_mark_off(connection: Connection) -> bool:
    """Make a copy an ordinary database; False where another process was faster."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != COPY_MARK:
        return False
    connection.exec_driver_sql("PRAGMA application_id = 0")
    return True


def fault_at(path: Path, error: DatabaseError) -> BadConfig | None:
    """Return what a fault at a hub's start means; None where it is no fault of the disk's."""
    folder = path.parent
    code = result_code(error.orig)
    if code == _FULL or (code == _IOERR and shutil.disk_usage(folder).free < _NO_ROOM):
        return unusable(folder, OSError(errno.ENOSPC, "the disk is full"))
    if code not in _UNUSABLE:
        return None
    if (refused := _refused(path)) is not None:
        return unusable(folder, refused)
    return BadConfig("hub_database_damaged", path=str(path))


def result_code(error: object) -> int:
    """Return the primary result code of the driver's fault; 0 where it has none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def unusable(folder: Path, error: OSError) -> BadConfig:
    """Say why a hub's folder cannot be used."""
    return BadConfig("hub_data_unusable", path=str(folder), **trouble(error, folder))


def _refused(path: Path) -> OSError | None:
    """Ask the system why SQLite cannot use a file: SQLite does not say."""
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        return error
    return None


def _url(path: Path) -> str:
    return f"sqlite+pysqlite:///{path}"


def _prepare(raw: sqlite3.Connection, _record: object) -> None:
    raw.isolation_level = None  # SQLAlchemy's `begin` event says BEGIN, not the driver
    raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    raw.execute("PRAGMA foreign_keys = ON")


def _prepare_wal(raw: sqlite3.Connection, _record: object) -> None:
    # SQLite does not wait where another process switches the same fresh file at this moment.
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            for pragma in _WAL_MODE:
                raw.execute(f"PRAGMA {pragma}")
        except dbapi2.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a reader that becomes a writer would fail with SQLITE_BUSY at once.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
