"""A damaged store: what can be read is copied into a new one, what cannot is named."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlite_utils import Database

from kiosk.domain.ids import OrderNumber, is_order_number
from kiosk.domain.orders import OutboxState
from kiosk.ports.orders import Damage
from offline_cache.salvage.records import Row, Value, rows
from offline_cache.salvage.store_file import StoreFile

# As `migrations` made them, in the order of a record, after the position.
_OUTBOX = (
    "order_id",
    "number",
    "state",
    "created_at",
    "body",
    "attempts",
    "next_attempt_ms",
    "lease_until_ms",
    "answer",
    "reason",
    "detail",
    "basket_id",
    "holder",
    "epoch",
    "hub_sequence",
    "resend",
    "settled_day",
    "resolution",
    "resolved_by",
)
_FIRST_RELEASE = 11
_ACTION = {
    "id": str,
    "kind": str,
    "made_at_ms": int,
    "keep_ms": int,
    "body": bytes,
    "attempts": int,
    "next_attempt_ms": int,
    "lease_until_ms": int,
    "holder": str,
    "reason": str,
}
_ACTION_TYPES = [type(None), *_ACTION.values()]
_COUNTERS = frozenset({"order", "order_told", "day", "day_at_ms"})
_SAFE_DISTANCE = 100  # where the counter itself is lost: no number is ever given twice

_TOLD = """
INSERT INTO counter (name, value) SELECT 'order_told', value FROM counter WHERE name = 'order'
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
_NOT_TOLD = """
SELECT value FROM counter WHERE name = 'order'
AND value > coalesce((SELECT value FROM counter WHERE name = 'order_told'), 0)
"""


def copy_readable(file: StoreFile, into: Database, name: str) -> Damage:
    """Copy orders, counters, other actions and earlier damages; note this one.

    Run it in a transaction. `name` is what the damaged file will be called.
    """
    found = list(rows(file))
    orders = _newest(row for row in found if _is_order(row))
    whole = {key: row for key, row in orders.items() if row.whole}
    for row in sorted(whole.values(), key=lambda row: row.rowid or 0):
        columns = ["position", *_OUTBOX][: len(row.values)]
        _insert(into, "outbox", columns, (row.rowid, *row.values[1 : len(columns)]))
    into.execute("UPDATE outbox SET holder = '', lease_until_ms = 0, next_attempt_ms = 0")
    for row in _newest(row for row in found if _is_basket(row)).values():
        _insert(into, "left_basket", ["id", "kept_at_ms", "body"], row.values)
    for row in _newest(row for row in found if _is_action(row)).values():
        _insert(into, "action", list(_ACTION), row.values[1:])
    into.execute("UPDATE action SET holder = '', lease_until_ms = 0, next_attempt_ms = 0")
    for row in _newest(row for row in found if _is_damage(row)).values():
        _insert(into, "damage", ["at", "saved", "lost", "file", "noted_by"], row.values[1:])
    saved = {str(row.values[2]) for row in whole.values()}
    named = {str(row.values[2]) for row in orders.values()} | {
        str(row.values[0]) for row in found if _is_entry(row) and is_order_number(_text(row))
    }
    highest = _copy_counters(found, into, named)
    lost = (named - saved) | _unnamed(found, saved, named, highest)
    return note(into, len(saved), sorted(lost), name)


def note(db: Database, saved: int, lost: list[str], file: str) -> Damage:
    """Write down what happened, until staff have read it; `file` is "" if none was set aside."""
    damage = Damage(datetime.now(UTC).isoformat(), saved, tuple(lost), file)
    columns = ["at", "saved", "lost", "file"]
    _insert(db, "damage", columns, (damage.at, saved, json.dumps(lost), file))
    db.execute(_TOLD)
    return damage


