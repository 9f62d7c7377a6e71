"""Open the hub's database, a file of SQLite or a server of PostgreSQL, and its transactions."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import (
    URL,
    Connection,
    Dialect,
    Engine,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    TimeoutError,
)

from kiosk.errors import BadConfig
from kiosk.hub.storage import postgres, sqlite
from kiosk.hub.storage.migration import bring_up_to_date, revision
from kiosk.hub.storage.tables import counter, setting
from kiosk.hub.storage.upserts import insert_new, put
from kiosk.privacy import create, own_folder

DATABASE = "hub.db"  # in the data folder
KEYS = "keys"  # a setting: the fingerprint of those that the database goes with
# The database is away, busy, full, or only for reading while it moves: nothing was written, and
# it passes without us.
FAULTS = (OperationalError, InternalError, InterfaceError, TimeoutError)
_DURABLE = "durable_through"
_TRIES = 3  # of a transaction that others got in the way of
_READS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

T = TypeVar("T")


def address(url: str) -> URL:
    """Read the address of a server's database.

    Raises `BadConfig` `database_url_wrong`, which tells nothing of what was given: it may hold a
    password.
    """
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadConfig("database_url_wrong") from error
    if found.drivername not in ("postgres", "postgresql", postgres.DRIVER) or not found.database:
        raise BadConfig("database_url_wrong")
    return found.set(drivername=postgres.DRIVER)


def open_database(place: Path | URL, *, existing: bool = False) -> Engine:
    """Open a file or a server's database, making the tables on first use.

    One of an earlier release is brought up to date, a restored copy begins a new epoch. Of hubs
    that do so at once one does it, the others wait. Where a server's has to be `existing`, nothing
    is made in one that is no hub's.

    Raises `BadConfig`: `hub_schema_newer`; of a file `sqlite_too_old` on an SQLite that can lose
    commits, `restored_beside_wal` where a copy lies beside the log of what it replaced, and what
    `kiosk.privacy.own_folder` does of its folder; of a server `no_hub_on_server`, and what
    `kiosk.hub.storage.postgres.require_fit` does.
    """
    if isinstance(place, URL) and place.get_backend_name() == "sqlite":
        place = Path(place.database or "")
    engine = postgres.engine_of(place) if isinstance(place, URL) else _file(place)
    try:
        with write(engine) as connection:
            if engine.dialect.name == "postgresql":
                postgres.require_fit(connection)
                postgres.lock_tables(connection)
            if existing and not revision(connection) and isinstance(place, URL):
                raise BadConfig("no_hub_on_server", url=place.render_as_string())  # no password
            bring_up_to_date(connection)
            if connection.scalar(select(setting.c.value).where(setting.c.name == "epoch")) is None:
                connection.execute(insert(setting).values(name="epoch", value=_new_id()))
                connection.execute(insert(counter).values(name="changes", value=0))
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def faults(folder: Path) -> Iterator[None]:
    """Turn the faults of disk and server at a hub's start into `BadConfig`; nothing is touched.

    Raises `BadConfig`: `hub_data_unusable`, `hub_database_damaged`; of a server
    `database_away`, `database_busy`, `database_full`, `database_missing`,
    `database_password_wrong`, `database_read_only`, `database_refused`,
    `database_rights_missing`.
    """
    try:
        yield
    except OSError as error:
        raise sqlite.unusable(folder, error) from error
    except DatabaseError as error:
        of_server = hasattr(error.orig, "sqlstate")
        found = postgres.fault(error) if of_server else sqlite.fault_at(folder / DATABASE, error)
        if found is None:
            raise
        raise found from error


_turns: WeakKeyDictionary[Dialect, threading.Lock] = WeakKeyDictionary()


def _turn(engine: Engine) -> AbstractContextManager[object]:
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _turns.setdefault(engine.dialect, threading.Lock())  # an engine's pool may change


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """Open a writing transaction.

    On SQLite it takes the write lock at its beginning. SQLite lets writers poll for that lock,
    with growing pauses, so one may wait for seconds behind a busy one: within this process they
    queue up before they ask. PostgreSQL runs them side by side (READ COMMITTED): what a decision
    depends on has to be locked, row by row.
    """
    with _turn(engine), engine.execution_options(**{sqlite.WRITES: True}).begin() as connection:
        yield connection


def write_again(engine: Engine, job: Callable[[Connection], T]) -> T:
    """Run a job in a writing transaction, three times at most where others got in its way.

    They have stored the same thing meanwhile, or wait for each other: a fresh look decides.
    """
    for _ in range(_TRIES - 1):
        try:
            with write(engine) as connection:
                return job(connection)
        except IntegrityError:
            continue
        except OperationalError as error:
            if not postgres.is_passing(error):
                raise
    with write(engine) as connection:
        return job(connection)


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one consistent state and writes nothing."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(**_READS)
    with engine.begin() as connection:
        yield connection


def epoch(connection: Connection, *, locked: bool = False) -> str:
    """Return the id of this database's history; a restored backup gets a new one.

    `locked`: nobody else begins a new one, or notes a backup of this one, meanwhile.
    """
    named = select(setting.c.value).where(setting.c.name == "epoch")
    found: str = connection.execute(named.with_for_update() if locked else named).scalar_one()
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
    if of_epoch != epoch(connection, locked=True) or sequence <= durable_through(connection):
        return
    put_setting(connection, _DURABLE, str(sequence))


def put_setting(connection: Connection, name: str, value: str) -> None:
    """Set a value, whether there was one or not."""
    put(connection, setting, {"name": name, "value": value}, "name")


def goes_with(connection: Connection) -> str:
    """Return the fingerprint of the keys this database goes with; "" while none is noted."""
    return connection.scalar(select(setting.c.value).where(setting.c.name == KEYS)) or ""


def note_keys(connection: Connection, fingerprint: str) -> str:
    """Note the keys where none are noted; return what is noted now."""
    insert_new(connection, setting, {"name": KEYS, "value": fingerprint})
    return goes_with(connection)


def _file(path: Path) -> Engine:
    sqlite.require_sqlite()
    own_folder(path.parent)
    if path.exists():
        _adopt(path)
    else:
        create(path)
    return sqlite.engine_of(path)


def _adopt(path: Path) -> None:
    """Take the mark off a restored copy and begin a new epoch, in one transaction."""
    log_is_there = Path(f"{path}-wal").exists()  # asked first: adopted means unmarked
    if not sqlite.is_marked(path):
        return
    if log_is_there:
        raise BadConfig("restored_beside_wal", path=str(path), log=f"{path.name}-wal")
    with write(sqlite.engine_of_copy(path)) as connection:
        if sqlite.take_mark_off(connection):
            new_epoch(connection)


def _new_id() -> str:
    return secrets.token_hex(16)
