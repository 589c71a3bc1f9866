-- A change of regions among the voters of one regency, inside one transaction.
-- In: regency, change (id of its map), period, group (key of the act), olds (kelurahan
--   of the map), day, note, basis, job, and who prepared and decided; the settings
--   app.actor, app.actor_name, app.period.
-- Out: landing.{table}, a row for every voter of an old kelurahan: where it was and where
--   it goes; then voters moved by accepted proposals of kind WILAYAH, whose events the
--   trigger counts as an adjustment of regions and as nothing else (rule Y3).

-- step: sort
CREATE UNLOGGED TABLE landing.{table} AS
SELECT v.id, v.nik, v.name, v.sex, v.status, v.row_version, v.is_special_site,
  v.kelurahan AS old_kelurahan, v.rw AS old_rw, v.rt AS old_rt, v.tps AS old_tps,
  g.new_code::varchar AS kelurahan, g.new_rw::varchar AS rw, g.new_rt::varchar AS rt,
  v.tps
FROM voter v
LEFT JOIN LATERAL region_target(%(change)s, v.kelurahan, v.rw, v.rt) g ON true
WHERE v.regency_code = %(regency)s AND v.kelurahan = ANY(%(olds)s);
CREATE UNIQUE INDEX ON landing.{table} (id);
ANALYZE landing.{table};

-- step: rows
SELECT count(*) FROM landing.{table};

-- step: stations
-- A station's number means something inside one kelurahan only. Whoever comes loses it
-- where others have it already or two kelurahan bring the same; a special site keeps its.
WITH bearer AS (
  SELECT kelurahan, tps, old_kelurahan AS origin FROM landing.{table}
  WHERE tps <> '' AND kelurahan IS NOT NULL GROUP BY 1, 2, 3
  UNION
  SELECT v.kelurahan, v.tps, v.kelurahan FROM voter v
  WHERE v.regency_code = %(regency)s AND v.tps <> ''
    AND v.kelurahan IN (SELECT kelurahan FROM landing.{table})
    AND NOT v.kelurahan = ANY(%(olds)s)
  GROUP BY 1, 2
), clash AS (
  SELECT kelurahan, tps FROM bearer GROUP BY 1, 2 HAVING count(DISTINCT origin) > 1
)
UPDATE landing.{table} t SET tps = '' FROM clash c
WHERE t.kelurahan = c.kelurahan AND t.tps = c.tps AND NOT t.is_special_site
  AND t.old_kelurahan <> t.kelurahan;

-- step: unplaced
SELECT count(*) FROM landing.{table} WHERE kelurahan IS NULL;

-- step: unplaced_proposals
SELECT count(*) FROM change_proposal p
LEFT JOIN voter v ON v.regency_code = %(regency)s AND v.id = p.voter_id
WHERE p.regency_code = %(regency)s
  AND p.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')
  AND coalesce(p.new ->> 'kelurahan', p.kelurahan) = ANY(%(olds)s)
  AND NOT EXISTS (SELECT FROM region_target(%(change)s,
    coalesce(p.new ->> 'kelurahan', p.kelurahan),
    coalesce(p.new ->> 'rw', v.rw, ''), coalesce(p.new ->> 'rt', v.rt, '')));

-- step: unplaced_waiting
SELECT count(*) FROM not_yet_eligible n
WHERE n.regency_code = %(regency)s AND n.kelurahan = ANY(%(olds)s)
  AND NOT EXISTS (SELECT FROM region_target(%(change)s, n.kelurahan,
    coalesce(n.data ->> 'rw', ''), coalesce(n.data ->> 'rt', '')));

-- step: keep_proposals
-- What open proposals say before they follow, so that an undoing gives the same back.
INSERT INTO regions_regionfollowed
  (change_id, regency_code, follower, row_id, before, after)
SELECT %(change)s, %(regency)s, 'change_proposal', p.id,
  jsonb_build_object('kelurahan', p.kelurahan, 'old', p.old, 'new', p.new), '{{}}'
