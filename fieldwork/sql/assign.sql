-- Give tasks to officers and spread each officer's over days by the load.
-- In: regency, batch, per_day; places (codes of kelurahan), officers (their numbers, NULL
-- for a name only), names, in one order; rw, rt ('' for all). Out: how many.
WITH given AS (
  SELECT * FROM unnest(%(places)s::varchar[], %(officers)s::bigint[], %(names)s::varchar[])
    AS g (kelurahan, officer_id, officer_name)
), planned AS (
  SELECT t.id, g.officer_id, g.officer_name,
    1 + (row_number() OVER (PARTITION BY g.officer_id, g.officer_name
      ORDER BY t.kelurahan, t.rw, t.rt, t.line) - 1) / %(per_day)s AS day
  FROM fieldwork_task t JOIN given g ON g.kelurahan = t.kelurahan
  WHERE t.regency_code = %(regency)s AND t.batch_id = %(batch)s
    AND t.state IN ('TODO', 'AGAIN', 'PAPER')
    AND (%(rw)s = '' OR t.rw = %(rw)s) AND (%(rt)s = '' OR t.rt = %(rt)s)
)
UPDATE fieldwork_task t
SET officer_id = p.officer_id, officer_name = p.officer_name, day = p.day
FROM planned p
WHERE t.regency_code = %(regency)s AND t.id = p.id
