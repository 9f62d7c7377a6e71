"""Open `terminal.db`: look at it first, and put a new one in the place of a damaged one."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.errors import StoreBroken
from kiosk.ports.orders import Damage
from offline_cache.connection import faults, open_writable, require_sqlite, sync_directory
from offline_cache.salvage.page_cipher import MAGIC, new_salt
from offline_cache.salvage.salvage import copy_readable, note_begun_order
from offline_cache.salvage.store_file import StoreFile
from offline_cache.store.migrations import TERMINAL, migrate

_SIDES = ("-wal", "-shm")


def open_store(path: Path, key: bytes | None) -> tuple[Database, list[Damage]]:
    """Open or create the store; return it with what was found wrong and is written in it.

    Every page is checked before SQLite sees the file (a plain file, without a key, has
    nothing to check by). A damaged file is renamed to `….damaged-<n>`, never changed.
    Raises what `open_writable` and `migrate` raise; in each case nothing was touched.
    """
    require_sqlite()
    damages: list[Damage] = []
    salt = b""
    with faults(path):
        _finish_replacing(path)
        if key is None:
            _require_plain(path)  # SQLite would fold an encrypted file's log before it saw that
        elif _is_being_made(path):
            salt = _salt_of_unfinished(path, key)
        else:
            with closing(StoreFile(path, key)) as file:
                salt = file.salt
                damaged = not file.empty and file.is_damaged()
                if damaged:
                    damages.append(_save(file, path, key))
                    salt = new_salt(key)
            if damaged:
                _finish_replacing(path)
    database = open_writable(path, key, precious=True, salt=salt)
    try:
        migrate(database)
        with faults(path):
            # Begun anew, the log holds no frames of a transaction that a crash cut short. On a
            # full disk this is done at a later opening.
            with suppress(dbapi2.OperationalError):
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            with suppress(dbapi2.OperationalError):
                damages += note_begun_order(database)
    except BaseException:
        database.close()
        raise
    return database, damages


def _require_plain(path: Path) -> None:
    if path.exists():
        with path.open("rb") as file:
            if file.read(len(MAGIC)) not in (b"", MAGIC):
                raise StoreBroken("store_unreadable", file=path.name)


def _save(file: StoreFile, path: Path, key: bytes) -> Damage:
    """Write a new store with what can be read and rename the damaged file."""
    if file.version is not None and file.version > len(TERMINAL) + 1:
        raise StoreBroken("store_too_new", found=file.version, known=len(TERMINAL))
    fresh = _fresh(path)
    _remove(fresh)
    aside = _aside(path, _last_aside(path) + 1)
    with closing(open_writable(fresh, key, precious=True, salt=new_salt(key))) as database:
        migrate(database)
        with database.atomic():
            damage = copy_readable(file, database, aside.name)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    handle = os.open(fresh, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    file.close()
    # From here on the new one counts: a crash before its last step finds the first one done.
    path.replace(aside)
    sync_directory(path.parent)
    return damage


def _finish_replacing(path: Path) -> None:
    """Take the steps that follow the renaming of a damaged file; they may have been cut short."""
    fresh, last = _fresh(path), _last_aside(path)
    if not fresh.exists() or path.exists() or not last:
        return
    aside = _aside(path, last)
    for side in _SIDES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + side).replace(aside.with_name(aside.name + side))
    fresh.replace(path)
    sync_directory(path.parent)


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.damaged-{number}")


def _last_aside(path: Path) -> int:
    names = (
        found.name.rpartition("-")[2] for found in path.parent.glob(_aside(path, 0).name[:-1] + "*")
    )
    return max((int(name) for name in names if name.isdecimal()), default=0)


def _remove(fresh: Path) -> None:
    """Remove what an earlier, unfinished saving left; the damaged file still has everything."""
    for side in ("", "-journal", *_SIDES):
        fresh.with_name(fresh.name + side).unlink(missing_ok=True)


def _is_being_made(path: Path) -> bool:
    """Tell whether SQLite has to undo the file's creation first; nothing was committed yet."""
    journal = path.with_name(f"{path.name}-journal")
    return journal.exists() and journal.stat().st_size > 0


def _salt_of_unfinished(path: Path, key: bytes) -> bytes:
    """Return the salt in a file that is being made, if it got so far."""
    try:
        with closing(StoreFile(path, key)) as file:
            return file.salt
    except StoreBroken:
        return new_salt(key)
