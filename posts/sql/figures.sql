-- What each post and each event did, month by month; the dates of a series are one line.
-- In: regency; a period's key or NULL; the first day of a month and the first after it,
-- or NULL. Out: one row for a post (or a series, or an event alone) and month: visits,
-- visits by kind, reports, proposals made of them, proposals applied. The post's key is
-- NULL for outreach. The rows are those that the login may see (row security).
SELECT v.post_id, coalesce(p.name, s.title, e.title) AS name, v.kecamatan,
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
LEFT JOIN posts_post p ON p.id = v.post_id
LEFT JOIN posts_outreachevent e ON e.id = v.event_id
LEFT JOIN posts_outreachseries s ON s.id = e.series_id
LEFT JOIN citizen_report r ON r.regency_code = v.regency_code AND r.id = v.report_id
LEFT JOIN change_proposal c
  ON c.regency_code = %(regency)s AND c.id = r.proposal_id
WHERE v.regency_code = %(regency)s
  AND (%(period)s::bigint IS NULL OR v.period_id = %(period)s)
  AND (%(first)s::timestamptz IS NULL OR v.at >= %(first)s AND v.at < %(after)s)
GROUP BY v.post_id, s.id, CASE WHEN s.id IS NULL THEN e.id END,
  coalesce(p.name, s.title, e.title), v.kecamatan, month
ORDER BY v.kecamatan, v.post_id IS NULL, name, v.post_id, s.id, month
