-- Every step of a voter's version left one event: an event taken away shows here.
-- In: %(regency)s. Out: kelurahan, what, expected events, found events.
WITH made AS (
  SELECT voter_id, count(*) AS n FROM voter_event
  WHERE regency_code = %(regency)s AND operation = 'UPDATE' GROUP BY 1
)
SELECT v.kelurahan, 'peristiwa', sum(v.row_version - 1), sum(coalesce(made.n, 0))
FROM voter v LEFT JOIN made ON made.voter_id = v.id
WHERE v.regency_code = %(regency)s AND v.row_version - 1 <> coalesce(made.n, 0)
GROUP BY 1 ORDER BY 1
