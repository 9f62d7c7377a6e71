"""`overlay.db`: what changed since the catalogue file was built, and how far the feed was read.

Disposable: when it cannot be read it is set aside and begun anew; the feed refills it. Where
even that cannot be done now (a full disk) it is tried again with the next use.
Rows carry the change's sequence; readers ignore those that the catalogue file includes.
Changes whose batch is not whole yet wait in `staged_…` tables, which no reader looks at.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.errors import StoreBroken
from kiosk.ports.catalogue import FeedPosition, Refusal
from kiosk.wire.feed import ChangesPage
from kiosk.wire.snapshot import Manifest
from offline_cache.catalogue.overlay_rows import (
    DROP,
    EMPTY,
    FORMAT,
    SCHEMA,
    sorted_out,
    stage,
    write,
    write_staged,
)
from offline_cache.connection import faults, open_writable
from offline_cache.reserve import leave_room_for_orders

T = TypeVar("T")
_SIDES = ("-wal", "-shm")


class Overlay:
    """The writing side: one connection, taken in turn; None where it could not be opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._database: Database | None = None
        self._at: FeedPosition | None = None
        self.begin_anew_if_damaged()

    def position(self) -> FeedPosition | None:
        """Return how far the feed was read and which catalogue file is current.

        From memory, since nobody else writes: it waits for no batch and no disk.
        """
        return self._at

    def point_to(self, position: FeedPosition) -> None:
        """Go on from a catalogue file; changes of another epoch mean nothing any more.

        An empty `sha256` says that there is none; the epoch that rows belong to stays known.
        """
        self._move(lambda db: _go_on_from(db, position))

    def take(self, manifest: Manifest) -> None:
        """Make a new catalogue file current; what the feed brought beyond it stays."""

        def work(db: Database) -> FeedPosition:
            before, base = _position(db), manifest.sequence
            followed = before.sequence if before and before.epoch == manifest.epoch else 0
            db.execute("DELETE FROM refusal")
            sequence = max(base, followed)
            return _go_on_from(db, FeedPosition(manifest.epoch, sequence, manifest.sha256, base))

        self._move(work)

    def refused(self) -> Refusal | None:
        """Return what was last not taken, until a file is taken."""
        row = self._run(lambda db: db.execute("SELECT code, at FROM refusal").fetchone())
        return Refusal(*row) if row else None

    def note_refusal(self, refusal: Refusal) -> None:
        """Keep why a file was not taken."""
        row = [refusal.code, refusal.at]
        self._run(lambda db: db.execute("INSERT OR REPLACE INTO refusal VALUES (1, ?, ?)", row))

    def drop_up_to(self, sequence: int) -> None:
        """Drop the changes that a catalogue file includes."""

        def work(db: Database) -> None:
            with db.atomic():
                for sql in DROP:
                    db.execute(sql, [sequence])

        self._run(work)

    def apply(self, page: ChangesPage, after: int = 0) -> None:
        """Write one page and the new position in one transaction.

        Changes after `page.complete` are staged; those before it, with what was staged of
        their batch, are seen from now on. Raises `StoreBroken` (`catalogue_missing`) when
        the page does not follow from here: the catalogue was lost, is an older one, or
        belongs to another epoch, since the page was asked for. Raises `StoreFull` where it
        would take the room that orders need.
        """
        if page.changes:
            leave_room_for_orders(self.path)
        complete = page.next if page.complete is None else page.complete
        whole = sorted_out(change for change in page.changes if change.sequence <= complete)
        rest = sorted_out(change for change in page.changes if change.sequence > complete)

        def work(db: Database) -> FeedPosition:
            before = _position(db)
            lost = before is None or not before.sha256 or before.sequence < after
            if before is None or lost or before.epoch != page.epoch:
                raise StoreBroken("catalogue_missing", file=self.path.name)
            write_staged(db, complete)
            write(db, whole)
            stage(db, rest)
            return _go_on_from(db, replace(before, sequence=max(before.sequence, page.next)))

        self._move(work)

    def begin_anew_if_damaged(self) -> bool:
        """Check the file; set it aside and begin anew if it is damaged. Tell whether it was."""
        with self._lock:
            before, self._database = self._database, None
            if before is not None:
                before.close()  # what it has in memory would hide the damage
            self._database, damaged = _open_or_begin_anew(self.path)
            with faults(self.path):
                self._at = _position(self._database)
            return damaged

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()

    def _move(self, work: Callable[[Database], FeedPosition]) -> None:
        """Run a transaction; where it leads to is where we are once it is committed."""

        def whole(db: Database) -> None:
            with db.atomic():
                at = work(db)
            self._at = at

        self._run(whole)

    def _run(self, work: Callable[[Database], T]) -> T:
        with self._lock, faults(self.path):
            if self._database is None:
                self._database = _open(self.path)
            return work(self._database)


def _open_or_begin_anew(path: Path) -> tuple[Database, bool]:
    try:
        return _open(path), False
    except StoreBroken as error:
        if error.code != "store_unreadable":
            raise
    return _begin_anew(path), True


def _open(path: Path) -> Database:
    database = open_writable(path)
    try:
        with faults(path):
            version = database.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                with database.atomic():
                    database.executescript(SCHEMA)
            elif version != FORMAT or not _sound(database):
                raise StoreBroken("store_unreadable", file=path.name)
    except BaseException:
        database.close()
        raise
    return database


def _begin_anew(path: Path) -> Database:
    """Set the file aside (the last one is kept for whoever looks into it).

    Not before there is a new one: on a full disk readers go on meeting what can be told from
    a sound file.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        with faults(path):
            _unlink(fresh, "", *_SIDES)  # of a program that was cut short
            with closing(_open(fresh)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # all in one file
            _unlink(path, *_SIDES)
            path.replace(path.with_name(path.name + ".damaged"))
            fresh.replace(path)
    finally:
        with suppress(OSError):
            _unlink(fresh, "", *_SIDES)
    return _open(path)


def _unlink(path: Path, *sides: str) -> None:
    for side in sides:
        path.with_name(path.name + side).unlink(missing_ok=True)


def _sound(database: Database) -> bool:
    try:
        answer = database.execute("PRAGMA quick_check(1)").fetchall()
    except dbapi2.DatabaseError:
        return False
    return bool(answer == [("ok",)])


def _position(db: Database) -> FeedPosition | None:
    row = db.execute("SELECT epoch, sequence, sha256, base FROM position").fetchone()
    return FeedPosition(*row) if row else None


def _go_on_from(db: Database, position: FeedPosition) -> FeedPosition:
    before = _position(db)
    if before and before.epoch != position.epoch:
        for sql in EMPTY:
            db.execute(sql)
    db.execute(
        "INSERT OR REPLACE INTO position VALUES (1, ?, ?, ?, ?)",
        [position.epoch, position.sequence, position.sha256, position.base],
    )
    return position
