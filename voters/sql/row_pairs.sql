-- Pairs of which a row of a delivery is a side (origins BOTH and FILE): they wait as long as
-- each row may still become a voter, or is one whom no search has compared yet.
-- In: regency; {told} of row_pairs.py = a row's BARU, its own or the one it joined;
--   fallen = states of a BARU by which nobody is added.
-- Out: duplicate_pair, STALE or waiting again; an answer is never touched.

-- step: follow
-- In: proposals (numbers), and the states that their pairs have and get: was, now.
-- Another row that became nothing keeps its pair from waiting again.
WITH lines AS (
  SELECT delivery_id, line_no FROM ({told}) t WHERE proposal_id = ANY (%(proposals)s)
), touched AS (
  SELECT d.id, d.delivery_id, d.line_b AS other
  FROM duplicate_pair d JOIN lines l USING (delivery_id, line_no)
  WHERE d.regency_code = %(regency)s
  UNION
  SELECT d.id, d.delivery_id, d.line_no
  FROM duplicate_pair d
  JOIN lines l ON l.delivery_id = d.delivery_id AND l.line_no = d.line_b
  WHERE d.regency_code = %(regency)s
)
UPDATE duplicate_pair p SET state = %(now)s
FROM touched t
WHERE p.id = t.id AND p.regency_code = %(regency)s AND p.origin IN ('BOTH', 'FILE')
  AND p.state = %(was)s AND (%(now)s = 'STALE' OR t.other IS NULL OR EXISTS (
    SELECT FROM ({told}) o WHERE o.delivery_id = t.delivery_id AND o.line_no = t.other
      AND o.state <> ALL (%(fallen)s)))

-- step: over
-- In: searched = whether the roll has just been compared with itself.
-- A pair is over where a row became nothing; once the roll has been searched also where
-- all its rows are voters: what is like them is a pair of the roll then.
WITH asked AS (
  SELECT id, delivery_id, line_no, line_b FROM duplicate_pair
  WHERE regency_code = %(regency)s AND origin IN ('BOTH', 'FILE')
    AND state IN ('OPEN', 'SECOND')
), stands AS (
  SELECT delivery_id, line_no, bool_or(state = 'APPLIED') AS is_voter
  FROM ({told}) t
  WHERE delivery_id IN (SELECT delivery_id FROM asked) AND state <> ALL (%(fallen)s)
  GROUP BY delivery_id, line_no
)
UPDATE duplicate_pair p SET state = 'STALE'
FROM asked q
LEFT JOIN stands a ON a.delivery_id = q.delivery_id AND a.line_no = q.line_no
LEFT JOIN stands b ON b.delivery_id = q.delivery_id AND b.line_no = q.line_b
WHERE p.id = q.id AND p.regency_code = %(regency)s
  AND (a.line_no IS NULL OR q.line_b IS NOT NULL AND b.line_no IS NULL
    OR %(searched)s AND a.is_voter AND coalesce(b.is_voter, true))
