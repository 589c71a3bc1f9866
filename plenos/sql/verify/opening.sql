-- The opening roll, rebuilt from today's rows and the first image before a change,
-- against the digests written when it was loaded.
-- In: %(regency)s. Out: kelurahan, what, expected (digest's), found (rebuilt).
-- A kelurahan loaded in several batches has a digest for each. Batches of a regency
-- never overlap in time and ids only grow, so the first batch holds the first so many
-- people by id, the second the next: every one is compared person by person.
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
), batch AS (
  SELECT d.key AS kelurahan, e.id AS event, (d.value ->> 'rows')::bigint AS n,
    d.value ->> 'sha256' AS sha256,
    sum((d.value ->> 'rows')::bigint) OVER (PARTITION BY d.key ORDER BY e.id) AS upto
  FROM voter_event e, jsonb_each(e.after) d
  WHERE e.regency_code = %(regency)s AND e.operation = 'OPENING'
), numbered AS (
  SELECT kelurahan, text, id,
    row_number() OVER (PARTITION BY kelurahan ORDER BY id) AS place
  FROM line
), rebuilt AS (
  SELECT b.kelurahan, b.event,
    encode(sha256(convert_to(string_agg(p.text, E'\n' ORDER BY p.id), 'UTF8')), 'hex')
      AS sha256
  FROM batch b JOIN numbered p ON p.kelurahan = b.kelurahan
    AND p.place > b.upto - b.n AND p.place <= b.upto
  GROUP BY 1, 2
), found AS (
  SELECT kelurahan, count(*) AS n FROM line GROUP BY 1
), due AS (
  SELECT b.kelurahan, sum(b.n) AS n,
    bool_or(r.sha256 IS DISTINCT FROM b.sha256) AS differs
  FROM batch b LEFT JOIN rebuilt r USING (kelurahan, event)
  GROUP BY 1
)
SELECT kelurahan,
  CASE WHEN coalesce(due.n, 0) <> coalesce(found.n, 0) THEN 'baris daftar pembuka'
       ELSE 'sidik daftar pembuka' END,
  coalesce(due.n, 0), coalesce(found.n, 0)
FROM due FULL JOIN found USING (kelurahan)
WHERE coalesce(due.n, 0) <> coalesce(found.n, 0) OR due.differs
ORDER BY 1
