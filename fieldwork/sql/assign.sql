-- Give tasks to officers and spread each officer's over days by the load.
-- In: regency, batch, per_day; places (codes of kelurahan), officers (their numbers, NULL
-- for a name only), names, in one order; rw, rt ('' for all). Out: how many are given.
-- What an officer had before is spread with it: two kelurahan are not two loads a day.
WITH asked AS (
  SELECT * FROM unnest(%(places)s::varchar[], %(officers)s::bigint[], %(names)s::varchar[])
    AS g (kelurahan, officer_id, officer_name)
), given AS (
  SELECT t.id, t.kelurahan, t.rw, t.rt, t.line, g.officer_id, g.officer_name, true AS now
  FROM fieldwork_task t JOIN asked g ON g.kelurahan = t.kelurahan
  WHERE t.regency_code = %(regency)s AND t.batch_id = %(batch)s
    AND t.state IN ('TODO', 'AGAIN', 'PAPER')
    AND (%(rw)s = '' OR t.rw = %(rw)s) AND (%(rt)s = '' OR t.rt = %(rt)s)
), had AS (
  SELECT t.id, t.kelurahan, t.rw, t.rt, t.line, t.officer_id, t.officer_name, false
  FROM fieldwork_task t
  WHERE t.regency_code = %(regency)s AND t.batch_id = %(batch)s
    AND t.state IN ('TODO', 'AGAIN', 'PAPER') AND t.officer_name <> ''
    AND (t.officer_name, coalesce(t.officer_id, 0))
      IN (SELECT officer_name, coalesce(officer_id, 0) FROM asked)
    AND t.id NOT IN (SELECT id FROM given)
), planned AS (
  SELECT id, officer_id, officer_name, now,
    1 + (row_number() OVER (PARTITION BY officer_id, officer_name
      ORDER BY kelurahan, rw, rt, line) - 1) / %(per_day)s AS day
  FROM (SELECT * FROM given UNION ALL SELECT * FROM had) every_task
), spread AS (
  UPDATE fieldwork_task t
  SET officer_id = p.officer_id, officer_name = p.officer_name, day = p.day
  FROM planned p
  WHERE t.regency_code = %(regency)s AND t.id = p.id
  RETURNING p.now
)
SELECT count(*) FILTER (WHERE now) FROM spread
