"""Catalogue files: built from the tables, packed, named by their hash, kept two at a time."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import zstandard
from filelock import FileLock
from sqlalchemy import Connection, Engine, Row, delete, insert, select

from kiosk.errors import HubRefused
from kiosk.hub.storage import feed, postgres, shop, tables
from kiosk.hub.storage.catalogue_build import build
from kiosk.hub.storage.database import DATABASE, epoch, read, write
from kiosk.hub.storage.times import as_text
from kiosk.privacy import create
from kiosk.wire.catalogue_file import MIN_APP, VERSION
from kiosk.wire.snapshot import LIFE, Manifest

KEPT = 2
LEVEL = 10  # above it, packing takes twice as long for a twentieth less
RESERVE = 256 << 20  # bytes; the shop grows while a file is built, and orders come in
_PIECE = 1 << 20

Rows = Sequence[Row[*tuple[Any, ...]]]


class NoRoom(Exception):
    """The disk is too full to build a file, and was left as it is."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file that terminals may fetch; `packed_sha256` and `size` are of the packed bytes."""

    path: Path
    packed_sha256: str
    size: int


def newest(connection: Connection) -> Row[*tuple[Any, ...]]:
    """Return what is known of the newest file.

    Raises `HubRefused` `not_found` before the first of this release.
    """
    row = connection.execute(
        select(tables.catalogue).order_by(tables.catalogue.c.id.desc()).limit(1)
    ).one_or_none()
    if row is None or row.schema != VERSION:
        raise HubRefused("not_found", 404, detail="no catalogue has been built yet")
    return row


def manifest(connection: Connection, now: datetime) -> Manifest:
    """Describe the newest file, in the same bytes for an hour. Raises as `newest` does."""
    row = newest(connection)
    return Manifest(
        epoch=epoch(connection),
        sequence=row.sequence,
        schema=row.schema,
        sha256=row.sha256,
        size=row.size,
        packed_sha256=row.packed_sha256,
        packed_size=row.packed_size,
        min_app=MIN_APP,
        not_after=as_text((now + LIFE).replace(minute=0, second=0, microsecond=0)),
    )


