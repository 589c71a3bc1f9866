-- Voters of special sites in the frozen list against the frozen figure.
-- In: %(regency)s. Out: kelurahan, what, expected (recap), found (list of that day).
WITH newest AS (
  SELECT DISTINCT ON (period_id) id, period_id FROM plenos_recap
  WHERE regency_code = %(regency)s ORDER BY period_id, version DESC
), due AS (
  SELECT r.period_id, l.kelurahan, l.sex, l.n FROM newest r
  JOIN plenos_recapline l ON l.recap_id = r.id AND l."column" = 'LOKSUS'
), found AS (
  SELECT period_id, kelurahan, sex, count(*) AS n FROM period_list
  WHERE regency_code = %(regency)s AND is_special_site GROUP BY 1, 2, 3
)
SELECT kelurahan, concat_ws(' ', p.code, 'lokasi khusus', sex), coalesce(due.n, 0),
  coalesce(found.n, 0)
FROM due FULL JOIN found USING (period_id, kelurahan, sex)
JOIN periods_period p ON p.id = period_id
WHERE coalesce(due.n, 0) <> coalesce(found.n, 0)
ORDER BY 1, 2
