"""The hub's database on a server of PostgreSQL: how it is opened, and what its faults mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from kiosk.errors import BadConfig

if TYPE_CHECKING:  # imported by the engine, where there is one: it takes a tenth of a second
    import psycopg

DRIVER = "postgresql+psycopg"
NEEDED = 14  # the oldest release that its makers still mend
# The locks that hubs of one database take on purpose; any two numbers.
_TABLES, CATALOGUE = 0x4B48_0001, 0x4B48_0002

_CONNECTING = {
    "connect_timeout": 3,  # s; a request is answered (503) before its terminal hangs up, after 5
    # A server that went away without a word is noticed within a minute.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # ms; the same, for what was sent and never acknowledged
    "application_name": "store-kiosk hub",
}
_PREPARED = """
SET lock_timeout = '3s';  -- behind a hub that hangs an order gets a 503 and comes again
SET statement_timeout = '30s';  -- the longest statement over a million articles takes 2
SET idle_in_transaction_session_timeout = '60s';  -- who hangs with rows locked stops nobody longer
-- An order is on the disk before it is accepted, whatever the server is set to.
SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off';
"""
_UTF8 = "UTF8"

# What the server refuses once connected (https://postgresql.org/docs/current/errcodes-appendix.html).
BY_STATE = {
    "25006": "database_read_only",
    "42501": "database_rights_missing",
    "53100": "database_full",
}
_BUSY = ("40001", "40P01", "55P03", "57014")  # serialisation, deadlock, lock and time limits
# While connecting there is no such code, only text; where a server speaks another language,
# the reason is told in its words.
BY_TEXT = {
    "password authentication failed": "database_password_wrong",
    "no password supplied": "database_password_wrong",
    "does not exist": "database_missing",
    "starting up": "database_away",
    "shutting down": "database_away",
    "could not write": "database_full",  # what a new connection needs
    "No space left": "database_full",
    "FATAL": "database_refused",
}


def engine_of(url: URL) -> Engine:
    """Return an engine over a server's database; nothing is connected yet."""
    engine = create_engine(
        url,
        pool_size=5,  # stay open; six hubs go into the hundred that a server allows by itself
        max_overflow=10,
        pool_timeout=3,  # s; then a request is answered with 503
        pool_pre_ping=True,  # after a restart of the server no request meets a dead connection
        pool_recycle=1800,  # s; after a move of the server's name all follow within half an hour
        hide_parameters=True,  # a fault is logged, a customer's address is not
        connect_args=_CONNECTING,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def require_fit(connection: Connection) -> None:
    """Check a server's release, and that it can be written and keep every letter.

    Raises `BadConfig`: `database_too_old`, `database_encoding_wrong`, `database_read_only`.
    """
    release = _setting(connection, "server_version_num")  # 150018 is 15.18
    if int(release) // 10_000 < NEEDED:
        found = _setting(connection, "server_version")
        raise BadConfig("database_too_old", found=found, needed=NEEDED)
    if (encoding := _setting(connection, "server_encoding")) != _UTF8:
        raise BadConfig("database_encoding_wrong", found=encoding, needed=_UTF8)
    if _setting(connection, "transaction_read_only") == "on":  # a replica is so as well
        raise BadConfig("database_read_only")


def lock_tables(connection: Connection) -> None:
    """Wait until no other hub changes the tables; nobody else does until this transaction ends."""
    connection.execute(text("SET LOCAL lock_timeout = '10min'"))  # as long as another takes
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TABLES})
    connection.execute(text("SET LOCAL lock_timeout = '30s'"))  # a table that hubs are using


@contextmanager
def turn(engine: Engine, key: int) -> Iterator[None]:
    """Hold a lock that one at a time holds over all hubs; it ends with its connection."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # closing it ends the lock, and it takes its settings with it
        connection.execute(text("SET lock_timeout = 0"))  # another may take minutes
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
        yield


def be_patient(connection: Connection) -> None:
    """Let a reading transaction do nothing for long, while its reader writes a file."""
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '1h'"))


def size(connection: Connection) -> int:
    """Return how many bytes the database takes."""
    found: int = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
    return found


def fault(error: DBAPIError) -> BadConfig | None:
    """Return what a fault at a hub's start means; None where it is a bug of ours."""
    state = _state(error)
    detail = str(error.orig).strip().splitlines()[0]
    if code := BY_STATE.get(state):
        return BadConfig(code, detail=detail)
    if state in _BUSY:
        return BadConfig("database_busy", detail=detail)
    if state and state[:2] not in ("08", "53", "57", "58"):  # away, out of something, stopped
        return None
    found = (code for part, code in BY_TEXT.items() if not state and part in str(error.orig))
    return BadConfig(next(found, "database_away"), detail=detail)


def is_passing(error: DBAPIError) -> bool:
    """Tell whether two transactions met so that one had to give way: it may be tried again."""
    return _state(error) in ("40001", "40P01")


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _setting(connection: Connection, name: str) -> str:
    found: str = connection.execute(
        text("SELECT current_setting(:name)"), {"name": name}
    ).scalar_one()
    return found


def _prepare(raw: psycopg.Connection, _record: object) -> None:
    raw.autocommit = True
    raw.execute(_PREPARED)
    raw.autocommit = False
