-- In: regency, event ids of a seal (first excluded).
-- Out: the first event that is not what was sealed, and in what way; nothing when all
-- fit.
SELECT coalesce(l.event_id, e.id),
  CASE WHEN e.id IS NULL THEN 'gone' WHEN l.event_id IS NULL THEN 'added'
       ELSE 'changed' END
FROM (
  SELECT event_id, digest FROM chain_link
  WHERE regency_code = %(regency)s AND event_id > %(after_id)s
    AND event_id <= %(last_id)s) l
FULL JOIN (
  SELECT x.id, event_digest(x) AS digest FROM voter_event x
  WHERE x.regency_code = %(regency)s AND x.id > %(after_id)s
    AND x.id <= %(last_id)s) e ON e.id = l.event_id
WHERE l.digest IS DISTINCT FROM e.digest
ORDER BY 1 LIMIT 1
