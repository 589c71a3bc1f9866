-- Keep what a search found, and remember what people answered.
-- In: {scored} of a search; {printed} = whom it names with the print of their elements;
--     {reasons}, {rules} = expressions over the levels.
-- Out: duplicate_pair; a pair that was answered stays answered until an element changes,
--   one that was resolved while the proposal of its answer stands.

-- step: returned
-- Who was struck and counts again is asked about again. Looked up one by one: few pairs
-- are resolved, and a join would read the roll.
UPDATE duplicate_pair p SET state = 'OPEN', proposal_id = NULL, keep_voter = NULL,
  first_by_id = NULL, first_by_name = '', decided_by_id = NULL, decided_by_name = '',
  decided_at = NULL
FROM {scored} s
WHERE p.regency_code = %(regency)s AND p.origin = 'ROLL' AND p.state = 'RESOLVED'
  AND s.a = p.voter_a AND s.b = p.voter_b
  AND (SELECT count(*) FROM voter v
    WHERE v.regency_code = p.regency_code AND v.id IN (p.voter_a, p.voter_b)
      AND v.status IN ('ACTIVE', 'HELD')) = 2
  AND (SELECT count(*) FROM change_proposal c
    WHERE c.regency_code = p.regency_code AND c.id = p.proposal_id
      AND c.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')) = 0

-- step: keep
-- Two rows, or a row and a voter, who were called two people are so as voters, too.
WITH said AS (
  SELECT DISTINCT ON (print) print, note, first_by_id, first_by_name, decided_by_id,
    decided_by_name, decided_at
  FROM duplicate_pair
  WHERE regency_code = %(regency)s AND state = 'NOT_DUPLICATE'
  ORDER BY print, decided_at DESC NULLS LAST
)
INSERT INTO duplicate_pair (regency_code, period_id, origin, voter_a, version_a, voter_b,
  version_b, delivery_id, line_no, line_b, kelurahan_a, kelurahan_b, score, tier,
  reasons, rules, rules_version, cluster, print, state, note, first_by_id,
  first_by_name, decided_by_id, decided_by_name, decided_at)
SELECT %(regency)s, %(period)s, 'ROLL', a.voter_id, a.version, b.voter_id, b.version,
  NULL, NULL, NULL, a.kelurahan, b.kelurahan, s.score,
  CASE WHEN s.score >= %(top)s THEN 'TOP' ELSE 'LIST' END, {reasons}, {rules},
  %(rules_version)s, NULL, md5(a.print || b.print),
  CASE WHEN coalesce(x.print, y.print) IS NULL THEN 'OPEN' ELSE 'NOT_DUPLICATE' END,
  coalesce(x.note, y.note, ''), coalesce(x.first_by_id, y.first_by_id),
  coalesce(x.first_by_name, y.first_by_name, ''),
  coalesce(x.decided_by_id, y.decided_by_id),
  coalesce(x.decided_by_name, y.decided_by_name, ''),
  coalesce(x.decided_at, y.decided_at)
FROM {scored} s JOIN ({printed}) a ON a.id = s.a JOIN ({printed}) b ON b.id = s.b
LEFT JOIN said x ON x.print = md5(a.print || b.print)
LEFT JOIN said y ON y.print = md5(b.print || a.print)
WHERE a.voter_id IS NOT NULL AND b.voter_id IS NOT NULL
ON CONFLICT (regency_code, voter_a, voter_b) WHERE voter_b IS NOT NULL DO UPDATE SET
  period_id = excluded.period_id, version_a = excluded.version_a,
  version_b = excluded.version_b, kelurahan_a = excluded.kelurahan_a,
  kelurahan_b = excluded.kelurahan_b, score = excluded.score, tier = excluded.tier,
  reasons = excluded.reasons, rules = excluded.rules,
  rules_version = excluded.rules_version, print = excluded.print,
  state = CASE WHEN duplicate_pair.print = excluded.print
      AND duplicate_pair.state <> 'STALE' THEN duplicate_pair.state ELSE 'OPEN' END

-- step: drawn
-- What is kept of rows of a delivery, with a NIK of their own or without one that can be
-- used: drawn up by every core as the search ends, for an INSERT is the work of one.
-- print_back: of the same two in the other order, in which they may have met before.
CREATE UNLOGGED TABLE {drawn} AS
SELECT CASE WHEN b.line IS NOT NULL THEN 'FILE' WHEN a.nik = '' THEN 'LINK' ELSE 'BOTH' END
    AS origin, b.voter_id, b.version, a.line, b.line AS line_b,
  coalesce(nullif(b.kelurahan, ''), a.kelurahan) AS kelurahan_a,
  coalesce(nullif(a.kelurahan, ''), b.kelurahan) AS kelurahan_b, s.score,
  CASE WHEN s.score >= %(top)s THEN 'TOP' ELSE 'LIST' END AS tier, {reasons} AS reasons,
  {rules} AS rules, md5(a.print || b.print) AS print,
  md5(b.print || a.print) AS print_back
FROM {scored} s JOIN ({printed}) a ON a.id = s.a JOIN ({printed}) b ON b.id = s.b
WHERE a.line IS NOT NULL

-- step: keep_lines
-- Asked twice, for each is a hash of its own; with OR every pair would read all answers.
INSERT INTO duplicate_pair (regency_code, period_id, origin, voter_a, version_a, voter_b,
  version_b, delivery_id, line_no, line_b, kelurahan_a, kelurahan_b, score, tier,
  reasons, rules, rules_version, cluster, print, state, note, first_by_name,
  decided_by_name)
SELECT %(regency)s, %(period)s, origin, voter_id, version, NULL, NULL, %(delivery)s, line,
  line_b, kelurahan_a, kelurahan_b, score, tier, reasons, rules, %(rules_version)s,
  voter_id, print, 'OPEN', '', '', ''
FROM {drawn} p
WHERE NOT EXISTS (SELECT FROM duplicate_pair d
    WHERE d.regency_code = %(regency)s AND d.state = 'NOT_DUPLICATE' AND d.print = p.print)
  AND NOT EXISTS (SELECT FROM duplicate_pair d
    WHERE d.regency_code = %(regency)s AND d.state = 'NOT_DUPLICATE'
      AND d.print = p.print_back)
ON CONFLICT DO NOTHING

-- step: forget
-- Nobody's answer is lost: only pairs that wait go stale.
UPDATE duplicate_pair p SET state = 'STALE'
WHERE p.regency_code = %(regency)s AND p.origin = 'ROLL' AND p.state IN ('OPEN', 'SECOND')
  AND NOT EXISTS (SELECT FROM {scored} s WHERE s.a = p.voter_a AND s.b = p.voter_b)

-- step: label
UPDATE duplicate_pair SET cluster = voter_a
WHERE regency_code = %(regency)s AND voter_b IS NOT NULL

-- step: spread
-- Once more until nothing changes: the lowest number of all that are linked.
WITH least_of AS (
  SELECT voter, min(cluster) AS cluster FROM (
    SELECT voter_a AS voter, cluster FROM duplicate_pair
    WHERE regency_code = %(regency)s AND voter_b IS NOT NULL
      AND state NOT IN ('NOT_DUPLICATE', 'STALE')
    UNION ALL
    SELECT voter_b, cluster FROM duplicate_pair
    WHERE regency_code = %(regency)s AND voter_b IS NOT NULL
      AND state NOT IN ('NOT_DUPLICATE', 'STALE')) e
  GROUP BY voter)
UPDATE duplicate_pair p SET cluster = least(a.cluster, b.cluster)
FROM least_of a, least_of b
WHERE p.regency_code = %(regency)s AND a.voter = p.voter_a AND b.voter = p.voter_b
  AND p.state NOT IN ('NOT_DUPLICATE', 'STALE')
  AND p.cluster > least(a.cluster, b.cluster)
