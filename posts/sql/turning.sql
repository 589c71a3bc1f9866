-- How many turn 17 in each kelurahan. In: regency; the first and last birth of the
-- window (posts/rules/seventeen.py); a range of kelurahan codes. Out: kelurahan, men,
-- women, all, for planning; no person. Who is on the roll already (married before 17)
-- is not counted. The rows are those that the login may see (row security).
SELECT y.kelurahan,
  count(*) FILTER (WHERE y.data->>'sex' = 'L') AS male,
  count(*) FILTER (WHERE y.data->>'sex' = 'P') AS female,
  count(*) AS n
FROM not_yet_eligible y
WHERE y.regency_code = %(regency)s AND y.left_by IS NULL
  AND y.birth_date >= %(earliest)s AND y.birth_date <= %(latest)s
  AND y.kelurahan >= %(lo)s AND y.kelurahan < %(hi)s
  AND NOT EXISTS (
    SELECT FROM voter v WHERE v.regency_code = %(regency)s AND v.nik = y.nik
      AND v.status IN ('ACTIVE', 'HELD'))
GROUP BY y.kelurahan
ORDER BY y.kelurahan