FROM change_proposal p
LEFT JOIN landing.{table} t ON t.id = p.voter_id
WHERE p.regency_code = %(regency)s
  AND p.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')
  AND (t.id IS NOT NULL OR p.kelurahan = ANY(%(olds)s)
    OR p.new ->> 'kelurahan' = ANY(%(olds)s));

-- step: follow_proposals
-- Where the person stands now, what the proposal saw, and where it would bring them.
UPDATE change_proposal p SET
  kelurahan = CASE WHEN p.kelurahan = t.old_kelurahan THEN t.kelurahan
    WHEN p.kelurahan = ANY(%(olds)s) THEN coalesce(g.new_code, p.kelurahan)
    ELSE p.kelurahan END,
  base_version = CASE WHEN p.base_version = t.row_version
      AND (t.old_kelurahan, t.old_rw, t.old_rt, t.old_tps)
        IS DISTINCT FROM (t.kelurahan, t.rw, t.rt, t.tps)
    THEN p.base_version + 1 ELSE p.base_version END,
  old = p.old || jsonb_strip_nulls(jsonb_build_object(
    'kelurahan', CASE WHEN p.old ->> 'kelurahan' = t.old_kelurahan THEN t.kelurahan END,
    'rw', CASE WHEN p.old ->> 'rw' = t.old_rw THEN t.rw END,
    'rt', CASE WHEN p.old ->> 'rt' = t.old_rt THEN t.rt END,
    'tps', CASE WHEN p.old ->> 'tps' = t.old_tps THEN t.tps END)),
  new = p.new || CASE WHEN p.new ?| ARRAY['kelurahan', 'rw', 'rt']
    THEN jsonb_strip_nulls(jsonb_build_object(
      'kelurahan', CASE WHEN p.new ? 'kelurahan' THEN g.new_code END,
      'rw', CASE WHEN p.new ? 'rw' THEN g.new_rw END,
      'rt', CASE WHEN p.new ? 'rt' THEN g.new_rt END)) ELSE '{{}}' END
FROM regions_regionfollowed f
JOIN change_proposal q ON q.regency_code = %(regency)s AND q.id = f.row_id
LEFT JOIN landing.{table} t ON t.id = q.voter_id
LEFT JOIN voter v ON v.regency_code = %(regency)s AND v.id = q.voter_id
LEFT JOIN LATERAL region_target(%(change)s,
  coalesce(q.new ->> 'kelurahan', t.old_kelurahan, q.kelurahan),
  coalesce(q.new ->> 'rw', t.old_rw, v.rw, ''),
  coalesce(q.new ->> 'rt', t.old_rt, v.rt, '')) g ON true
WHERE f.change_id = %(change)s AND f.follower = 'change_proposal'
  AND p.regency_code = %(regency)s AND p.id = f.row_id;

-- step: keep_after
UPDATE regions_regionfollowed f SET after =
  jsonb_build_object('kelurahan', p.kelurahan, 'old', p.old, 'new', p.new)
FROM change_proposal p
WHERE f.change_id = %(change)s AND f.follower = 'change_proposal'
  AND p.regency_code = %(regency)s AND p.id = f.row_id;

-- step: same
DELETE FROM landing.{table} WHERE (old_kelurahan, old_rw, old_rt, old_tps)
  IS NOT DISTINCT FROM (kelurahan, rw, rt, tps);

-- step: propose
INSERT INTO change_proposal (regency_code, period_id, kind, state, voter_id,
  base_version, nik, name, sex, kelurahan, elements, old, new, rule, source, note,
  event_date, evidence_kind, evidence_no, group_key, proposed_by_id, proposed_by_name,
  decided_by_id, decided_by_name, decided_at, applied_at, apply_job_id)
