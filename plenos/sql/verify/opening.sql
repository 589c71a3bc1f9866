-- The opening roll, rebuilt from today's rows and the first image before a change,
-- against the digest written when it was loaded.
-- In: %(regency)s. Out: kelurahan, what, expected (digest's), found (rebuilt).
WITH first AS (
  SELECT DISTINCT ON (voter_id) voter_id, operation, before AS i FROM voter_event
  WHERE regency_code = %(regency)s AND voter_id IS NOT NULL
  ORDER BY voter_id, id
), line AS (
  SELECT v.id,
    CASE WHEN f.i IS NULL THEN v.kelurahan ELSE f.i ->> 'kelurahan' END AS kelurahan,
    CASE WHEN f.i IS NULL THEN {line} ELSE {image_line} END AS text
  FROM voter v LEFT JOIN first f ON f.voter_id = v.id
  WHERE v.regency_code = %(regency)s AND f.operation IS DISTINCT FROM 'INSERT'
), found AS (
  SELECT kelurahan, count(*) AS n,
    encode(sha256(convert_to(string_agg(text, E'\n' ORDER BY id), 'UTF8')), 'hex')
      AS sha256
  FROM line GROUP BY 1
), due AS (
  SELECT d.key AS kelurahan, sum((d.value ->> 'rows')::bigint) AS n,
    CASE WHEN count(*) = 1 THEN max(d.value ->> 'sha256') END AS sha256
  FROM voter_event e, jsonb_each(e.after) d
  WHERE e.regency_code = %(regency)s AND e.operation = 'OPENING'
  GROUP BY 1
)
SELECT kelurahan,
  CASE WHEN coalesce(due.n, 0) <> coalesce(found.n, 0) THEN 'baris daftar pembuka'
       ELSE 'sidik daftar pembuka' END,
  coalesce(due.n, 0), coalesce(found.n, 0)
FROM due FULL JOIN found USING (kelurahan)
WHERE coalesce(due.n, 0) <> coalesce(found.n, 0)
  OR (due.sha256 IS NOT NULL AND due.sha256 <> found.sha256)
ORDER BY 1
