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
    # resend = 1: accepted by a hub that was restored since, to be sent again. holder: which
    # opening of the file a lease or wait belongs to. settled_day: see `retention`.
    """
    ALTER TABLE outbox ADD COLUMN basket_id TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN holder TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN epoch TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN hub_sequence INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN resend INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN settled_day INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE outbox ADD COLUMN resolution TEXT NOT NULL DEFAULT '';
    ALTER TABLE outbox ADD COLUMN resolved_by TEXT NOT NULL DEFAULT '';
    CREATE INDEX outbox_due ON outbox (attempts, position)
      WHERE state IN ('pending', 'sent') OR resend = 1;
    CREATE INDEX outbox_basket ON outbox (basket_id, position)
      WHERE state IN ('pending', 'sent') OR resend = 1;
    CREATE INDEX outbox_refused ON outbox (position) WHERE state = 'rejected' AND resolution = '';
    CREATE INDEX outbox_kept ON outbox (epoch, hub_sequence)
      WHERE state = 'accepted' AND resend = 0 AND body <> x'';
    CREATE TABLE left_basket (
      id TEXT PRIMARY KEY,
      kept_at_ms INTEGER NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE damage (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      at TEXT NOT NULL,
      saved INTEGER NOT NULL,
      lost TEXT NOT NULL,
      file TEXT NOT NULL,
      noted_by TEXT NOT NULL DEFAULT ''
    ) STRICT;
    """,
    # All that is no order; `left_basket` is what the release before writes, should it come back.
    """
    CREATE TABLE action (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      made_at_ms INTEGER NOT NULL,
      keep_ms INTEGER NOT NULL,
      body BLOB NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      next_attempt_ms INTEGER NOT NULL DEFAULT 0,
      lease_until_ms INTEGER NOT NULL DEFAULT 0,
      holder TEXT NOT NULL DEFAULT '',
      reason TEXT NOT NULL DEFAULT ''
    ) STRICT;
    """,
)
"""Append only: new columns with defaults, tables, indexes. The release before a step must be
able to send what the release after it wrote."""


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
