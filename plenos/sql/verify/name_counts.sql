-- How many bear each spelling, as kept for the searches (ADR 0078), against the roll; only
-- where nothing happened since it was counted, for a search counts what did.
-- In: %(regency)s. Out: kelurahan, what, expected (none), found (spellings that differ).
WITH due AS (
  SELECT hashtextextended(name, 0) AS spelt, count(*) AS n FROM voter
  WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
  GROUP BY 1
), kept AS (
  SELECT spelt, n FROM name_sound WHERE regency_code = %(regency)s AND n <> 0
)
SELECT %(regency)s, 'ejaan nama', 0, count(*)
FROM due FULL JOIN kept USING (spelt)
WHERE coalesce(due.n, 0) <> coalesce(kept.n, 0)
  AND (SELECT event_id FROM name_count WHERE regency_code = %(regency)s)
    = (SELECT max(id) FROM voter_event WHERE regency_code = %(regency)s)
HAVING count(*) > 0
