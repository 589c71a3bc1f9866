-- What a delivery would newly propose, by kelurahan and kind, beside what earlier
-- deliveries of the period proposed there; nothing is counted twice.
-- In: {proposed}; change_proposal, roll_tally and reconciliation_ceilingfigure of the
--     regency; kinds, regency, period, delivery.
-- Out: kelurahan, kind, found, earlier, voters, parts (category to rows, JSON).
WITH fresh AS (
  SELECT d.kelurahan, d.kind, d.category, d.warnings <> '{{}}' AS warned
  FROM {proposed} d
  WHERE d.kind = ANY (%(kinds)s) AND NOT EXISTS (
    -- The partial index of open proposals serves this: states as it has them.
    SELECT FROM change_proposal o
    WHERE o.regency_code = %(regency)s AND o.nik = d.nik AND o.kind = d.kind
      AND o.kind <> 'UNDO'
      AND o.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED'))
), by_category AS (
  SELECT kelurahan, kind, category, count(*) AS n,
    count(*) FILTER (WHERE warned) AS warned
  FROM fresh GROUP BY kelurahan, kind, category
), found AS (
  SELECT kelurahan, kind, sum(n)::bigint AS n, sum(warned)::bigint AS warned,
    jsonb_object_agg(category, n) AS parts
  FROM by_category GROUP BY kelurahan, kind
), earlier AS (
  SELECT f.kelurahan, f.kind, sum(f.found)::bigint AS n
  FROM reconciliation_ceilingfigure f
  JOIN reconciliation_delivery d ON d.id = f.delivery_id
  WHERE f.regency_code = %(regency)s AND f.period_id = %(period)s
    AND f.delivery_id <> %(delivery)s AND d.state = 'DONE'
  GROUP BY f.kelurahan, f.kind
), roll AS (
  SELECT kelurahan, sum(n)::bigint AS n FROM roll_tally
  WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
  GROUP BY kelurahan
)
SELECT f.kelurahan, f.kind, f.n, coalesce(e.n, 0), coalesce(r.n, 0), f.warned,
  f.parts::text
FROM found f
LEFT JOIN earlier e USING (kelurahan, kind)
LEFT JOIN roll r USING (kelurahan)
ORDER BY f.kelurahan, f.kind
