"""Other actions than orders on their way to the hub: as durable, and gone when their time is over.

In a table of their own: the release before this one would take every row of the orders' table
for an order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from kiosk.ports.orders import Action, ActionKind
from offline_cache.store.terminal_store import TerminalStore

LEASE_S = 120.0  # as an order's

_COMMIT = """
INSERT INTO action (id, kind, made_at_ms, keep_ms, body) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, made_at_ms = excluded.made_at_ms,
  keep_ms = excluded.keep_ms, reason = '', attempts = 0, next_attempt_ms = 0 WHERE reason <> ''
"""
# Off in either direction: a clock that was set back must not keep them for years.
FORGET = "DELETE FROM action WHERE abs(? - made_at_ms) >= keep_ms"
_ROW = "id, kind, made_at_ms, keep_ms, body, attempts, reason"
# Those tried least come first, so that one that always fails delays no other.
_LEASE = f"""
UPDATE action SET attempts = attempts + 1, lease_until_ms = :now + :lease, next_attempt_ms = 0,
  holder = :holder
WHERE position IN (
  SELECT position FROM action
  WHERE reason = '' AND kind IN (SELECT value FROM json_each(:kinds))
    AND (holder <> :holder OR (lease_until_ms <= :now AND next_attempt_ms <= :now))
  ORDER BY attempts, position LIMIT :limit)
RETURNING {_ROW}
"""  # noqa: S608  put together from the constants of this file alone
# Of the release before, also where it came back for a while: of the same shape, kept a day.
_CARRY = """
INSERT OR IGNORE INTO action (id, kind, made_at_ms, keep_ms, body)
SELECT id, 'left_basket', kept_at_ms, 86400000, body FROM left_basket ORDER BY rowid
"""
_CARRIED = "DELETE FROM left_basket"
_DONE = "DELETE FROM action WHERE id = ?"
_REFUSE = "UPDATE action SET reason = ?, lease_until_ms = 0 WHERE id = ? AND reason = ''"
_RETRY = "UPDATE action SET next_attempt_ms = ?, lease_until_ms = 0, holder = ? WHERE id = ?"
_REFUSED = f"SELECT {_ROW} FROM action WHERE reason <> '' ORDER BY position"  # noqa: S608  as above
_NOTE_REFUSED = "DELETE FROM action WHERE reason <> ''"


_KINDS = json.dumps([*ActionKind])  # those of a later release wait for it


class SqliteActions:
    """`kiosk.ports.orders.Actions` in `terminal.db`; any thread may call.

    What is done or forgotten is overwritten in the file, and no copy stays in its log.
    """

    def __init__(self, store: TerminalStore, lease_s: float = LEASE_S) -> None:
        self._store = store
        self._lease_ms = int(lease_s * 1000)
        store.run(_carry)

    def commit(self, action: Action) -> None:
        """Write an action. Raises `StoreFull`.

        One that is there already stays as it is, but for one that was refused: that is tried anew.
        """
        values = [action.id, action.kind, action.made_at_ms, action.keep_ms, action.body]
        self._store.run(lambda db: db.execute(_COMMIT, values))

    def lease(self, now_ms: int, wall_ms: int, limit: int) -> Sequence[Action]:
        """Lend what is due; what is too old by the wall clock is forgotten here.

        And in `retention.purge`: the hub may be out of reach for longer.
        """
        values = {
            "now": now_ms,
            "lease": self._lease_ms,
            "holder": self._store.opening,
            "kinds": _KINDS,
            "limit": limit,
        }
        self._delete(FORGET, [wall_ms])
        return _actions(self._store.run(lambda db: db.execute(_LEASE, values).fetchall()))

    def done(self, action_id: str) -> None:
        """The hub has it."""
        self._delete(_DONE, [action_id])

    def refuse(self, action_id: str, reason: str) -> None:
        """The hub will never take it: keep it in front of staff, for as long as it is kept."""
        self._store.run(lambda db: db.execute(_REFUSE, [reason, action_id]))

    def retry_at(self, action_id: str, at_ms: int) -> None:
        """End the lease and wait until a monotonic time."""
        values = [at_ms, self._store.opening, action_id]
        self._store.run(lambda db: db.execute(_RETRY, values))

    def refused(self) -> Sequence[Action]:
        """List what the hub refused and no member of staff has read."""
        return _actions(self._store.run(lambda db: db.execute(_REFUSED).fetchall()))

    def note_refused(self) -> None:
        """A member of staff has read them: they are gone."""
        self._delete(_NOTE_REFUSED, [])

    def _delete(self, statement: str, values: list[str | int]) -> None:
        def work(db: Database) -> int:
            return int(db.execute(statement, values).rowcount)

        if self._store.run(work):
            self._store.tidy()


def _carry(db: Database) -> None:
    with db.atomic():
        db.execute(_CARRY)
        db.execute(_CARRIED)


def _actions(found: Sequence[tuple[str, str, int, int, bytes, int, str]]) -> Sequence[Action]:
    return tuple(
        Action(action_id, ActionKind(kind), made_at_ms, keep_ms, body, attempts, reason)
        for action_id, kind, made_at_ms, keep_ms, body, attempts, reason in found
    )
