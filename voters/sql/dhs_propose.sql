-- Rows that somebody chose, as propose_bulk() takes them. A difference is measured anew
-- against the record of today; nobody is removed by a list.
-- In: sidalih_row of a batch; regency, comparison, batch, reference date, source, rule.
-- Out: {table}: UBAH or PINDAH_DALAM in the direction SIDALIH to portal, and candidates
-- of BARU, which LOW_TRUST sends to coklit terbatas.
CREATE UNLOGGED TABLE {table} AS
WITH chosen AS (
  SELECT * FROM sidalih_row WHERE regency_code = %(regency)s
    AND comparison_id = %(comparison)s AND batch = %(batch)s::uuid
), changed AS (
  SELECT c.id, v.id AS voter_id, v.row_version, v.nik, v.name, v.sex, v.kelurahan,
    array_agg(t.key ORDER BY t.key) AS elements,
    jsonb_object_agg(t.key, to_jsonb(v) ->> t.key) AS old,
    jsonb_object_agg(t.key, t.value) AS new
  FROM chosen c
  JOIN voter v ON v.regency_code = %(regency)s AND v.id = c.voter_id
    AND v.status IN ('ACTIVE', 'HELD')
  CROSS JOIN LATERAL jsonb_each_text(c.told) t
  WHERE c.outcome = 'DIFFERS' AND t.key NOT IN ('status', 'status_reason')
    AND (to_jsonb(v) ->> t.key IS DISTINCT FROM t.value
      OR t.key = 'tps' AND (c.told ->> 'kelurahan' <> v.kelurahan) IS TRUE)
    AND (t.key <> 'dpid' OR v.dpid = '')
  GROUP BY c.id, v.id, v.row_version, v.nik, v.name, v.sex, v.kelurahan
)
SELECT CASE WHEN elements && ARRAY['kelurahan', 'tps'] THEN 'PINDAH_DALAM' ELSE 'UBAH' END
    AS kind, '' AS category, voter_id, row_version AS base_version, nik, name, sex,
  kelurahan, elements, old, new, '{{}}'::varchar[] AS warnings, %(rule)s AS rule,
  %(source)s AS source, id AS line_no, '' AS fingerprint, NULL::date AS event_date,
  '' AS evidence_kind, '' AS evidence_no
FROM changed
UNION ALL
SELECT 'BARU', 'BELUM_TERDATA', NULL, NULL, c.nik, c.name, c.told ->> 'sex', c.kelurahan,
  ARRAY(SELECT jsonb_object_keys(c.told)), '{{}}',
  '{{"marital_status": "B"}}'::jsonb || c.told, ARRAY['LOW_TRUST'], %(rule)s, %(source)s,
  c.id, '', NULL, '', ''
FROM chosen c
WHERE c.outcome = 'ONLY_SIDALIH' AND c.why = '' AND c.told ?& %(required)s
  AND ((c.told ->> 'birth_date')::date <= %(as_of)s::date - interval '17 years'
    OR c.told ->> 'marital_status' IN ('S', 'P'))
  AND NOT EXISTS (SELECT FROM voter v WHERE v.regency_code = %(regency)s
    AND v.nik = c.nik)
