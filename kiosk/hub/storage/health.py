"""Whether the database can do a hub's work: looked at without waiting for anybody's lock."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError, SQLAlchemyError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.errors import HubRefused
from kiosk.hub.storage import catalogue, handover, shop
from kiosk.hub.storage.database import epoch, read
from kiosk.hub.storage.sqlite import BUSY_MS, result_code
from kiosk.hub.storage.tables import METADATA
from kiosk.wire.terminals import (
    CATALOGUE_MISSING,
    DATABASE_LOCKED,
    DATABASE_UNREADABLE,
    DATABASE_UNWRITABLE,
    DISK_FULL,
    SCHEMA_UNKNOWN,
    SHOP_MISSING,
)

LEAST_FREE = 16 << 20  # bytes: the log grows by some MB before it is folded into the file
_READ_ONLY = text(
    "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
)
# SQLite result codes (https://sqlite.org/rescode.html).
_ERROR, _BUSY, _FULL = 1, 5, 13


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found; None where it could not be read, or there is none. Ages in seconds."""

    problems: tuple[str, ...]
    epoch: str = ""
    catalogue_age_s: int | None = None
    orders_waiting: int | None = None
    oldest_order_s: int | None = None


def look(engine: Engine, data_dir: Path, now: datetime, waited_in_vain: bool) -> Findings:
    """Look at everything once; a fault is a finding, and none is raised.

    `waited_in_vain`: a writer has lately given up waiting for the lock. A lock that is taken
    means trouble only then, else somebody is writing.
    """
    writing = _why_not_written(engine, data_dir, waited_in_vain)
    try:
        with read(engine) as connection:
            return _read(connection, data_dir, now, writing)
    except SQLAlchemyError as error:
        of_tables = isinstance(error, ProgrammingError) or _code(error) == _ERROR
        return Findings((SCHEMA_UNKNOWN if of_tables else DATABASE_UNREADABLE, *writing))


def is_busy(error: object) -> bool:
    """Tell whether a writer gave up waiting for SQLite's lock."""
    return _code(error) == _BUSY


def _code(error: object) -> int:
    return result_code(error.orig if isinstance(error, DBAPIError) else error)


def _read(
    connection: Connection, data_dir: Path, now: datetime, writing: tuple[str, ...]
) -> Findings:
    history = epoch(connection)
    for table in METADATA.sorted_tables:  # by name of each column: a missing one is a fault
        connection.execute(select(table).limit(0))
    problems = [*writing]
    if connection.dialect.name == "postgresql" and connection.scalar(_READ_ONLY):
        problems.append(DATABASE_UNWRITABLE)
    if not shop.has_shop(connection):
        problems.append(SHOP_MISSING)
    elif catalogue.is_missing(connection, data_dir):
        problems.append(CATALOGUE_MISSING)
    try:
        built_at = catalogue.newest(connection).built_at
    except HubRefused:
        built_at = ""
    waiting, oldest = handover.waiting(connection)
    return Findings(tuple(problems), history, _age_s(built_at, now), waiting, _age_s(oldest, now))


def _age_s(moment: str, now: datetime) -> int | None:
    """Return whole seconds since then; a moment to come, by a clock set back, is no age."""
    if not moment:
        return None
    return max(0, int((now - datetime.fromisoformat(moment)).total_seconds()))


def _why_not_written(engine: Engine, data_dir: Path, waited_in_vain: bool) -> tuple[str, ...]:
    """Ask for SQLite's write lock without waiting and without writing anything.

    A stranger may ask for the status: that must cost no wear of the disk, so what a write would
    find there is foretold by the room that is left.
    """
    if engine.dialect.name != "sqlite":
        return ()
    try:
        if shutil.disk_usage(data_dir).free < LEAST_FREE:
            return (DISK_FULL,)
        with _not_waiting(engine) as raw:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("ROLLBACK")
    except (dbapi2.DatabaseError, SQLAlchemyError, OSError) as error:
        code = _code(error)
        if code != _BUSY:
            return (DISK_FULL if code == _FULL else DATABASE_UNWRITABLE,)
        return (DATABASE_LOCKED,) if waited_in_vain else ()
    return ()


@contextmanager
def _not_waiting(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Lend a connection of the pool that does not wait for locks meanwhile."""
    lent = engine.raw_connection()
    raw = cast(sqlite3.Connection, lent.driver_connection)
    try:
        raw.execute("PRAGMA busy_timeout = 0")
        yield raw
    finally:
        try:
            raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        except dbapi2.Error:
            lent.invalidate()  # nobody else is to get one that does not wait
        lent.close()
