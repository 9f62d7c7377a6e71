"""The outbox's statements: constant texts, so that the driver prepares each once.

`_OPEN` is, letter by letter, what the partial indexes of `migrations` are made for.
"""

# ruff: noqa: S608  put together from the constants of this file alone
from __future__ import annotations

_OPEN = "(state IN ('pending', 'sent') OR resend = 1)"
_ROW = "order_id, number, state, created_at, attempts, reason, body, answer, resolution"
_TODAY = "coalesce((SELECT value FROM counter WHERE name = 'day'), 0)"

COUNT = """
INSERT INTO counter (name, value) VALUES ('order', 1)
ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value
"""
INSERT = """
INSERT INTO outbox (order_id, number, created_at, body, basket_id) VALUES (?, ?, ?, ?, ?)
"""
_DUE = f"""
  {_OPEN}
    AND (holder <> :holder OR (lease_until_ms <= :now AND next_attempt_ms <= :now))
    AND (basket_id = '' OR NOT EXISTS (
      SELECT 1 FROM outbox
      WHERE {_OPEN} AND basket_id = one.basket_id AND position < one.position
        AND attempts <= :tries))
"""
# Rows tried least come first, so that one that brings its sender down never stands before
# the others; but one place in eight is for the newest, so that who orders now does not wait
# for a month's queue. Of one basket only the first open row is lent, unless that keeps failing.
LEASE = f"""
UPDATE outbox SET
  state = CASE state WHEN 'accepted' THEN state ELSE 'sent' END,
  attempts = attempts + 1, lease_until_ms = :now + :lease, next_attempt_ms = 0, holder = :holder
WHERE position IN (
  SELECT * FROM (SELECT position FROM outbox AS one
    WHERE {_DUE} AND attempts = 0 ORDER BY position DESC LIMIT :limit / 8)
  UNION SELECT * FROM (SELECT position FROM outbox AS one
    WHERE {_DUE} ORDER BY attempts, position LIMIT :limit - :limit / 8))
RETURNING {_ROW}, position
"""
ACCEPT = f"""
UPDATE outbox SET state = 'accepted', answer = ?, epoch = ?, hub_sequence = ?, reason = '',
  detail = '', lease_until_ms = 0, next_attempt_ms = 0, resend = ?, settled_day = {_TODAY}
WHERE order_id = ? AND {_OPEN}
"""
REJECT = f"""
UPDATE outbox SET state = 'rejected', reason = ?, detail = ?, lease_until_ms = 0,
  next_attempt_ms = 0, resend = 0
WHERE order_id = ? AND {_OPEN}
"""
RETRY = f"""
UPDATE outbox SET next_attempt_ms = ?, lease_until_ms = 0, holder = ?
WHERE order_id = ? AND {_OPEN}
"""
_KEPT = "state = 'accepted' AND resend = 0 AND body <> x''"
RESEND = f"""
UPDATE outbox SET resend = 1, attempts = 0, lease_until_ms = 0, next_attempt_ms = 0
WHERE position IN (
  SELECT position FROM outbox WHERE {_KEPT} AND epoch < :epoch
  UNION ALL SELECT position FROM outbox WHERE {_KEPT} AND epoch > :epoch)
"""
RELEASE = f"""
UPDATE outbox SET body = x''
WHERE {_KEPT} AND epoch = :epoch AND hub_sequence BETWEEN 1 AND :through
"""
KEPT = f"""
SELECT position, order_id FROM outbox INDEXED BY outbox_kept
WHERE {_KEPT} AND epoch = :epoch AND position > :after ORDER BY position LIMIT :limit
"""
RESOLVE = f"""
UPDATE outbox SET resolution = ?, resolved_by = ?, settled_day = {_TODAY}
WHERE order_id = ? AND state = 'rejected' AND resolution = ''
"""
# Only positions are sorted; the bodies of the chosen rows alone are read. The newest rows of
# all hold enough others: there is room for no more of them than come after the open ones.
ROWS = f"""
SELECT {_ROW} FROM (
  SELECT * FROM (
    SELECT 0 AS part, position AS at FROM outbox WHERE state = 'rejected' AND resolution = ''
    ORDER BY position DESC LIMIT :limit)
  UNION ALL SELECT * FROM (
    SELECT 1, position FROM outbox INDEXED BY outbox_due WHERE {_OPEN}
    ORDER BY position DESC LIMIT :limit)
  UNION ALL SELECT * FROM (
    SELECT 2, position FROM (SELECT * FROM outbox ORDER BY position DESC LIMIT :limit)
    WHERE NOT {_OPEN} AND NOT (state = 'rejected' AND resolution = ''))
  ORDER BY part, at DESC LIMIT :limit) AS chosen
CROSS JOIN outbox ON position = at ORDER BY part, at DESC
"""
ROW = f"SELECT {_ROW} FROM outbox WHERE order_id = ?"
COUNTS = f"""
SELECT (SELECT count(*) FROM outbox WHERE {_OPEN}),
  (SELECT count(*) FROM outbox WHERE state = 'rejected' AND resolution = '')
"""
DAMAGES = "SELECT at, saved, lost, file FROM damage WHERE noted_by = '' ORDER BY position"
NOTE_DAMAGES = "UPDATE damage SET noted_by = ? WHERE noted_by = ''"
