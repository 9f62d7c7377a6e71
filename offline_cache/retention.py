"""How long the terminal keeps what it no longer needs."""

from __future__ import annotations

from offline_cache.terminal_store import TerminalStore

KEEP_DAYS = 30

# The row itself stays: its id, number and answer hold nothing personal.
_PURGE = """
UPDATE outbox SET body = x''
WHERE state = 'accepted' AND length(body) > 0 AND unixepoch(created_at) * 1000 <= ?
"""


def purge(store: TerminalStore, now_ms: int) -> int:
    """Forget the bodies of accepted orders made 30 days ago or earlier; return how many.

    `secure_delete` overwrites them in the file, and the log is folded in and cut, so that no
    copy stays in either. Orders not accepted are kept, however old.
    """
    limit = now_ms - KEEP_DAYS * 24 * 3600 * 1000
    purged = store.run(lambda db: db.execute(_PURGE, [limit]).rowcount)
    store.tidy()
    return purged
