-- What the release before does with the outbox. Never changed.

-- count
INSERT INTO counter (name, value) VALUES ('order', 1)
ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value;

-- insert
INSERT INTO outbox (order_id, number, created_at, body, basket_id) VALUES (?, ?, ?, ?, ?);

-- lease
UPDATE outbox SET
  state = CASE state WHEN 'accepted' THEN state ELSE 'sent' END,
  attempts = attempts + 1, lease_until_ms = :now + :lease, next_attempt_ms = 0, holder = :holder
WHERE position IN (
  SELECT * FROM (SELECT position FROM outbox AS one
    WHERE 
  (state IN ('pending', 'sent') OR resend = 1)
    AND (holder <> :holder OR (lease_until_ms <= :now AND next_attempt_ms <= :now))
    AND (basket_id = '' OR NOT EXISTS (
      SELECT 1 FROM outbox
      WHERE (state IN ('pending', 'sent') OR resend = 1) AND basket_id = one.basket_id AND position < one.position
        AND attempts <= :tries))
 AND attempts = 0 ORDER BY position DESC LIMIT :limit / 8)
  UNION SELECT * FROM (SELECT position FROM outbox AS one
    WHERE 
  (state IN ('pending', 'sent') OR resend = 1)
    AND (holder <> :holder OR (lease_until_ms <= :now AND next_attempt_ms <= :now))
    AND (basket_id = '' OR NOT EXISTS (
      SELECT 1 FROM outbox
      WHERE (state IN ('pending', 'sent') OR resend = 1) AND basket_id = one.basket_id AND position < one.position
        AND attempts <= :tries))
 ORDER BY attempts, position LIMIT :limit - :limit / 8))
RETURNING order_id, number, state, created_at, attempts, reason, body, answer, resolution, position;

-- accept
UPDATE outbox SET state = 'accepted', answer = ?, epoch = ?, hub_sequence = ?, reason = '',
  detail = '', lease_until_ms = 0, next_attempt_ms = 0, resend = ?, settled_day = coalesce((SELECT value FROM counter WHERE name = 'day'), 0)
WHERE order_id = ? AND (state IN ('pending', 'sent') OR resend = 1);

-- reject
UPDATE outbox SET state = 'rejected', reason = ?, detail = ?, lease_until_ms = 0,
  next_attempt_ms = 0, resend = 0
WHERE order_id = ? AND (state IN ('pending', 'sent') OR resend = 1);

-- retry
UPDATE outbox SET next_attempt_ms = ?, lease_until_ms = 0, holder = ?
WHERE order_id = ? AND (state IN ('pending', 'sent') OR resend = 1);

-- resend
UPDATE outbox SET resend = 1, attempts = 0, lease_until_ms = 0, next_attempt_ms = 0
WHERE position IN (
  SELECT position FROM outbox WHERE state = 'accepted' AND resend = 0 AND body <> x'' AND epoch < :epoch
  UNION ALL SELECT position FROM outbox WHERE state = 'accepted' AND resend = 0 AND body <> x'' AND epoch > :epoch);

-- resolve
UPDATE outbox SET resolution = ?, resolved_by = ?, settled_day = coalesce((SELECT value FROM counter WHERE name = 'day'), 0)
WHERE order_id = ? AND state = 'rejected' AND resolution = '';

-- rows
SELECT order_id, number, state, created_at, attempts, reason, body, answer, resolution FROM (
  SELECT * FROM (
    SELECT 0 AS part, position AS at FROM outbox WHERE state = 'rejected' AND resolution = ''
    ORDER BY position DESC LIMIT :limit)
  UNION ALL SELECT * FROM (
    SELECT 1, position FROM outbox INDEXED BY outbox_due WHERE (state IN ('pending', 'sent') OR resend = 1)
    ORDER BY position DESC LIMIT :limit)
  UNION ALL SELECT * FROM (
    SELECT 2, position FROM (SELECT * FROM outbox ORDER BY position DESC LIMIT :limit)
    WHERE NOT (state IN ('pending', 'sent') OR resend = 1) AND NOT (state = 'rejected' AND resolution = ''))
  ORDER BY part, at DESC LIMIT :limit) AS chosen
CROSS JOIN outbox ON position = at ORDER BY part, at DESC;

-- counts
SELECT (SELECT count(*) FROM outbox WHERE (state IN ('pending', 'sent') OR resend = 1)),
  (SELECT count(*) FROM outbox WHERE state = 'rejected' AND resolution = '');

-- keep basket
INSERT OR REPLACE INTO left_basket (id, kept_at_ms, body) VALUES (?, ?, ?);

-- baskets
SELECT id, body FROM left_basket ORDER BY rowid;
