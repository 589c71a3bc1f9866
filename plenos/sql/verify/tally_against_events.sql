-- Recap columns kept by trigger against the events themselves, every period.
-- In: %(regency)s. Out: kelurahan, what, expected (events), found (tally).
WITH due AS (
  SELECT e.period_id, c.kelurahan, c.sex, c.col, c.cat, sum(c.n) AS n
  FROM voter_event e, event_cells(e.effect, e.sign, e.category, e.kelurahan_from,
    e.sex_from, e.kelurahan_to, e.sex_to) c
  WHERE e.regency_code = %(regency)s AND e.period_id IS NOT NULL
    AND e.effect NOT IN ('PEMBUKAAN', 'CATATAN', 'TAHAN')
  GROUP BY 1, 2, 3, 4, 5
), kept AS (
  SELECT period_id, kelurahan, sex, "column" AS col, category AS cat, n
  FROM period_tally WHERE regency_code = %(regency)s
)
SELECT kelurahan, concat_ws(' ', p.code, col, nullif(cat, ''), sex),
  coalesce(due.n, 0), coalesce(kept.n, 0)
FROM due FULL JOIN kept USING (period_id, kelurahan, sex, col, cat)
LEFT JOIN periods_period p ON p.id = period_id
WHERE coalesce(due.n, 0) <> coalesce(kept.n, 0)
ORDER BY 1, 2
