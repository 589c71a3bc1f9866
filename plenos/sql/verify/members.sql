-- Who was counted against the frozen figure, every frozen period and version of it.
-- In: %(regency)s. Out: kelurahan, what, expected (recap), found (members).
WITH frozen AS (
  SELECT id, period_id, version FROM plenos_recap WHERE regency_code = %(regency)s
), due AS (
  SELECT r.period_id, r.version, l.kelurahan, l.sex, l.n FROM frozen r
  JOIN plenos_recapline l ON l.recap_id = r.id AND l."column" = 'SEKARANG'
), counted AS (
  SELECT period_id, kelurahan, sex, since_version AS since, 32767 AS last, count(*) AS n
  FROM period_member WHERE regency_code = %(regency)s GROUP BY 1, 2, 3, 4
  UNION ALL
  SELECT period_id, kelurahan, sex, since_version, last_version, count(*)
  FROM period_member_past WHERE regency_code = %(regency)s GROUP BY 1, 2, 3, 4, 5
), found AS (
  SELECT r.period_id, r.version, c.kelurahan, c.sex, sum(c.n) AS n
  FROM frozen r JOIN counted c
    ON c.period_id = r.period_id AND r.version BETWEEN c.since AND c.last
  GROUP BY 1, 2, 3, 4
)
SELECT kelurahan,
  concat_ws(' ', p.code, CASE WHEN version > 1 THEN 'versi ' || version END,
    'anggota', sex),
  coalesce(due.n, 0), coalesce(found.n, 0)
FROM due FULL JOIN found USING (period_id, version, kelurahan, sex)
JOIN periods_period p ON p.id = period_id
WHERE coalesce(due.n, 0) <> coalesce(found.n, 0)
ORDER BY 1, 2
