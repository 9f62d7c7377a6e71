"""The overlay's tables, and how changes become their rows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlite_utils import Database

from kiosk.wire.feed import Change, PriceChange, PromotionChange, StockChange

FORMAT = 3

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
CREATE TABLE staged_price (
  sku TEXT NOT NULL, price_minor INTEGER NOT NULL, sequence INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE staged_stock (
  sku TEXT NOT NULL, location_id TEXT NOT NULL, on_hand INTEGER NOT NULL,
  allocated INTEGER NOT NULL, reserved INTEGER NOT NULL, buffer INTEGER NOT NULL,
  sequence INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE staged_promotion (
  id TEXT NOT NULL, body BLOB NOT NULL, sequence INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE staged_terms (
  one INTEGER NOT NULL, body BLOB NOT NULL, sequence INTEGER PRIMARY KEY
) STRICT;
CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch TEXT NOT NULL, sequence INTEGER NOT NULL, sha256 TEXT NOT NULL, base INTEGER NOT NULL
) STRICT;
CREATE TABLE refusal (
  one INTEGER PRIMARY KEY CHECK (one = 1), code TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
PRAGMA user_version = {FORMAT};
"""
# Each row unless a newer one is there; the rows are values or what was staged.
_INTO = {
    "price": """
INSERT INTO price {} ON CONFLICT (sku) DO UPDATE
SET price_minor = excluded.price_minor, sequence = excluded.sequence
WHERE excluded.sequence > sequence
""",
    "stock": """
INSERT INTO stock {} ON CONFLICT (sku, location_id) DO UPDATE
SET on_hand = excluded.on_hand, allocated = excluded.allocated, reserved = excluded.reserved,
  buffer = excluded.buffer, sequence = excluded.sequence
WHERE excluded.sequence > sequence
""",
    "promotion": """
INSERT INTO promotion {} ON CONFLICT (id) DO UPDATE
SET body = excluded.body, sequence = excluded.sequence WHERE excluded.sequence > sequence
""",
    "terms": """
INSERT INTO terms {} ON CONFLICT (one) DO UPDATE
SET body = excluded.body, sequence = excluded.sequence WHERE excluded.sequence > sequence
""",
}
_VALUES = {
    "price": "VALUES (?, ?, ?)",
    "stock": "VALUES (?, ?, ?, ?, ?, ?, ?)",
    "promotion": "VALUES (?, ?, ?)",
    "terms": "VALUES (?, ?, ?)",
}
_STAGE = "INSERT OR REPLACE INTO staged_{} {}"
_STAGED = "SELECT * FROM staged_{} WHERE sequence <= ?"
_DROP_STAGED = (
    "DELETE FROM staged_price WHERE sequence <= ?",
    "DELETE FROM staged_stock WHERE sequence <= ?",
    "DELETE FROM staged_promotion WHERE sequence <= ?",
    "DELETE FROM staged_terms WHERE sequence <= ?",
)
DROP = (
    "DELETE FROM price WHERE sequence <= ?",
    "DELETE FROM stock WHERE sequence <= ?",
    "DELETE FROM promotion WHERE sequence <= ?",
    "DELETE FROM terms WHERE sequence <= ?",
    *_DROP_STAGED,
)
# Without a condition SQLite empties a table at once, however much there is.
EMPTY = tuple(sql.partition(" WHERE ")[0] for sql in DROP)

_encoded = msgspec.json.Encoder().encode


Rows = dict[str, list[tuple[object, ...]]]
"""Changes as rows of each table."""


def stage(db: Database, rows: Rows) -> None:
    """Keep rows back until the rest of their batch is here."""
    for table, its in rows.items():
        db.conn.executemany(_STAGE.format(table, _VALUES[table]), its)


def write_staged(db: Database, complete: int) -> None:
    """Write what waited for the rest of its batch.

    However long that is, SQLite alone works on it: a loop in Python would keep the interpreter
    from the screen.
    """
    for table, into in _INTO.items():
        db.execute(into.format(_STAGED.format(table)), [complete])
    for sql in _DROP_STAGED:
        db.execute(sql, [complete])


def write(db: Database, rows: Rows) -> None:
    """Write rows, each unless a newer one is there."""
    for table, its in rows.items():
        db.conn.executemany(_INTO[table].format(_VALUES[table]), its)


def sorted_out(changes: Iterable[Change]) -> Rows:
    """Turn changes into rows; needs no transaction."""
    rows: Rows = {table: [] for table in _INTO}
    for change in changes:
        at = change.sequence
        if isinstance(change, PriceChange):
            rows["price"].append((change.sku, change.price.minor, at))
        elif isinstance(change, StockChange):
            s = change.level
            rows["stock"].append(
                (s.sku, s.location_id, s.on_hand, s.allocated, s.reserved, s.buffer, at)
            )
        elif isinstance(change, PromotionChange):
            rows["promotion"].append((change.promotion.id, _encoded(change.promotion), at))
        else:
            rows["terms"].append((1, _encoded(change.terms), at))
    return rows