def note_begun_order(db: Database) -> list[Damage]:
    """Note a newest counter that no order has; once.

    After a crash it may be an order that was never taken. It may also be one whose
    transaction was the last of a log that was damaged at its end.
    """
    with db.atomic():
        counter = db.execute(_NOT_TOLD).fetchone()
        if counter is None:
            return []
        newest = db.execute("SELECT number FROM outbox ORDER BY position DESC LIMIT 20").fetchall()
        numbers = [number for (number,) in newest if is_order_number(number)]
        if counter[0] in map(_counter_of, numbers) or len(numbers) < len(newest):
            return []
        return [note(db, 0, [_named(numbers, counter[0])], "")]


def tell_no_gap(db: Database) -> None:
    """Say that whoever was refused an order has been told: the program ends in order."""
    db.execute(_TOLD)


def _copy_counters(found: list[Row], into: Database, named: set[str]) -> int:
    """Return the highest counter that any order is known to have had."""
    counters = [row for row in found if _is_entry(row) and _text(row) in _COUNTERS]
    newest = _newest(counters)
    for key, row in newest.items():
        _insert(into, "counter", ["name", "value"], [key, row.values[1]])
    kept = newest.get("order")
    counted = _integer(kept.values[1]) if kept else 0
    highest = max([counted, *map(_counter_of, filter(is_order_number, named))])
    safe = highest if kept and not kept.stale else highest + _SAFE_DISTANCE * bool(highest)
    into.execute("DELETE FROM counter WHERE name = 'order'")
    if safe:
        _insert(into, "counter", ["name", "value"], ["order", safe])
    return highest


def _unnamed(found: list[Row], saved: set[str], named: set[str], highest: int) -> set[str]:
    """Name the orders that only the counter knows of.

    Where the index of numbers is whole, a number that is not in it was never an order's,
    but for the newest: it may be what was being written.
    """
    entries = {_text(row) for row in found if _is_entry(row)}
    known = {_counter_of(number) for number in named if is_order_number(number)}
    first = highest if saved <= entries else 1
    return {_named(named, n) for n in range(max(first, 1), highest + 1) if n not in known}


def _newest(found: Iterable[Row]) -> dict[str, Row]:
    """Return each thing's newest state by its name; a row that moved stands on two pages."""
    newest: dict[str, Row] = {}
    for row in found:
        key = str(next(value for value in row.values if value is not None))
        known = newest.get(key)
        if known is None or (row.whole, row.age) > (known.whole, known.age):
            newest[key] = row
    return newest


def _is_order(row: Row) -> bool:
    states = set(OutboxState)
    values = row.values
    return row.rowid is not None and (
        (len(values) >= 1 + _FIRST_RELEASE or not row.whole)
        and len(values) > 3
        and values[0] is None
        and values[3] in states
    )


def _is_basket(row: Row) -> bool:
    kinds = [type(value) for value in row.values]
    return row.rowid is not None and row.whole and kinds == [str, int, bytes]


def _is_action(row: Row) -> bool:
    kinds = [type(value) for value in row.values]
    return row.rowid is not None and row.whole and kinds == _ACTION_TYPES


def _is_damage(row: Row) -> bool:
    kinds = [type(value) for value in row.values]
    return row.rowid is not None and kinds == [type(None), str, int, str, str, str]


def _is_entry(row: Row) -> bool:
    return row.rowid is None and [type(value) for value in row.values] == [str, int]


def _text(row: Row) -> str:
    return str(row.values[0])


def _integer(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _counter_of(number: str) -> int:
    return int(number.split("-")[1])


def _named(numbers: Iterable[str], counter: int) -> str:
    """Give a counter the terminal's prefix, if any order is left to tell it."""
    prefix = next((n.split("-")[0] for n in numbers if is_order_number(n)), "")
    return str(OrderNumber(prefix, counter)) if prefix else f"{counter:05d}"


def _insert(db: Database, table: str, columns: list[str], values: Iterable[Value]) -> None:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(values))  # noqa: S608  names of this file alone
