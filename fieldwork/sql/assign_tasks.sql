-- Give single tasks of a batch to one officer and spread the officer's days by the load.
-- In: regency, batch, per_day; tasks (numbers of tasks), officer (a number, NULL for a name
-- only), name. Out: how many are given. What has ended stays with whom it was.
WITH given AS (
  SELECT t.id, t.kelurahan, t.rw, t.rt, t.line, true AS now
  FROM fieldwork_task t
  WHERE t.regency_code = %(regency)s AND t.batch_id = %(batch)s
    AND t.state IN ('TODO', 'AGAIN', 'PAPER') AND t.id = ANY(%(tasks)s::bigint[])
), had AS (
  SELECT t.id, t.kelurahan, t.rw, t.rt, t.line, false
  FROM fieldwork_task t
  WHERE t.regency_code = %(regency)s AND t.batch_id = %(batch)s
    AND t.state IN ('TODO', 'AGAIN', 'PAPER') AND t.officer_name = %(name)s
    AND coalesce(t.officer_id, 0) = coalesce(%(officer)s::bigint, 0)
    AND t.id NOT IN (SELECT id FROM given)
), planned AS (
  SELECT id, now, 1 + (row_number() OVER (ORDER BY kelurahan, rw, rt, line) - 1)
    / %(per_day)s AS day
  FROM (SELECT * FROM given UNION ALL SELECT * FROM had) every_task
), spread AS (
  UPDATE fieldwork_task t
  SET officer_id = %(officer)s::bigint, officer_name = %(name)s, day = p.day
  FROM planned p
  WHERE t.regency_code = %(regency)s AND t.id = p.id
  RETURNING p.now
)
SELECT count(*) FILTER (WHERE now) FROM spread
