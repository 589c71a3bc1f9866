-- People behind the differences of a new version: whom the events since the seal of
-- the version before touched, by kelurahan and column of the recap.
-- In: %(regency)s, %(period)s, %(after)s, %(last)s (event ids, first excluded),
-- %(terms)s (columns that make up SEKARANG). Out: kelurahan, column,
-- category ('' for all of them), people.
WITH touched AS (
  SELECT c.kelurahan, c.col, c.cat, e.voter_id
  FROM voter_event e, event_cells(e.effect, e.sign, e.category, e.kelurahan_from,
    e.sex_from, e.kelurahan_to, e.sex_to) c
  WHERE e.regency_code = %(regency)s AND e.period_id = %(period)s
    AND e.id > %(after)s AND e.id <= %(last)s AND e.voter_id IS NOT NULL
    AND e.effect NOT IN ('PEMBUKAAN', 'CATATAN', 'TAHAN')
)
SELECT kelurahan, col, '', count(DISTINCT voter_id) FROM touched GROUP BY 1, 2
UNION ALL
SELECT kelurahan, col, cat, count(DISTINCT voter_id) FROM touched
WHERE cat <> '' GROUP BY 1, 2, 3
UNION ALL
SELECT kelurahan, 'SEKARANG', '', count(DISTINCT voter_id) FROM touched
WHERE col = ANY(%(terms)s) GROUP BY 1
UNION ALL
SELECT e.kelurahan_to, 'DITAHAN', '', count(DISTINCT e.voter_id) FROM voter_event e
WHERE e.regency_code = %(regency)s AND e.period_id = %(period)s
  AND e.id > %(after)s AND e.id <= %(last)s AND e.effect = 'TAHAN'
GROUP BY 1
