"""Files that every hub of a database finds: in the one hub's folder, or in the server's database.

A file of SQLite has one hub, whose folder keeps its files. Hubs of a server's database keep them
there, and each has in its folder a cache of what it was asked for, which may be lost at any time.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from filelock import FileLock
from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select

from kiosk.hub.storage.database import read, write
from kiosk.hub.storage.tables import shared_file
from kiosk.hub.storage.upserts import insert_new
from kiosk.privacy import create

LOG = logging.getLogger(__name__)
CATALOGUES, PICTURES = "catalogue", "pictures"  # the kinds; so their folders are named, too
PART = 1 << 20  # bytes; so much of a file is in memory at once
_TAKEN = "taken.partial"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file by its name, and what its bytes have to be; `size` is None where nobody noted it."""

    name: str
    sha256: str
    size: int | None = None


class SharedFiles(Protocol):
    """The files of one kind; each is there whole or not at all."""

    def size(self, connection: Connection, name: str) -> int | None:
        """Return how many bytes every hub can have of a file; None where there is none."""

    def add(self, connection: Connection, name: str, partial: Path) -> None:
        """Make what lies whole in the kind's folder a file that all hubs find after the commit."""

    def path(self, engine: Engine, wanted: Wanted) -> Path | None:
        """Return where a file can be read on this machine; None where it is not shared."""

    def keep_only(self, engine: Engine, names: Collection[str]) -> None:
        """Drop all others, and what a crash has left in the folder."""


def shared_files(of: Engine | Connection, data_dir: Path, kind: str) -> SharedFiles:
    """Return the files of a kind, wherever those of this database are."""
    folder = FolderFiles(data_dir / kind)
    return DatabaseFiles(folder, kind) if of.dialect.name == "postgresql" else folder


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """What lies in a folder is what there is."""

    folder: Path

    def size(self, _: Connection, name: str) -> int | None:
        """Return the size of the file."""
        try:
            return (self.folder / name).stat().st_size
        except FileNotFoundError:
            return None

    def add(self, _: Connection, name: str, partial: Path) -> None:
        """Give the file its name."""
        partial.replace(self.folder / name)

    def path(self, _: Engine, wanted: Wanted) -> Path | None:
        """Return the file, unless it was cut or lost."""
        path = self.folder / wanted.name
        if not path.exists() or wanted.size not in (None, path.stat().st_size):
            return None
        return path

    def keep_only(self, _: Engine, names: Collection[str]) -> None:
        """Remove whatever else is in the folder."""
        for path in self.folder.iterdir() if self.folder.exists() else ():
            if path.name not in names:
                path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class DatabaseFiles:
    """What the database has is what there is; the folder is a cache of it."""

    cache: FolderFiles
    kind: str

    def size(self, connection: Connection, name: str) -> int | None:
        """Return the sum of the parts; the server knows their sizes without reading them."""
        sizes = select(func.sum(func.length(shared_file.c.data)))
        found = connection.scalar(sizes.where(*_named(self.kind, name)))
        return None if found is None else int(found)

    def add(self, connection: Connection, name: str, partial: Path) -> None:
        """Write the file into the database, and into the cache: it is asked for next."""
        # Another release may have packed the same content otherwise.
        connection.execute(delete(shared_file).where(*_named(self.kind, name)))
        with partial.open("rb") as file:
            store(connection, self.kind, name, iter(lambda: file.read(PART), b""))
        self.cache.add(connection, name, partial)

    def path(self, engine: Engine, wanted: Wanted) -> Path | None:
        """Return the file in the cache, which gets it where it lacks it.

        No connection is held while another thread or process brings the same.
        """
        if path := self.cache.path(engine, wanted):
            return path
        self.cache.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with lock(self.cache.folder):
            if path := self.cache.path(engine, wanted):
                return path
            with read(engine) as connection:
                return self._take(connection, wanted)

    def keep_only(self, engine: Engine, names: Collection[str]) -> None:
        """Drop the others in the database and in this hub's cache."""
        with write(engine) as connection:
            old = (shared_file.c.kind == self.kind) & shared_file.c.name.not_in(names)
            connection.execute(delete(shared_file).where(old))
        with lock(self.cache.folder):
            self.cache.keep_only(engine, names)

    def _take(self, connection: Connection, wanted: Wanted) -> Path | None:
        """Write a file into the cache, whole and checked; the caller holds the lock."""
        if self.size(connection, wanted.name) is None:
            return None
        partial = self.cache.folder / _TAKEN
        found = hashlib.sha256()
        create(partial)
        with partial.open("wb") as file:
            for part in parts(connection, self.kind, wanted.name):
                found.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        if found.hexdigest() != wanted.sha256 or wanted.size not in (None, size):
            LOG.error("%s %s in the database is damaged", self.kind, wanted.name)
            return None
        if wanted.size is not None:  # of these there are few, and older ones take up room
            self._forget(connection)
        self.cache.add(connection, wanted.name, partial)
        return self.cache.folder / wanted.name

    def _forget(self, connection: Connection) -> None:
        """Drop from the cache what the database has no more; a file being built stays."""
        there = select(shared_file.c.name).where(shared_file.c.kind == self.kind).distinct()
        names = set(connection.scalars(there))
        for path in self.cache.folder.iterdir():
            if path.name not in names and ".partial" not in path.name:
                path.unlink(missing_ok=True)


def store(connection: Connection, kind: str, name: str, data: Iterable[bytes]) -> None:
    """Write a file into the database, unless another hub has just done so."""
    for number, part in enumerate(data):
        insert_new(
            connection, shared_file, {"kind": kind, "name": name, "part": number, "data": part}
        )


def parts(connection: Connection, kind: str, name: str) -> Iterator[bytes]:
    """Read a file out of the database, part by part; nothing where there is none."""
    data = select(shared_file.c.data).where(*_named(kind, name))
    for number in count():
        part = connection.scalar(data.where(shared_file.c.part == number))
        if part is None:
            return
        yield part


def lock(folder: Path) -> FileLock:
    """Return the lock beside a folder that one thread or process at a time holds.

    The system frees it when its holder dies, where a marker file would stay and stop all others.
    """
    path = folder.with_name(f"{folder.name}.lock")
    return FileLock(path, mode=0o600, fallback_to_soft=False, preserve_lock_file=True)


def _named(kind: str, name: str) -> tuple[ColumnElement[bool], ...]:
    return shared_file.c.kind == kind, shared_file.c.name == name
