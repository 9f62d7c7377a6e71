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
from sqlalchemy import Connection, Engine, Row, delete, insert, select

from kiosk.errors import HubRefused
from kiosk.hub.storage import feed, postgres, shop, tables
from kiosk.hub.storage.catalogue_build import build
from kiosk.hub.storage.database import DATABASE, epoch, read, write
from kiosk.hub.storage.shared_files import CATALOGUES, Wanted, lock, shared_files
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


def packed_file(engine: Engine, data_dir: Path, sha256: str) -> PackedFile | None:
    """Return a file that a hub has built and is still kept, by the hash of its content."""
    table = tables.catalogue
    named = select(table).where(table.c.sha256 == sha256)
    with read(engine) as connection:
        row = connection.execute(named.order_by(table.c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    wanted = Wanted(_name(sha256), row.packed_sha256, row.packed_size)
    path = shared_files(engine, data_dir, CATALOGUES).path(engine, wanted)
    return PackedFile(path, row.packed_sha256, row.packed_size) if path else None


def is_missing(connection: Connection, data_dir: Path) -> bool:
    """Tell whether a shop has no file to give: none yet, a lost one, another release's."""
    if not shop.has_shop(connection):
        return False
    try:
        row = newest(connection)
    except HubRefused:
        return True
    files = shared_files(connection, data_dir, CATALOGUES)
    return bool(files.size(connection, _name(row.sha256)) != row.packed_size)


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

    On SQLite a file, which is empty and stays; on PostgreSQL a lock of the server, since each hub
    has a folder of its own.
    """
    if engine.dialect.name == "postgresql":
        return postgres.turn(engine, postgres.CATALOGUE)
    return lock(_folder(data_dir))


def _build_next(engine: Engine, data_dir: Path, now: datetime) -> None:
    """Build a file; the caller holds `turn`."""
    place = _folder(data_dir)
    place.mkdir(mode=0o700, exist_ok=True)
    files = shared_files(engine, data_dir, CATALOGUES)
    with read(engine) as connection:
        kept = _last_rows(connection)
    files.keep_only(engine, _names(kept))  # a crash or a full disk leaves files behind
    with read(engine) as connection:
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
        row |= {"sequence": sequence, "schema": VERSION, "built_at": as_text(now)}
        with write(engine) as connection:
            files.add(connection, _name(str(row["sha256"])), packed)
            connection.execute(insert(tables.catalogue).values(row))
            kept = _drop_old(connection)
    finally:
        partial.unlink(missing_ok=True)
        packed.unlink(missing_ok=True)
    files.keep_only(engine, _names(kept))


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


def _names(kept: Rows) -> set[str]:
    return {_name(row.sha256) for row in kept}


def _folder(data_dir: Path) -> Path:
    return data_dir / CATALOGUES


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
