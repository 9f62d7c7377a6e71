"""Open SQLite files: version floor, pragmas, encryption, and faults in the shop's terms."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.errors import StoreBroken, StoreFull
from kiosk.places import trouble
from kiosk.privacy import create

NEEDED = (3, 51, 3)
PACKAGE = "sqlcipher3>=0.6.4"
KEY_BYTES = 32
BUSY_TIMEOUT_MS = 5_000
JOURNAL_LIMIT = 4 * 1024 * 1024
NO_ROOM = 256 * 1024  # an I/O error with less than this free is a full disk

# SQLite result codes (https://sqlite.org/rescode.html); the driver reports the primary ones.
_BUSY, _LOCKED, _IOERR, _FULL = 5, 6, 10, 13
_UNREADABLE = frozenset({3, 8, _IOERR, 11, 14, 26})  # PERM READONLY IOERR CORRUPT CANTOPEN NOTADB


def require_sqlite(found: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Refuse an SQLite that can lose commits in WAL mode.

    https://sqlite.org/wal.html#walresetbug: 3.7.0–3.51.2 with two connections.
    """
    if found < NEEDED:
        raise StoreBroken(
            "sqlite_too_old",
            found=".".join(map(str, found)),
            needed=".".join(map(str, NEEDED)),
            package=PACKAGE,
        )


def open_writable(
    path: Path, key: bytes | None = None, precious: bool = False, salt: bytes = b""
) -> Database:
    """Open or create a file in WAL mode; usable from any thread, one at a time.

    `key` (32 bytes) encrypts it; a known `salt` (16 bytes) is not looked for in the file's
    first bytes, which a power cut may spoil (`page_cipher`). `precious` means
    `synchronous=FULL` (a commit survives a power cut) and `secure_delete`; otherwise a commit
    may be lost, the file never torn.
    Raises `StoreBroken`, also for a wrong key, and `StoreFull`; the file is left as it was.
    """
    require_sqlite()
    with faults(path):
        if not path.exists():
            create(path)
            sync_directory(path.parent)
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            return _prepared(connection, key, precious, salt)
        except BaseException:
            connection.close()
            raise


def open_catalogue(path: Path, overlay: Path | None = None) -> Database:
    """Open an immutable file read-only, with the overlay attached as `overlay`."""
    require_sqlite()
    with faults(path):
        uri = f"{path.as_uri()}?mode=ro&immutable=1"
        connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            database = Database(connection, recursive_triggers=False, execute_plugins=False)
            if overlay is not None:
                database.execute("ATTACH ? AS overlay", [str(overlay)])
            database.execute("PRAGMA query_only = ON")
            database.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            database.execute("SELECT count(*) FROM main.sqlite_schema").fetchone()
        except BaseException:
            connection.close()
            raise
        return database


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Translate what the environment does to a file; a broken constraint is a bug and passes."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == _FULL or (code == _IOERR and no_room_at(path)):
            raise StoreFull("store_full", file=path.name) from error
        if code in (_BUSY, _LOCKED):
            raise StoreBroken("store_busy", file=path.name) from error
        if code in _UNREADABLE:
            raise StoreBroken("store_unreadable", file=path.name, **_why(path)) from error
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC or no_room_at(path):
            raise StoreFull("store_full", file=path.name) from error
        raise StoreBroken("store_unreadable", file=path.name, **trouble(error, path)) from error


def _why(path: Path) -> dict[str, str]:
    """Ask the system why a file cannot be used, which SQLite does not tell."""
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        return trouble(error, path)
    return {}


def no_room_at(path: Path) -> bool:
    """Tell whether the disk of a file is full, for errors that do not say so themselves."""
    try:
        return shutil.disk_usage(path.parent).free < NO_ROOM
    except OSError:
        return False


def sync_directory(directory: Path) -> None:
    """Make names in a directory durable; Windows neither needs nor allows it."""
    if os.name != "nt":
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _prepared(
    connection: dbapi2.Connection, key: bytes | None, precious: bool, salt: bytes
) -> Database:
    connection.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key chats on stderr
    if key is not None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a store's key has {KEY_BYTES} bytes")
        # A raw key: a passphrase would cost 175 ms at every open. Hex, so nothing to quote.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    database.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    database.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # a wrong key shows here
    database.execute("PRAGMA journal_mode = WAL").fetchone()
    database.execute(f"PRAGMA synchronous = {'FULL' if precious else 'NORMAL'}")
    database.execute(f"PRAGMA secure_delete = {'ON' if precious else 'OFF'}").fetchone()
    database.execute(f"PRAGMA journal_size_limit = {JOURNAL_LIMIT}").fetchone()
    database.execute("PRAGMA foreign_keys = ON")
    return database
