"""Copies of the hub's database, made while it works, and how one takes its place again.

A copy carries a mark. A hub that opens a marked database begins a new history (epoch), by
which terminals know that they have to send again what came after the copy.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # it ships no types

from kiosk.errors import BadConfig
from kiosk.hub.storage.database import KEYS, set_durable_through, write
from kiosk.hub.storage.sqlite import COPY_MARK, is_marked
from kiosk.privacy import create

_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy on disk: it holds the orders of `epoch` up to `through`."""

    path: Path
    epoch: str
    through: int


@dataclass(frozen=True, slots=True)
class Inside:
    """What a copy needs beside it: its keys' fingerprint ("" unknown), its pictures' names."""

    keys: str
    pictures: tuple[str, ...]


def back_up(engine: Engine, to: Path) -> Backup:
    """Write a consistent copy while the hub works, then let terminals forget what it holds.

    When this returns, the copy is on disk whole; otherwise there is none. Raises `BadConfig`:
    `backup_exists`, `backup_not_written`.
    """
    if to.exists():
        raise BadConfig("backup_exists", path=str(to))
    with _beside(to) as partial:
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", [str(partial)])
        finally:
            raw.close()
        made = _mark(partial, to)
    with write(engine) as connection:
        set_durable_through(connection, made.epoch, made.through)
    return made


def inside(copy: Path) -> Inside:
    """Look into a copy, changing nothing. Raises `BadConfig` `no_backup`."""
    if not copy.is_file() or not is_marked(copy):
        raise BadConfig("no_backup", path=str(copy))
    uri = f"{copy.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(dbapi2.connect(uri, uri=True)) as raw:
        noted = raw.execute("SELECT value FROM setting WHERE name = ?", [KEYS]).fetchone()
        pictures = raw.execute(
            "SELECT DISTINCT json_extract(body, '$.colour.picture') FROM variant"
        ).fetchall()
    return Inside(noted[0] if noted else "", tuple(name for (name,) in pictures if name))


def put_back(copy: Path, database: Path, keys: str = "") -> Path | None:
    """Put a copy in the place of a database that no hub has open; return where that went.

    The copy stays. What it replaces is moved aside with its unfinished side files, which
    SQLite would take for the copy's. `keys`: the fingerprint of new keys that it shall go
    with. Raises `BadConfig`: `no_backup`, `hub_running`, `backup_not_written`: then nothing
    was replaced.
    """
    inside(copy)
    with _beside(database) as partial:
        shutil.copyfile(copy, partial)
        if keys:
            with closing(dbapi2.connect(str(partial), isolation_level=None)) as raw:
                raw.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", [KEYS, keys])
        return _keep_aside(database) if database.exists() else None


def _keep_aside(database: Path) -> Path:
    """Give a database another name as well, and take its log away."""
    aside = free_name(database)
    log, log_aside = Path(f"{database}-wal"), Path(f"{aside}-wal")
    if log.exists():
        create(log_aside)
        shutil.copyfile(log, log_aside)  # opening a damaged database may empty it
    try:
        with closing(dbapi2.connect(str(database), isolation_level=None)) as raw:
            # Leave WAL mode, which SQLite lets nobody do who is not alone.
            raw.execute("PRAGMA journal_mode = DELETE")
    except dbapi2.OperationalError as error:
        log_aside.unlink(missing_ok=True)
        raise BadConfig("hub_running", path=str(database)) from error
    except dbapi2.DatabaseError:
        for end in _SIDE_FILES:  # damaged, which is why it is replaced
            Path(f"{database}{end}").unlink(missing_ok=True)
    else:
        log_aside.unlink(missing_ok=True)  # the database has it all
    aside.hardlink_to(database)  # at no instant is there no database: a hub would make one
    return aside


@contextmanager
def _beside(to: Path) -> Iterator[Path]:
    """Lend an empty file for its owner alone; it becomes `to` once it is whole and on disk."""
    partial = to.with_name(f".{to.name}.{os.getpid()}.partial")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield partial
        _sync(partial)
        partial.replace(to)
        if os.name == "posix":
            _sync(to.parent)
    except OSError as error:
        why = error.strerror or str(error)
        raise BadConfig("backup_not_written", path=str(to), why=why) from error
    except dbapi2.OperationalError as error:  # the disk is full, the folder is gone
        raise BadConfig("backup_not_written", path=str(to), why=str(error)) from error
    finally:
        for end in ("", *_SIDE_FILES):
            with suppress(OSError):  # where nothing can be made, nothing is left
                Path(f"{partial}{end}").unlink(missing_ok=True)


def _mark(copy: Path, named: Path) -> Backup:
    with closing(dbapi2.connect(str(copy), isolation_level=None)) as raw:
        raw.execute(f"PRAGMA application_id = {COPY_MARK}")
        (epoch,) = raw.execute("SELECT value FROM setting WHERE name = 'epoch'").fetchone()
        (through,) = raw.execute("SELECT max(sequence) FROM shop_order").fetchone()
    return Backup(named, epoch, through or 0)


def free_name(path: Path) -> Path:
    """Return a name beside a file for what it is moved to."""
    number = 1
    while (found := path.with_name(f"{path.name}.replaced-{number}")).exists():
        number += 1
    return found


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
