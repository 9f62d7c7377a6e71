"""`overlay.db`: what changed since the catalogue file was built, and how far the feed was read.

Disposable: when it cannot be read it is set aside and begun anew; the feed refills it.
Rows carry the change's sequence; readers ignore those that the catalogue file includes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.errors import StoreBroken
from kiosk.ports import FeedPosition
from kiosk.wire.feed import ChangesPage, PriceChange, PromotionChange, StockChange
from offline_cache.connection import faults, open_writable

T = TypeVar("T")
FORMAT = 1

_SCHEMA = f"""
CREATE TABLE price (
  sku TEXT PRIMARY KEY, price_minor INTEGER NOT NULL, sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE stock (
  sku TEXT NOT NULL, location_id TEXT NOT NULL, on_hand INTEGER NOT NULL,
  allocated INTEGER NOT NULL, reserved INTEGER NOT NULL, buffer INTEGER NOT NULL,
  sequence INTEGER NOT NULL, PRIMARY KEY (sku, location_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE promotion (
  id TEXT PRIMARY KEY, body BLOB NOT NULL, sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE terms (
  one INTEGER PRIMARY KEY CHECK (one = 1), body BLOB NOT NULL, sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch TEXT NOT NULL, sequence INTEGER NOT NULL, sha256 TEXT NOT NULL
) STRICT;
PRAGMA user_version = {FORMAT};
"""
_PRICE = """
INSERT INTO price VALUES (?, ?, ?) ON CONFLICT (sku) DO UPDATE
SET price_minor = excluded.price_minor, sequence = excluded.sequence
WHERE excluded.sequence > sequence
"""
_STOCK = """
INSERT INTO stock VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sku, location_id) DO UPDATE
SET on_hand = excluded.on_hand, allocated = excluded.allocated, reserved = excluded.reserved,
  buffer = excluded.buffer, sequence = excluded.sequence
WHERE excluded.sequence > sequence
"""
_PROMOTION = """
INSERT INTO promotion VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE
SET body = excluded.body, sequence = excluded.sequence WHERE excluded.sequence > sequence
"""
_TERMS = """
INSERT INTO terms VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE
SET body = excluded.body, sequence = excluded.sequence WHERE excluded.sequence > sequence
"""
_DROP = (
    "DELETE FROM price WHERE sequence <= ?",
    "DELETE FROM stock WHERE sequence <= ?",
    "DELETE FROM promotion WHERE sequence <= ?",
    "DELETE FROM terms WHERE sequence <= ?",
)
_EVERYTHING = 2**63 - 1


class Overlay:
    """The writing side: one connection, taken in turn."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._database, _ = _open_or_begin_anew(path)

    def position(self) -> FeedPosition | None:
        """Return how far the feed was read and which catalogue file is current."""
        return self._run(_position)

    def point_to(self, position: FeedPosition) -> None:
        """Make a catalogue file current; changes of another epoch mean nothing any more.

        An empty `sha256` says that there is none; the epoch that rows belong to stays known.
        """

        def work(db: Database) -> None:
            before = _position(db)
            with db.atomic():
                if before and before.epoch != position.epoch:
                    for sql in _DROP:
                        db.execute(sql, [_EVERYTHING])
                db.execute("DELETE FROM position")
                db.execute(
                    "INSERT INTO position VALUES (1, ?, ?, ?)",
                    [position.epoch, position.sequence, position.sha256],
                )

        self._run(work)

    def drop_up_to(self, sequence: int) -> None:
        """Drop the changes that a catalogue file includes."""

        def work(db: Database) -> None:
            with db.atomic():
                for sql in _DROP:
                    db.execute(sql, [sequence])

        self._run(work)

    def apply(self, page: ChangesPage) -> None:
        """Write one page and the new position in one transaction.

        Raises `StoreBroken` (`catalogue_missing`) when the page does not follow from here:
        the catalogue was lost, or belongs to another epoch, since the page was asked for.
        """
        prices, stock, promotions, terms = _sorted_out(page)

        def work(db: Database) -> None:
            with db.atomic():
                before = _position(db)
                if before is None or not before.sha256 or before.epoch != page.epoch:
                    raise StoreBroken("catalogue_missing", file=self.path.name)
                db.conn.executemany(_PRICE, prices)
                db.conn.executemany(_STOCK, stock)
                db.conn.executemany(_PROMOTION, promotions)
                db.conn.executemany(_TERMS, terms)
                db.execute("UPDATE position SET sequence = max(sequence, ?)", [page.next])

        self._run(work)

    def begin_anew_if_damaged(self) -> bool:
        """Check the file; set it aside and begin anew if it is damaged. Tell whether it was."""
        with self._lock:
            self._database.close()  # what it has in memory would hide the damage
            self._database, damaged = _open_or_begin_anew(self.path)
            return damaged

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _run(self, work: Callable[[Database], T]) -> T:
        with self._lock, faults(self.path):
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
                    database.executescript(_SCHEMA)
            elif version != FORMAT or not _sound(database):
                raise StoreBroken("store_unreadable", file=path.name)
    except BaseException:
        database.close()
        raise
    return database


def _begin_anew(path: Path) -> Database:
    """Set the file aside (the last one is kept for whoever looks into it)."""
    with faults(path):
        for side in ("-wal", "-shm"):
            path.with_name(path.name + side).unlink(missing_ok=True)
        path.replace(path.with_name(path.name + ".damaged"))
    return _open(path)


def _sound(database: Database) -> bool:
    try:
        answer = database.execute("PRAGMA quick_check(1)").fetchall()
    except dbapi2.DatabaseError:
        return False
    return bool(answer == [("ok",)])


def _position(db: Database) -> FeedPosition | None:
    row = db.execute("SELECT epoch, sequence, sha256 FROM position").fetchone()
    return FeedPosition(*row) if row else None


def _sorted_out(
    page: ChangesPage,
) -> tuple[
    list[tuple[str, int, int]],
    list[tuple[str, str, int, int, int, int, int]],
    list[tuple[str, bytes, int]],
    list[tuple[bytes, int]],
]:
    """Turn a page into rows, outside any transaction."""
    prices, stock, promotions, terms = [], [], [], []
    for change in page.changes:
        at = change.sequence
        if isinstance(change, PriceChange):
            prices.append((change.sku, change.price.minor, at))
        elif isinstance(change, StockChange):
            s = change.level
            row = (s.sku, s.location_id, s.on_hand, s.allocated, s.reserved, s.buffer, at)
            stock.append(row)
        elif isinstance(change, PromotionChange):
            promotions.append((change.promotion.id, msgspec.json.encode(change.promotion), at))
        else:
            terms.append((msgspec.json.encode(change.terms), at))
    return prices, stock, promotions, terms