SELECT %(regency)s, %(period)s, 'WILAYAH', 'APPLIED', t.id, t.row_version, t.nik, t.name,
  t.sex, t.kelurahan, ARRAY(SELECT jsonb_object_keys(d.new)), d.old, d.new, 'Y3',
  'Perubahan wilayah', %(note)s, %(day)s, 'LAIN', %(basis)s, %(group)s::uuid,
  %(prepared_id)s, %(prepared_name)s, %(actor)s, %(actor_name)s, %(decided_at)s, now(),
  %(job)s
FROM landing.{table} t, LATERAL (SELECT
  jsonb_strip_nulls(jsonb_build_object(
    'kelurahan', CASE WHEN old_kelurahan <> kelurahan THEN old_kelurahan END,
    'rw', CASE WHEN old_rw <> rw THEN old_rw END,
    'rt', CASE WHEN old_rt <> rt THEN old_rt END,
    'tps', CASE WHEN old_tps <> tps THEN old_tps END)) AS old,
  jsonb_strip_nulls(jsonb_build_object(
    'kelurahan', CASE WHEN old_kelurahan <> kelurahan THEN kelurahan END,
    'rw', CASE WHEN old_rw <> rw THEN rw END,
    'rt', CASE WHEN old_rt <> rt THEN rt END,
    'tps', CASE WHEN old_tps <> tps THEN tps END)) AS new) d
ORDER BY t.id;

-- step: change
UPDATE voter v SET kelurahan = t.kelurahan, rw = t.rw, rt = t.rt, tps = t.tps,
  row_version = v.row_version + 1, change_id = p.id
FROM landing.{table} t
JOIN change_proposal p ON p.regency_code = %(regency)s AND p.group_key = %(group)s::uuid
  AND p.voter_id = t.id AND p.kind = 'WILAYAH' AND p.apply_job_id = %(job)s
WHERE v.regency_code = %(regency)s AND v.id = t.id;

-- step: not_yet
-- People who will qualify later stand in no TPS and have no version.
INSERT INTO regions_regionfollowed
  (change_id, regency_code, follower, row_id, before, after)
SELECT %(change)s, %(regency)s, 'not_yet_eligible', n.id,
  jsonb_build_array(n.kelurahan, n.data),
  jsonb_build_array(g.new_code, g.new_rw, g.new_rt)
FROM not_yet_eligible n, LATERAL region_target(%(change)s, n.kelurahan,
  coalesce(n.data ->> 'rw', ''), coalesce(n.data ->> 'rt', '')) g
WHERE n.regency_code = %(regency)s AND n.kelurahan = ANY(%(olds)s)
  AND (g.new_code <> n.kelurahan OR g.new_rw <> coalesce(n.data ->> 'rw', '')
    OR g.new_rt <> coalesce(n.data ->> 'rt', ''));
UPDATE not_yet_eligible n SET kelurahan = f.after ->> 0,
  data = n.data || jsonb_strip_nulls(jsonb_build_object(
    'kelurahan', CASE WHEN n.data ? 'kelurahan' THEN f.after ->> 0 END,
    'rw', CASE WHEN n.data ? 'rw' THEN f.after ->> 1 END,
    'rt', CASE WHEN n.data ? 'rt' THEN f.after ->> 2 END))
FROM regions_regionfollowed f
WHERE f.change_id = %(change)s AND f.follower = 'not_yet_eligible'
  AND n.regency_code = %(regency)s AND n.id = f.row_id;

-- step: claims
-- A claim lasts minutes, of a kecamatan a day; whoever held a place that the act touches
-- takes it anew, under its code of now.
DELETE FROM review_claim WHERE regency_code = %(regency)s
  AND kelurahan = ANY(%(touched)s);

