"""Orders on their way to the hub: durable before anyone hears of them, forwards only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the wheel brings no types
from sqlite_utils import Database

from kiosk.domain.orders import OutboxState
from kiosk.ports import OutboxRow
from offline_cache.terminal_store import TerminalStore

LEASE_S = 120.0  # longer than a full batch may take on two workers
LONGEST_WAIT_MS = 24 * 3600 * 1000

_COUNT = """
INSERT INTO counter (name, value) VALUES ('order', 1)
ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value
"""
_INSERT = "INSERT INTO outbox (order_id, number, created_at, body) VALUES (?, ?, ?, ?)"
# A wall clock that was set back must not strand a row: a lease or a wait that lies further
# ahead than any can be is over. Rows tried least come first, so that one that brings its
# sender down never stands before the others.
_LEASE = """
UPDATE outbox SET state = 'sent', attempts = attempts + 1, lease_until_ms = :now + :lease
WHERE position IN (
  SELECT position FROM outbox
  WHERE state IN ('pending', 'sent')
    AND (lease_until_ms <= :now OR lease_until_ms > :now + :lease)
    AND (next_attempt_ms <= :now OR next_attempt_ms > :now + :longest)
  ORDER BY attempts, position LIMIT :limit)
RETURNING order_id, number, state, created_at, attempts, reason, body, position
"""
_ACCEPT = """
UPDATE outbox SET state = 'accepted', answer = ?, reason = '', detail = '', lease_until_ms = 0
WHERE order_id = ? AND state IN ('pending', 'sent')
"""
_REJECT = """
UPDATE outbox SET state = 'rejected', reason = ?, detail = ?, lease_until_ms = 0
WHERE order_id = ? AND state IN ('pending', 'sent')
"""
_RETRY = """
UPDATE outbox SET next_attempt_ms = ?, lease_until_ms = 0
WHERE order_id = ? AND state IN ('pending', 'sent')
"""
_ROWS = """
SELECT order_id, number, state, created_at, attempts, reason, body FROM outbox
ORDER BY position DESC
"""
_ROW = """
SELECT order_id, number, state, created_at, attempts, reason, body FROM outbox
WHERE order_id = ?
"""
_ANSWER = "SELECT answer FROM outbox WHERE order_id = ?"


class SqliteOutbox:
    """`kiosk.ports.Outbox` in `terminal.db`; any thread may call.

    Every call is one statement, durable when it returns (WAL, `synchronous=FULL`), and
    raises `StoreFull` with nothing changed when the disk is full and the reserve is gone.
    """

    def __init__(self, store: TerminalStore, lease_s: float = LEASE_S) -> None:
        self._store = store
        self._lease_ms = int(lease_s * 1000)

    def next_counter(self) -> int:
        """Reserve the next order counter, from 1; one reserved and not used is a gap."""
        return int(self._store.run(lambda db: db.execute(_COUNT).fetchall())[0][0])

    def commit(self, order_id: str, number: str, body: bytes, created_at: str) -> None:
        """Write an order. Raises `ValueError` when its id or number was used before."""
        try:
            self._store.run(lambda db: db.execute(_INSERT, [order_id, number, created_at, body]))
        except dbapi2.IntegrityError as error:
            raise ValueError(f"order {order_id} or number {number} was used before") from error

    def lease(self, now_ms: int, limit: int) -> Sequence[OutboxRow]:
        """Lend due rows, least tried and oldest first; each counts as attempted from here."""
        values = {
            "now": now_ms,
            "lease": self._lease_ms,
            "longest": LONGEST_WAIT_MS,
            "limit": limit,
        }
        found = self._store.run(lambda db: db.execute(_LEASE, values).fetchall())
        # RETURNING gives no order of its own.
        found.sort(key=lambda row: (row[4], row[-1]))
        return tuple(_row(row[:-1]) for row in found)

    def accept(self, order_id: str, answer: bytes) -> None:
        """Settle an order with the hub's answer; a settled order stays as it is."""
        self._settle(_ACCEPT, [answer, order_id], order_id)

    def reject(self, order_id: str, reason: str, detail: str) -> None:
        """Settle an order as refused, for staff to see; a settled order stays as it is."""
        self._settle(_REJECT, [reason, detail, order_id], order_id)

    def retry_at(self, order_id: str, at_ms: int) -> None:
        """End the lease and wait until a wall-clock time, at most 24 h ahead."""
        self._settle(_RETRY, [at_ms, order_id], order_id)

    def rows(self) -> Sequence[OutboxRow]:
        """Return all rows, newest first."""
        return tuple(map(_row, self._store.run(lambda db: db.execute(_ROWS).fetchall())))

    def row(self, order_id: str) -> OutboxRow | None:
        """Return one row."""
        found = self._store.run(lambda db: db.execute(_ROW, [order_id]).fetchone())
        return _row(found) if found else None

    def answer(self, order_id: str) -> bytes | None:
        """Return the hub's answer to an accepted order."""
        found = self._store.run(lambda db: db.execute(_ANSWER, [order_id]).fetchone())
        return found[0] if found else None

    def _settle(self, sql: str, values: list[str | int | bytes], order_id: str) -> None:
        def work(db: Database) -> bool:
            changed = db.execute(sql, values).rowcount == 1
            return changed or db.execute(_ROW, [order_id]).fetchone() is not None

        if not self._store.run(work):
            raise ValueError(f"no order {order_id} in the outbox")


def _row(found: tuple[Any, ...]) -> OutboxRow:
    order_id, number, state, created_at, attempts, reason, body = found
    return OutboxRow(order_id, number, OutboxState(state), created_at, attempts, reason, body)
