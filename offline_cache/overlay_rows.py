"""The overlay's tables, and how changes become their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from sqlite_utils import Database

from kiosk.wire.feed import PAGE_LIMIT, Change, PriceChange, PromotionChange, StockChange

FORMAT = 2

SCHEMA = f"""
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
  epoch TEXT NOT NULL, sequence INTEGER NOT NULL, sha256 TEXT NOT NULL, base INTEGER NOT NULL
) STRICT;
CREATE TABLE staged (sequence INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE refusal (
  one INTEGER PRIMARY KEY CHECK (one = 1), code TEXT NOT NULL, at TEXT NOT NULL
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
_STAGE = "INSERT OR REPLACE INTO staged VALUES (?, ?)"
_STAGED = """
SELECT sequence, body FROM staged WHERE sequence > ? AND sequence <= ?
ORDER BY sequence LIMIT ?
"""
DROP = (
    "DELETE FROM price WHERE sequence <= ?",
    "DELETE FROM stock WHERE sequence <= ?",
    "DELETE FROM promotion WHERE sequence <= ?",
    "DELETE FROM terms WHERE sequence <= ?",
    "DELETE FROM staged WHERE sequence <= ?",
)
# Without a condition SQLite empties a table at once, however much there is.
EMPTY = tuple(sql.partition(" WHERE ")[0] for sql in DROP)

_change = msgspec.json.Decoder(Change).decode
_encoded = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Rows:
    """Changes as rows of the tables."""

    prices: list[tuple[str, int, int]] = field(default_factory=list)
    stock: list[tuple[str, str, int, int, int, int, int]] = field(default_factory=list)
    promotions: list[tuple[str, bytes, int]] = field(default_factory=list)
    terms: list[tuple[bytes, int]] = field(default_factory=list)


def stage(db: Database, changes: Iterable[Change]) -> None:
    """Keep changes back until the rest of their batch is here."""
    db.conn.executemany(_STAGE, [(change.sequence, _encoded(change)) for change in changes])


def write_staged(db: Database, complete: int) -> None:
    """Write what waited for the rest of its batch, a page at a time."""
    after = -1
    while rows := db.execute(_STAGED, [after, complete, PAGE_LIMIT]).fetchall():
        write(db, sorted_out(_change(body) for _, body in rows))
        after = rows[-1][0]
    db.execute("DELETE FROM staged WHERE sequence <= ?", [complete])


def write(db: Database, rows: Rows) -> None:
    """Write rows, each unless a newer one is there."""
    db.conn.executemany(_PRICE, rows.prices)
    db.conn.executemany(_STOCK, rows.stock)
    db.conn.executemany(_PROMOTION, rows.promotions)
    db.conn.executemany(_TERMS, rows.terms)


def sorted_out(changes: Iterable[Change]) -> Rows:
    """Turn changes into rows; needs no transaction."""
    rows = Rows()
    for change in changes:
        at = change.sequence
        if isinstance(change, PriceChange):
            rows.prices.append((change.sku, change.price.minor, at))
        elif isinstance(change, StockChange):
            s = change.level
            rows.stock.append(
                (s.sku, s.location_id, s.on_hand, s.allocated, s.reserved, s.buffer, at)
            )
        elif isinstance(change, PromotionChange):
            rows.promotions.append((change.promotion.id, _encoded(change.promotion), at))
        else:
            rows.terms.append((_encoded(change.terms), at))
    return rows