-- step: blocked
-- Voters of the act on whom something rests since, and whoever came to a region that
-- the act made: an undoing would leave them where nothing is.
SELECT count(*) FROM (
  SELECT e.voter_id FROM change_proposal p
  JOIN voter_event e ON e.regency_code = %(regency)s AND e.proposal_id = p.id
    AND e.counter_of IS NULL
  WHERE p.regency_code = %(regency)s AND p.group_key = %(group)s::uuid
    AND p.kind = 'WILAYAH' AND p.state = 'APPLIED' AND EXISTS (
      SELECT 1 FROM voter_event later WHERE later.regency_code = %(regency)s
        AND later.voter_id = e.voter_id AND later.id > e.id
        AND later.counter_of IS NULL AND NOT EXISTS (
          SELECT 1 FROM voter_event c WHERE c.regency_code = %(regency)s
            AND c.voter_id = e.voter_id AND c.counter_of = later.id))
  UNION
  SELECT v.id FROM voter v WHERE v.regency_code = %(regency)s
    AND v.kelurahan = ANY(%(made)s) AND NOT EXISTS (
      SELECT 1 FROM change_proposal p WHERE p.regency_code = %(regency)s
        AND p.group_key = %(group)s::uuid AND p.kind = 'WILAYAH'
        AND p.voter_id = v.id)) b;

-- step: proposals_back
UPDATE change_proposal p SET kelurahan = f.before ->> 'kelurahan',
  old = f.before -> 'old', new = f.before -> 'new',
  base_version = CASE WHEN p.base_version = v.row_version - 1 THEN v.row_version
    ELSE p.base_version END
FROM regions_regionfollowed f
JOIN change_proposal q ON q.regency_code = %(regency)s AND q.id = f.row_id
LEFT JOIN voter v ON v.regency_code = %(regency)s AND v.id = q.voter_id
WHERE f.change_id = %(change)s AND f.follower = 'change_proposal'
  AND p.regency_code = %(regency)s AND p.id = f.row_id
  AND p.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')
  AND p.kelurahan = f.after ->> 'kelurahan' AND p.new = f.after -> 'new';

-- step: not_yet_back
UPDATE not_yet_eligible n SET kelurahan = f.before ->> 0, data = f.before -> 1
FROM regions_regionfollowed f
WHERE f.change_id = %(change)s AND f.follower = 'not_yet_eligible'
  AND n.regency_code = %(regency)s AND n.id = f.row_id
  AND n.kelurahan = f.after ->> 0;

-- step: returned
-- Whom the undoing brought home: where they stand again, and where the act had put them.
CREATE UNLOGGED TABLE landing.{table} AS
SELECT v.id, v.kelurahan, v.row_version, q.old AS was, q.new AS became,
  coalesce(q.new ->> 'kelurahan', v.kelurahan) AS old_kelurahan
FROM change_proposal q
JOIN voter v ON v.regency_code = %(regency)s AND v.id = q.voter_id
WHERE q.regency_code = %(regency)s AND q.group_key = %(group)s::uuid
  AND q.kind = 'WILAYAH';
CREATE UNIQUE INDEX ON landing.{table} (id);
ANALYZE landing.{table};

-- step: proposals_since
-- Open proposals that were made since go home with their voter.
UPDATE change_proposal p SET
  kelurahan = CASE WHEN p.kelurahan = t.old_kelurahan THEN t.kelurahan
    ELSE p.kelurahan END,
  base_version = CASE WHEN p.base_version = t.row_version - 1 THEN t.row_version
    ELSE p.base_version END,
  old = p.old || (SELECT coalesce(jsonb_object_agg(k, t.was -> k), '{{}}')
    FROM jsonb_object_keys(t.became) k WHERE p.old ->> k = t.became ->> k)
FROM landing.{table} t
WHERE p.regency_code = %(regency)s AND p.voter_id = t.id
  AND p.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')
  AND NOT EXISTS (SELECT FROM regions_regionfollowed f
    WHERE f.change_id = %(change)s AND f.follower = 'change_proposal'
      AND f.row_id = p.id);

-- step: lost
-- Open proposals that were made since and stand in a region that the undoing removes.
SELECT count(*) FROM change_proposal p
WHERE p.regency_code = %(regency)s
  AND p.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')
  AND (p.kelurahan = ANY(%(made)s) OR p.new ->> 'kelurahan' = ANY(%(made)s));
