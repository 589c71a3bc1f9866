-- The stations' totals kept by trigger against a count of the roll.
-- In: %(regency)s. Out: kelurahan, what, expected (count), found (tally).
WITH due AS (
  SELECT kelurahan, tps, is_special_site, sex, count(*) AS n FROM voter
  WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
  GROUP BY 1, 2, 3, 4
), kept AS (
  SELECT kelurahan, tps, is_special_site, sex, n FROM station_tally
  WHERE regency_code = %(regency)s
)
SELECT kelurahan, concat_ws(' ', 'TPS', nullif(tps, ''),
    CASE WHEN is_special_site THEN 'lokasi khusus' END, sex),
  coalesce(due.n, 0), coalesce(kept.n, 0)
FROM due FULL JOIN kept USING (kelurahan, tps, is_special_site, sex)
WHERE coalesce(due.n, 0) <> coalesce(kept.n, 0)
ORDER BY 1, 2
