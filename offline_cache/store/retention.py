"""How long the terminal keeps what it no longer needs."""

from __future__ import annotations

from sqlite_utils import Database

from offline_cache.store.actions import FORGET
from offline_cache.store.terminal_store import TerminalStore

KEEP_DAYS = 30
LONGEST_NIGHT = 4  # days that may pass unseen between two calls: a terminal switched off
DAY_MS = 24 * 3600 * 1000

_SEEN = "SELECT name, value FROM counter WHERE name IN ('day', 'day_at_ms')"
_SET = """
INSERT INTO counter (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
# The row itself stays: its id, number and answer hold nothing personal.
_PURGE = """
UPDATE outbox SET body = x''
WHERE body <> x'' AND settled_day <= ?
  AND ((state = 'accepted' AND resend = 0) OR (state = 'rejected' AND resolution <> ''))
"""


def purge(store: TerminalStore, now_ms: int) -> int:
    """Forget the bodies of orders settled 30 days ago or earlier; return how many.

    And other actions, when their time is over.

    Settled means accepted, or refused and resolved by staff; all others are kept, however
    old. Call it every hour. Days are counted in the store as they pass: what a
    clock showed when an order was made, accepted or purged proves nothing, and a jump of
    years counts as `LONGEST_NIGHT`.

    `secure_delete` overwrites the bodies in the file, and the log is folded in and cut, so
    that no copy stays in either.
    """

    def work(db: Database) -> int:
        with db.atomic():
            db.execute(FORGET, [now_ms])
            return int(db.execute(_PURGE, [_today(db, now_ms) - KEEP_DAYS]).rowcount)

    purged = store.run(work)
    store.tidy()
    return purged


def _today(db: Database, now_ms: int) -> int:
    """Count the days that passed since the last call."""
    seen = dict(db.execute(_SEEN).fetchall())
    day, before_ms = seen.get("day", 0), seen.get("day_at_ms")
    passed = 0 if before_ms is None else (now_ms - before_ms) // DAY_MS
    if before_ms is None or passed < 0:
        before_ms, passed = now_ms, 0
    if passed > LONGEST_NIGHT:
        before_ms, passed = now_ms - LONGEST_NIGHT * DAY_MS, LONGEST_NIGHT
    db.execute(_SET, ["day", day + passed])
    db.execute(_SET, ["day_at_ms", before_ms + passed * DAY_MS])
    return int(day + passed)
