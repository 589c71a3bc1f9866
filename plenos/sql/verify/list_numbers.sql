-- Everybody's place in the frozen list of a kelurahan: no gap, nobody twice, in its order.
-- In: %(regency)s. Out: kelurahan, what, expected (0), found (members elsewhere).
WITH numbered AS (
  SELECT l.period_id, l.voter_id, row_number() OVER (PARTITION BY l.period_id,
    l.kelurahan ORDER BY l.tps, l.name, l.voter_id) AS n
  FROM period_list l WHERE l.regency_code = %(regency)s
)
SELECT m.kelurahan, p.code || ' urutan daftar', 0, count(*)
FROM period_member m JOIN numbered x USING (period_id, voter_id)
JOIN periods_period p ON p.id = m.period_id
WHERE m.regency_code = %(regency)s AND m.list_no <> x.n
GROUP BY 1, 2 ORDER BY 1, 2
