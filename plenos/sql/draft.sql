-- The draft of an open period's recap in one statement: its round trips would cost more
-- than what they read.
-- In: regency, period, starts_on (of the period). Out: kelurahan, sex, column, category,
-- n; and one row VERSI with the number that the version will have. What was undone has
-- no cell: a place that a change of regions made and its undoing removed is none.
-- The recap before is the one selectors.recap.previous_recap() gives. LOKSUS reads the
-- partial index of the few who vote at a special site (special_sites_cover.sql).
WITH previous AS (
  SELECT r.id FROM plenos_recap r JOIN periods_period p ON p.id = r.period_id
  WHERE r.regency_code = %(regency)s AND p.starts_on < %(starts_on)s
  ORDER BY p.starts_on DESC, r.version DESC LIMIT 1
)
SELECT l.kelurahan, l.sex, 'SEBELUM' AS "column", '' AS category, l.n
FROM plenos_recapline l
WHERE l.recap_id = (SELECT id FROM previous) AND l."column" = 'SEKARANG'
UNION ALL
SELECT t.kelurahan, t.sex, t."column", t.category, t.n
FROM period_tally t
WHERE t.regency_code = %(regency)s AND t.period_id = %(period)s AND t.n <> 0
UNION ALL
SELECT h.kelurahan, h.sex, 'DITAHAN', '', h.n
FROM roll_tally h
WHERE h.regency_code = %(regency)s AND h.status = 'HELD' AND h.n <> 0
UNION ALL
SELECT v.kelurahan, v.sex, 'LOKSUS', '', count(*)
FROM voter v
WHERE v.regency_code = %(regency)s AND v.is_special_site
  AND v.status IN ('ACTIVE', 'HELD')
GROUP BY v.kelurahan, v.sex
UNION ALL
SELECT '', '', 'VERSI', '', 1 + coalesce(max(r.version), 0)
FROM plenos_recap r
WHERE r.period_id = %(period)s
