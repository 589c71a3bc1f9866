-- A voter with events is what the last of them left behind.
-- In: %(regency)s. Out: kelurahan, what, expected differences (0), found.
WITH last AS (
  SELECT DISTINCT ON (voter_id) voter_id, after FROM voter_event
  WHERE regency_code = %(regency)s AND voter_id IS NOT NULL
  ORDER BY voter_id, id DESC
)
SELECT v.kelurahan, 'pemilih lain dari peristiwa terakhirnya', 0, count(*)
FROM last JOIN voter v ON v.regency_code = %(regency)s AND v.id = last.voter_id
WHERE last.after IS DISTINCT FROM {image}
GROUP BY 1 ORDER BY 1
