"""Orders that leave the terminal in a file: which ones, and that they did."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.orders import OutboxState
from kiosk.wire.order_export import ExportedOrder
from offline_cache.connection import faults
from offline_cache.store.terminal_store import TerminalStore
from offline_cache.whole_file import whole_file

MARK = "terminal.exported.json"

_ORDERS = "SELECT order_id, number, state, created_at, body, reason FROM outbox"
_WAITING = f"""
{_ORDERS}
WHERE state IN ('pending', 'sent') OR resend = 1 OR (state = 'rejected' AND resolution = '')
ORDER BY position
"""
_GIVEN_UP = f"""
{_ORDERS} WHERE state = 'rejected' AND resolution = 'exported' AND body <> x''
ORDER BY position
"""
_GIVE_UP = """
UPDATE outbox SET
  reason = CASE state WHEN 'rejected' THEN reason ELSE 'exported' END,
  state = 'rejected', resolution = 'exported', resend = 0, lease_until_ms = 0,
  next_attempt_ms = 0,
  settled_day = coalesce((SELECT value FROM counter WHERE name = 'day'), 0)
WHERE order_id IN (SELECT value FROM json_each(?))
"""


def waiting(store: TerminalStore) -> tuple[ExportedOrder, ...]:
    """Return the orders that the hub has not got, or that it refused and staff have not settled.

    In the order they were taken, which is the order they are to be placed in.
    """
    return _orders(store, _WAITING)


def given_up(store: TerminalStore) -> tuple[ExportedOrder, ...]:
    """Return the orders that were left to their file, should that be lost."""
    return _orders(store, _GIVEN_UP)


def give_up(store: TerminalStore, orders: Iterable[ExportedOrder]) -> None:
    """Send these no more, they go on in their file; their bytes stay in the store.

    Other actions are forgotten: nobody sends them now.
    """
    ids = json.dumps([order.id for order in orders])

    def work(db: Database) -> None:
        with db.atomic():
            db.execute(_GIVE_UP, [ids])
            db.execute("DELETE FROM action")

    store.run(work)
    store.tidy()


def remember(data_dir: Path, orders: Iterable[ExportedOrder]) -> None:
    """Note, durably, that a file with these orders is on a disk.

    By id alone: an order's bytes never change.
    """
    path = data_dir / MARK
    ids = exported(data_dir) | {order.id for order in orders}
    with faults(path), whole_file(path) as file:
        file.write(json.dumps(sorted(ids)).encode())


def exported(data_dir: Path) -> frozenset[str]:
    """Return the ids of the orders that were put into a file; none where nothing is readable."""
    try:
        found = json.loads((data_dir / MARK).read_bytes())
    except (OSError, ValueError):
        return frozenset()
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def _orders(store: TerminalStore, statement: str) -> tuple[ExportedOrder, ...]:
    found = store.run(lambda db: db.execute(statement).fetchall())
    return tuple(
        ExportedOrder(order_id, number, OutboxState(state), created_at, body, reason)
        for order_id, number, state, created_at, body, reason in found
    )