def packed_file(connection: Connection, data_dir: Path, sha256: str) -> PackedFile | None:
    """Return a file that was built here and is still kept, by the hash of its content."""
    table = tables.catalogue
    named = select(table).where(table.c.sha256 == sha256)
    row = connection.execute(named.order_by(table.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    path = _folder(data_dir) / _name(sha256)
    if not path.exists() or path.stat().st_size != row.packed_size:
        return None
    return PackedFile(path, row.packed_sha256, row.packed_size)


def is_missing(connection: Connection, data_dir: Path) -> bool:
    """Tell whether a shop has no file to give: none yet, a lost one, another release's."""
    if not shop.has_shop(connection):
        return False
    try:
        row = newest(connection)
    except HubRefused:
        return True
    return packed_file(connection, data_dir, row.sha256) is None


def rebuild(
    engine: Engine, data_dir: Path, now: datetime, due: Callable[[], bool] = lambda: True
) -> Manifest:
    """Build a catalogue file of the present state and make it the current one.

    The last file before it is kept for terminals in mid-download, older ones go, and with
    them the changes that both kept files include. One process builds at a time: `due` is
    asked when it is this one's turn, and if not, the current file stays. Raises `NoRoom`.
    """
    with turn(engine, data_dir):
        if due():
            _build_next(engine, data_dir, now)
        with read(engine) as connection:
            return manifest(connection, now)


def turn(engine: Engine, data_dir: Path) -> AbstractContextManager[object]:
    """Return the lock that one builder at a time holds, over all threads and processes.

    On SQLite a file, which is empty and stays; on PostgreSQL a lock of the server, since the folder
    may lie on a network. The system frees the lock when its holder dies, where a marker file would
    stay and stop all others.
    """
    if engine.dialect.name == "postgresql":
        return postgres.turn(engine, postgres.CATALOGUE)
    path = data_dir / "catalogue.lock"
    return FileLock(path, mode=0o600, fallback_to_soft=False, preserve_lock_file=True)


def _build_next(engine: Engine, data_dir: Path, now: datetime) -> None:
    """Build a file; the caller holds `turn`."""
    place = _folder(data_dir)
    place.mkdir(mode=0o700, exist_ok=True)
    with read(engine) as connection:
        _clear(place, _last_rows(connection))
        _check_room(connection, data_dir)
    partial = place / f"{os.getpid()}.db.partial"
    packed = place / f"{os.getpid()}.zst.partial"
    try:
        with read(engine) as connection:
            if engine.dialect.name == "postgresql":
                postgres.be_patient(connection)
            sequence = feed.head(connection)
            create(partial)
            build(partial, connection, sequence)
        row = _pack(partial, packed)
        packed.replace(place / _name(str(row["sha256"])))
    finally:
        partial.unlink(missing_ok=True)
        packed.unlink(missing_ok=True)
    row |= {"sequence": sequence, "schema": VERSION, "built_at": as_text(now)}
    with write(engine) as connection:
        connection.execute(insert(tables.catalogue).values(row))
        kept = _drop_old(connection)
    _clear(place, kept)


def _check_room(connection: Connection, data_dir: Path) -> None:
    last = next(iter(_last_rows(connection)), None)
    # The first is guessed without a reserve: that must not keep a new hub from its first file.
    needed = last.size + last.packed_size + RESERVE if last else _size(connection, data_dir)
    if (free := shutil.disk_usage(data_dir).free) < needed:
        raise NoRoom(f"a catalogue needs {needed} bytes, {free} are free")


def _size(connection: Connection, data_dir: Path) -> int:
    """Return how many bytes the database takes."""
    if connection.dialect.name == "postgresql":
        return postgres.size(connection)
    parts = [data_dir / DATABASE, data_dir / f"{DATABASE}-wal"]
    return max(path.stat().st_size for path in parts if path.exists())


def _clear(place: Path, kept: Rows) -> None:
    """Remove whatever else is in the folder: a crash or a full disk leaves files behind."""
    names = {_name(row.sha256) for row in kept}
    for path in place.iterdir():
        if path.name not in names:
            path.unlink()


def _folder(data_dir: Path) -> Path:
    return data_dir / "catalogue"


def _name(sha256: str) -> str:
    return f"catalogue-{sha256}.db.zst"


def _pack(path: Path, to: Path) -> dict[str, object]:
    """Pack a file durably, reading it once; return both hashes and sizes as columns."""
    size = path.stat().st_size
    packer = zstandard.ZstdCompressor(LEVEL).compressobj(size=size)
    whole, packed = hashlib.sha256(), hashlib.sha256()
    create(to)
    with path.open("rb") as source, to.open("wb") as target:

        def put(data: bytes) -> None:
            packed.update(data)
            target.write(data)

        while piece := source.read(_PIECE):
            whole.update(piece)
            put(packer.compress(piece))
        put(packer.flush())
        target.flush()
        os.fsync(target.fileno())
        packed_size = target.tell()
    return {
        "sha256": whole.hexdigest(),
        "size": size,
        "packed_sha256": packed.hexdigest(),
        "packed_size": packed_size,
    }


def _last_rows(connection: Connection) -> Rows:
    """Return the rows of the files to keep, the newest first."""
    table = tables.catalogue
    return connection.execute(select(table).order_by(table.c.id.desc()).limit(KEPT)).all()


def _drop_old(connection: Connection) -> Rows:
    """Forget all files but the last ones; return the rows of those."""
    table = tables.catalogue
    kept = _last_rows(connection)
    connection.execute(delete(table).where(table.c.id.not_in([row.id for row in kept])))
    feed.forget_up_to(connection, min(row.sequence for row in kept))
    return kept
