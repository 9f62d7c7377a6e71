"""Open the hub's database: SQLite through SQLAlchemy, written so that PostgreSQL can follow."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    NullPool,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.errors import BadConfig
from kiosk.hub.storage.migration import bring_up_to_date
from kiosk.hub.storage.tables import counter, setting
from kiosk.places import trouble
from kiosk.privacy import create, own_folder

DATABASE = "hub.db"  # in the data folder
SQLITE_NEEDED = (3, 51, 3)  # earlier ones can lose commits in WAL mode with two connections
BUSY_MS = 10_000
COPY_MARK = 0x4B48434F  # SQLite's application_id of a copy that no hub has opened yet
# SQLite result codes (https://sqlite.org/rescode.html).
_IOERR, _FULL = 10, 13
_UNUSABLE = frozenset({3, 8, _IOERR, 11, 14, 26})  # PERM READONLY IOERR CORRUPT CANTOPEN NOTADB
_NO_ROOM = 256 * 1024  # an I/O error with less than this free is a full disk
_WAL_MODE = ("journal_mode = WAL", "synchronous = FULL")
KEYS = "keys"  # a setting: the fingerprint of those that the database goes with
_DURABLE = "durable_through"
_WRITES = "kiosk_writes"


def open_database(path: Path) -> Engine:
    """Open the database file, making it and its tables on first use.

    A file of an earlier release is brought up to date, a restored copy begins a new epoch.
    Raises `BadConfig`: `sqlite_too_old` on an SQLite that can lose commits,
    `restored_beside_wal` where a copy lies beside the log of what it replaced, and what
    `kiosk.privacy.own_folder` does of its folder.
    """
    found = dbapi2.sqlite_version_info
    if found < SQLITE_NEEDED:
        raise BadConfig("sqlite_too_old", found=found, needed=SQLITE_NEEDED)
    own_folder(path.parent)
    if path.exists():
        _adopt(path)
    else:
        create(path)
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
    with write(engine) as connection:
        bring_up_to_date(connection)
        if connection.scalar(select(setting.c.value).where(setting.c.name == "epoch")) is None:
            connection.execute(insert(setting).values(name="epoch", value=_new_id()))
            connection.execute(insert(counter).values(name="changes", value=0))
    return engine


@contextmanager
def faults(folder: Path) -> Iterator[None]:
    """Turn the disk's faults at a hub's start into `BadConfig`; nothing is touched.

    Raises `BadConfig`: `hub_data_unusable`, `hub_database_damaged`.
    """
    try:
        yield
    except OSError as error:
        raise _unusable(folder, error) from error
    except DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        if code == _FULL or (code == _IOERR and shutil.disk_usage(folder).free < _NO_ROOM):
            raise _unusable(folder, OSError(errno.ENOSPC, "the disk is full")) from error
        if code not in _UNUSABLE:
            raise
        if (refused := _refused(folder)) is not None:
            raise _unusable(folder, refused) from error
        raise BadConfig("hub_database_damaged", path=str(folder / DATABASE)) from error


def _refused(folder: Path) -> OSError | None:
    """Ask the system why SQLite cannot use a folder: SQLite does not say."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            os.close(os.open(folder / DATABASE, os.O_RDWR))
    except OSError as error:
        return error
    return None


def _unusable(folder: Path, error: OSError) -> BadConfig:
    return BadConfig("hub_data_unusable", path=str(folder), **trouble(error, folder))


_turns: WeakKeyDictionary[Dialect, threading.Lock] = WeakKeyDictionary()


def _turn(engine: Engine) -> AbstractContextManager[object]:
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _turns.setdefault(engine.dialect, threading.Lock())  # an engine's pool may change


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Open a writing transaction; on SQLite it takes the write lock at its beginning.

    SQLite lets writers poll for that lock, with growing pauses, so one may wait for seconds
    behind a busy one: within this process they queue up before they ask.
    """
    with _turn(engine), engine.execution_options(**{_WRITES: True}).begin() as connection:
        yield connection


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one consistent state and writes nothing."""
    with engine.begin() as connection:
        yield connection


def epoch(connection: Connection) -> str:
    """Return the id of this database's history; a restored backup gets a new one."""
    named = select(setting.c.value).where(setting.c.name == "epoch")
    found: str = connection.execute(named).scalar_one()
    return found


def new_epoch(connection: Connection) -> str:
    """Begin a new history; no backup holds anything of it yet."""
    made = _new_id()
    connection.execute(update(setting).where(setting.c.name == "epoch").values(value=made))
    connection.execute(update(setting).where(setting.c.name == _DURABLE).values(value="0"))
    return made


def durable_through(connection: Connection) -> int:
    """Return the sequence up to which the orders of this epoch are in a backup."""
    return int(connection.scalar(select(setting.c.value).where(setting.c.name == _DURABLE)) or 0)


def set_durable_through(connection: Connection, of_epoch: str, sequence: int) -> None:
    """Note that a backup holds the orders of an epoch so far; it never moves back."""
    if of_epoch != epoch(connection) or sequence <= durable_through(connection):
        return
    moved = connection.execute(
        update(setting).where(setting.c.name == _DURABLE).values(value=str(sequence))
    )
    if not moved.rowcount:
        connection.execute(insert(setting).values(name=_DURABLE, value=str(sequence)))


def goes_with(connection: Connection) -> str:
    """Return the fingerprint of the keys this database goes with; "" while none is noted."""
    return connection.scalar(select(setting.c.value).where(setting.c.name == KEYS)) or ""


def note_keys(connection: Connection, fingerprint: str) -> str:
    """Note the keys where none are noted; return what is noted now."""
    if noted := goes_with(connection):
        return noted
    connection.execute(insert(setting).values(name=KEYS, value=fingerprint))
    return fingerprint


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


def _adopt(path: Path) -> None:
    """Take the mark off a restored copy and begin a new epoch, in one transaction."""
    log_is_there = Path(f"{path}-wal").exists()  # asked first: adopted means unmarked
    if not is_marked(path):
        return
    if log_is_there:
        raise BadConfig("restored_beside_wal", path=str(path), log=f"{path.name}-wal")
    # Not in WAL mode yet: what the file itself says must be true.
    engine = create_engine(_url(path), module=dbapi2, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    with write(engine) as connection:
        marked = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == COPY_MARK
        if marked:  # else another process was faster
            new_epoch(connection)
            connection.exec_driver_sql("PRAGMA application_id = 0")


def _new_id() -> str:
    return secrets.token_hex(16)


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
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
