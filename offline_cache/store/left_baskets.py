"""Changes to identified baskets that a session left behind offline: kept a day, then forgotten."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.ports.orders import LeftBasket
from offline_cache.store.terminal_store import TerminalStore

KEEP_MS = 24 * 3600 * 1000

_KEEP = "INSERT OR REPLACE INTO left_basket (id, kept_at_ms, body) VALUES (?, ?, ?)"
# A day off in either direction: a clock that was set back must not keep them for years.
FORGET = "DELETE FROM left_basket WHERE abs(? - kept_at_ms) >= ?"
_WAITING = "SELECT body FROM left_basket ORDER BY rowid"
_DROP = "DELETE FROM left_basket WHERE id = ?"
_decode = msgspec.json.Decoder(LeftBasket).decode


class SqliteLeftBaskets:
    """`kiosk.ports.orders.LeftBaskets` in `terminal.db`; any thread may call.

    What is forgotten is overwritten in the file, and no copy stays in its log.
    """

    def __init__(self, store: TerminalStore) -> None:
        self._store = store

    def keep(self, left: LeftBasket, now_ms: int) -> None:
        """Keep it for 24 hours of the wall clock. Raises `StoreFull`."""
        body = msgspec.json.encode(left)
        self._store.run(lambda db: db.execute(_KEEP, [left.id, now_ms, body]))

    def waiting(self, now_ms: int) -> Sequence[LeftBasket]:
        """Return what is to be sent, oldest first; older than 24 hours is forgotten here.

        And in `retention.purge`: the hub may be out of reach for longer.
        """
        self._delete(FORGET, [now_ms, KEEP_MS])
        found = self._store.run(lambda db: db.execute(_WAITING).fetchall())
        return tuple(_decode(body) for (body,) in found)

    def drop(self, left_id: str) -> None:
        """Forget it: it was sent, or will never be taken."""
        self._delete(_DROP, [left_id])

    def _delete(self, statement: str, values: list[str | int]) -> None:
        if self._store.run(lambda db: db.execute(statement, values).rowcount):
            self._store.tidy()
