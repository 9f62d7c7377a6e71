"""Read all books when everybody is dead: outboxes by their port, hub and engine by SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types

from kiosk.domain.orders import OutboxState
from kiosk.secrets import open_secrets
from kiosk.services.enrolling import store_key
from kiosk.wire.orders import OrderBody
from offline_cache.outbox import SqliteOutbox
from offline_cache.terminal_store import TerminalStore
from tests.chaos.engine import Book
from tests.chaos.schedule import TERMINALS
from tests.chaos.shop import ShopUnderTest
from tests.chaos.verdict import Acked, Books, Content, Held, Sent, Taken

_ALL = 1_000_000
_ORDERS = """
SELECT id, number, status, body_sha256, body, handed_over_at, attempts FROM shop_order
"""
_LEFT_OUT = "SELECT order_id, sku FROM order_line WHERE state = 'left_out'"
_RESERVED = "SELECT DISTINCT holder FROM reservation WHERE kind = 'order'"
_PENDING = """
SELECT count(*), count(*) FILTER (WHERE status = 'accepted' AND handed_over_at IS NULL),
  (SELECT value FROM setting WHERE name = 'epoch') FROM shop_order
"""


def read_books(shop: ShopUnderTest) -> Books:
    """Read everything."""
    outboxes = {name: _outbox(shop.data[name]) for name in TERMINALS}
    return Books(
        acked=[one for name in TERMINALS for one in acked(name, shop.acks(name))],
        outboxes={name: rows for name, (rows, _) in outboxes.items()},
        waiting={name: waiting for name, (_, waiting) in outboxes.items()},
        hub=_hub(shop.hub_dir / "hub.db"),
        engine=_engine(shop.engine_file),
        reserved_for=_reserved(shop.hub_dir / "hub.db"),
        restored=bool(shop.seen["restores"]),
    )


def acked(terminal: str, path: Path) -> list[Acked]:
    """Read an acknowledgement log; a last line that a kill cut short was never shown."""
    if not path.exists():
        return []
    whole = [line for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    found = [line.split() for line in whole]
    return [Acked(i, number, sha256, kind, terminal) for i, number, sha256, _, kind in found]


def pending(hub_db: Path) -> tuple[int, int, str]:
    """Return how many orders the hub knows, how many wait for the engine, and its epoch."""
    with closing(_open(hub_db)) as database:
        known, waiting, epoch = database.execute(_PENDING).fetchone()
    return known, waiting, epoch


def _outbox(data_dir: Path) -> tuple[list[Sent], int]:
    """Return a terminal's rows and how many of them it has still to send."""
    store = TerminalStore(data_dir, store_key(open_secrets(data_dir, "file")))
    try:
        outbox = SqliteOutbox(store)
        counts = outbox.counts()
        # The staff's sheet shows what needs a person first, before anything else.
        refused = {row.order_id for row in outbox.rows(counts.refused)}
        found = [
            Sent(
                row.order_id,
                row.number,
                OutboxState(row.state),
                row.reason,
                row.attempts,
                row.order_id in refused,
            )
            for row in outbox.rows(_ALL)
        ]
    finally:
        store.close()
    return found, counts.unsent


def _hub(path: Path) -> list[Taken]:
    with closing(_open(path)) as database:
        left_out = set(database.execute(_LEFT_OUT).fetchall())
        rows = database.execute(_ORDERS).fetchall()
    found = []
    for order_id, number, status, sha256, body, handed_over, attempts in rows:
        content: Content = ()
        if status == "accepted":
            order = msgspec.json.decode(body, type=OrderBody)
            lines = [(line.sku, line.quantity) for line in order.lines]
            content = _content([one for one in lines if (order_id, one[0]) not in left_out])
        found.append(
            Taken(order_id, number or "", status, sha256, bool(handed_over), attempts, content)
        )
    return found


def _engine(path: Path) -> list[Held]:
    found = []
    for order_id, number, content in Book(path).orders():
        lines = [(line["sku"], line["quantity"]) for line in json.loads(content)["lines"]]
        found.append(Held(order_id, number, _content(lines)))
    return found


def _reserved(path: Path) -> list[str]:
    with closing(_open(path)) as database:
        return [row[0] for row in database.execute(_RESERVED).fetchall()]


def _content(lines: Sequence[tuple[str, int]]) -> Content:
    return tuple(sorted(lines))


def _open(path: Path) -> dbapi2.Connection:
    connection = dbapi2.connect(str(path), timeout=10)
    connection.execute("PRAGMA query_only = ON")
    return connection
