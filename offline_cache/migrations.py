"""The schema of `terminal.db`: forward-only steps, counted by `PRAGMA user_version`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from kiosk.errors import StoreBroken

TERMINAL: tuple[str, ...] = (
    """
    CREATE TABLE outbox (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      order_id TEXT NOT NULL UNIQUE,
      number TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sent', 'accepted', 'rejected')),
      created_at TEXT NOT NULL,
      body BLOB NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_ms INTEGER NOT NULL DEFAULT 0,
      lease_until_ms INTEGER NOT NULL DEFAULT 0,
      answer BLOB,
      reason TEXT NOT NULL DEFAULT '',
      detail TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX outbox_open ON outbox (attempts, position) WHERE state IN ('pending', 'sent');
    CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    """,
)
"""Append only. A step must leave the file usable by the release before it."""


def migrate(database: Database, steps: Sequence[str] = TERMINAL) -> None:
    """Bring a file up to date, each step in one transaction.

    A file one release newer is used as it is (an upgrade was taken back); one newer than
    that is refused with `StoreBroken`, untouched.
    """
    found = int(database.execute("PRAGMA user_version").fetchone()[0])
    if found > len(steps) + 1:
        raise StoreBroken("store_too_new", found=found, known=len(steps))
    for version in range(found, len(steps)):
        with database.atomic():
            database.executescript(steps[version])
            database.execute(f"PRAGMA user_version = {version + 1}")
