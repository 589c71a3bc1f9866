-- What a delivery would newly propose, by kelurahan and kind and in the whole regency by
-- kind, beside what stands of what earlier deliveries of the period proposed there;
-- nothing is counted twice.
-- In: {proposed}; change_proposal, roll_tally and reconciliation_delivery of the regency;
--     kinds, regency, period, delivery; fallen = states of a proposal of which nothing
--     comes.
-- Out: place (kelurahan, "" where none is known, or the regency's code for all of it),
--     kind, found, earlier, voters, warned, parts (category to rows, JSON).
WITH fresh AS (
  SELECT d.kelurahan, d.kind, d.category, d.warnings <> '{{}}' AS warned
  FROM {proposed} d
  WHERE d.kind = ANY (%(kinds)s) AND NOT EXISTS (
    -- The partial index of open proposals serves this: states as it has them.
    SELECT FROM change_proposal o
    WHERE o.regency_code = %(regency)s AND o.nik = d.nik AND o.kind = d.kind
      AND o.kind <> 'UNDO'
      AND o.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED'))
  -- A question that was answered is not opened again (voters/sql/propose.sql).
  AND NOT EXISTS (
    SELECT FROM change_proposal a
    WHERE a.regency_code = %(regency)s AND a.nik = d.nik AND a.kind = d.kind
      AND a.kind IN ('TIDAK_ADA', 'MUNCUL_KEMBALI', 'NIK_GANDA_ORANG')
      AND a.fingerprint = d.fingerprint AND NOT a.new ? '_pair'
      AND a.state IN ('REJECTED', 'REFERRED'))
), by_category AS (
  SELECT CASE WHEN grouping(kelurahan) = 1 THEN %(regency)s ELSE kelurahan END AS place,
    kind, category, count(*) AS n, count(*) FILTER (WHERE warned) AS warned
  FROM fresh
  GROUP BY GROUPING SETS ((kelurahan, kind, category), (kind, category))
), found AS (
  SELECT place, kind, sum(n)::bigint AS n, sum(warned)::bigint AS warned,
    jsonb_object_agg(category, n) AS parts
  FROM by_category GROUP BY place, kind
), earlier AS (
  -- What stands of it, where the people live by now: a file that was undone or refused
  -- is no part of what its correction adds, and a kelurahan may have another code.
  SELECT CASE WHEN grouping(p.kelurahan) = 1 THEN %(regency)s ELSE p.kelurahan END
    AS place, p.kind, count(*) AS n
  FROM reconciliation_delivery d
  JOIN change_proposal p ON p.regency_code = %(regency)s AND p.delivery_id = d.id
    AND p.kind = ANY (%(kinds)s) AND p.rule <> 'NOT_YET'
    AND p.state <> ALL (%(fallen)s)
  WHERE d.regency_code = %(regency)s AND d.period_id = %(period)s
    AND d.id <> %(delivery)s AND d.state = 'DONE'
  GROUP BY GROUPING SETS ((p.kelurahan, p.kind), (p.kind))
), roll AS (
  SELECT CASE WHEN grouping(kelurahan) = 1 THEN %(regency)s ELSE kelurahan END AS place,
    sum(n)::bigint AS n
  FROM roll_tally
  WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
  GROUP BY GROUPING SETS ((kelurahan), ())
)
SELECT f.place, f.kind, f.n, coalesce(e.n, 0), coalesce(r.n, 0), f.warned,
  f.parts::text
FROM found f
LEFT JOIN earlier e USING (place, kind)
LEFT JOIN roll r USING (place)
ORDER BY f.place, f.kind
