-- What each post did, month by month. In: regency; a period's key or NULL; the first day
-- of a month and the first after it, or NULL. Out: one row for a post and month: visits,
-- visits by kind, reports, proposals made of them, proposals applied.
-- The rows are those that the login may see (row security of each table).
SELECT p.id, p.name, p.kecamatan,
  to_char(v.at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month,
  count(*) AS visits,
  count(*) FILTER (WHERE v.kind = 'BARU') AS baru,
  count(*) FILTER (WHERE v.kind = 'PINDAH') AS pindah,
  count(*) FILTER (WHERE v.kind = 'MENINGGAL') AS meninggal,
  count(*) FILTER (WHERE v.kind = 'PERBAIKAN') AS perbaikan,
  count(*) FILTER (WHERE v.kind = 'TETAP') AS tetap,
  count(*) FILTER (WHERE v.kind = 'BERTANYA') AS bertanya,
  count(DISTINCT r.proposal_id) AS proposed,
  count(DISTINCT c.id) FILTER (WHERE c.state = 'APPLIED') AS applied
FROM posts_visit v
JOIN posts_post p ON p.id = v.post_id
LEFT JOIN citizen_report r ON r.regency_code = v.regency_code AND r.id = v.report_id
LEFT JOIN change_proposal c
  ON c.regency_code = %(regency)s AND c.id = r.proposal_id
WHERE v.regency_code = %(regency)s
  AND (%(period)s::bigint IS NULL OR v.period_id = %(period)s)
  AND (%(first)s::timestamptz IS NULL OR v.at >= %(first)s AND v.at < %(after)s)
GROUP BY p.id, p.name, p.kecamatan, month
ORDER BY p.kecamatan, p.name, p.id, month
