"""Open the hub's database: SQLite through SQLAlchemy, written so that PostgreSQL can follow."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.errors import BadConfig
from kiosk.hub.storage.tables import METADATA, counter, setting

SQLITE_NEEDED = (3, 51, 3)  # earlier ones can lose commits in WAL mode with two connections
BUSY_MS = 10_000
_WRITES = "kiosk_writes"


def open_database(path: Path) -> Engine:
    """Open the database file, making it and its tables on first use.

    Raises `BadConfig` on an SQLite that can lose commits.
    """
    found = dbapi2.sqlite_version_info
    if found < SQLITE_NEEDED:
        raise BadConfig("sqlite_too_old", found=found, needed=SQLITE_NEEDED)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        module=dbapi2,
        pool_size=10,
        max_overflow=40,
        hide_parameters=True,  # a fault is logged, a customer's address is not
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    with write(engine) as connection:
        METADATA.create_all(connection)
        if connection.scalar(select(setting.c.value).where(setting.c.name == "epoch")) is None:
            connection.execute(insert(setting).values(name="epoch", value=secrets.token_hex(16)))
            connection.execute(insert(counter).values(name="changes", value=0))
    path.chmod(0o600)
    return engine


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Open a writing transaction; on SQLite it takes the write lock at its beginning."""
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
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


def _prepare(raw: sqlite3.Connection, _record: object) -> None:
    raw.isolation_level = None  # SQLAlchemy's `begin` event says BEGIN, not the driver
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a reader that becomes a writer would fail with SQLITE_BUSY at once.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
