-- As the release before makes a file. Never changed.

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
