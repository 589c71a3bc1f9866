-- The roll's totals kept by trigger against a count of the roll.
-- In: %(regency)s. Out: kelurahan, what, expected (count), found (tally).
WITH due AS (
  SELECT kelurahan, sex, status, count(*) AS n FROM voter
  WHERE regency_code = %(regency)s GROUP BY 1, 2, 3
), kept AS (
  SELECT kelurahan, sex, status, n FROM roll_tally WHERE regency_code = %(regency)s
)
SELECT kelurahan, concat_ws(' ', status, sex), coalesce(due.n, 0), coalesce(kept.n, 0)
FROM due FULL JOIN kept USING (kelurahan, sex, status)
WHERE coalesce(due.n, 0) <> coalesce(kept.n, 0)
ORDER BY 1, 2
