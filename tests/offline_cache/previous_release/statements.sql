-- What the release before does with the outbox. Never changed.

-- count
INSERT INTO counter (name, value) VALUES ('order', 1)
ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value;

-- insert
INSERT INTO outbox (order_id, number, created_at, body) VALUES (?, ?, ?, ?);

-- lease
UPDATE outbox SET state = 'sent', attempts = attempts + 1, lease_until_ms = :now + :lease
WHERE position IN (
  SELECT position FROM outbox
  WHERE state IN ('pending', 'sent')
    AND (lease_until_ms <= :now OR lease_until_ms > :now + :lease)
    AND (next_attempt_ms <= :now OR next_attempt_ms > :now + :longest)
  ORDER BY attempts, position LIMIT :limit)
RETURNING order_id, number, state, created_at, attempts, reason, body, position;

-- accept
UPDATE outbox SET state = 'accepted', answer = ?, reason = '', detail = '', lease_until_ms = 0
WHERE order_id = ? AND state IN ('pending', 'sent');

-- reject
UPDATE outbox SET state = 'rejected', reason = ?, detail = ?, lease_until_ms = 0
WHERE order_id = ? AND state IN ('pending', 'sent');

-- retry
UPDATE outbox SET next_attempt_ms = ?, lease_until_ms = 0
WHERE order_id = ? AND state IN ('pending', 'sent');

-- rows
SELECT order_id, number, state, created_at, attempts, reason, body FROM outbox
ORDER BY position DESC;

-- row
SELECT order_id, number, state, created_at, attempts, reason, body FROM outbox
WHERE order_id = ?;

-- answer
SELECT answer FROM outbox WHERE order_id = ?;

-- purge
UPDATE outbox SET body = x''
WHERE state = 'accepted' AND length(body) > 0 AND unixepoch(created_at) * 1000 <= ?;
