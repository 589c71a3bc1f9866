-- Undo applied proposals while their period is open: one, those of a delivery, or those
-- of one act (group_key).
-- In: regency, period, job, proposal, delivery or group (the others NULL), actor, note;
--   visited (numbers of voters whom the door has looked at: an undo strikes none, L18).
-- Out: UNDO proposals whose events take the undone ones back; proposals UNDONE; who had
--   come of age waits in not_yet_eligible again.
-- An event is free when nothing that still stands came after it for the same person;
-- rounds repeat until none is left. landing.{table} lives as long as a round.

-- step: sort
CREATE UNLOGGED TABLE landing.{table} AS
WITH done AS MATERIALIZED (
  -- First which events: fresh rows have no statistics, and a planner that takes them for
  -- a handful asks the questions below of every pair instead of every event.
  SELECT p.id AS proposal_id, e.id, e.voter_id, e.operation, e.before,
    e.operation = 'INSERT' OR e.before->>'status' = 'INELIGIBLE' AS leaves
  FROM change_proposal p
  JOIN voter_event e ON e.regency_code = %(regency)s AND e.proposal_id = p.id
    AND e.period_id = %(period)s AND e.counter_of IS NULL
  WHERE p.regency_code = %(regency)s AND p.state = 'APPLIED' AND p.kind <> 'UNDO'
    -- Who came of age since is what the waiting list says, and no more that file.
    AND (p.id = %(proposal)s OR p.delivery_id = %(delivery)s AND p.rule <> 'NOT_YET'
      OR p.group_key = %(group)s::uuid)
), mine AS (
  SELECT e.proposal_id, e.id AS event_id, e.voter_id, e.operation, e.before,
    v.nik, v.name, v.sex, v.kelurahan,
    row_number() OVER (PARTITION BY CASE
      WHEN e.before->>'status' IN ('ACTIVE', 'HELD') THEN e.before->>'nik'
      ELSE e.id::text END ORDER BY e.id DESC) AS turn
  FROM done e
  JOIN voter v ON v.regency_code = %(regency)s AND v.id = e.voter_id
  WHERE NOT EXISTS (
      SELECT 1 FROM voter_event later
      WHERE later.regency_code = %(regency)s AND later.voter_id = e.voter_id
        AND later.id > e.id AND later.counter_of IS NULL
        AND NOT EXISTS (
          SELECT 1 FROM voter_event c WHERE c.regency_code = %(regency)s
            AND c.voter_id = e.voter_id AND c.counter_of = later.id))
    -- Nor does anybody go who stayed when a duplicate went, here or in another regency:
    -- twin of voters.services.applying._stays_for_another. Few of them are known, so each
    -- list is a hash whatever the planner expects of the events.
    AND NOT (e.leaves AND (e.voter_id = ANY (%(visited)s::bigint[])
      OR e.voter_id IN (
        SELECT (s.new->>'_keep')::bigint FROM change_proposal s
        JOIN voter g ON g.regency_code = %(regency)s AND g.id = s.voter_id
          AND g.status = 'INELIGIBLE'
        WHERE s.regency_code = %(regency)s AND s.state = 'APPLIED' AND s.kind = 'TMS'
          AND s.new ? '_keep')
      OR e.voter_id IN (
        SELECT x.voter_id FROM exchange_side x WHERE x.regency_code = %(regency)s
          AND x.other_answer IN ('MOVED', 'STRIKE'))
        AND exchange_needed((SELECT r.ref FROM exchange_ref r
          WHERE r.regency_code = %(regency)s AND r.voter_id = e.voter_id))))
    AND NOT (e.before->>'status' IN ('ACTIVE', 'HELD') AND EXISTS (
      SELECT 1 FROM voter o WHERE o.regency_code = %(regency)s
        AND o.nik = e.before->>'nik' AND o.status IN ('ACTIVE', 'HELD')
        AND o.id <> e.voter_id))
)
SELECT * FROM mine WHERE turn = 1;
CREATE INDEX ON landing.{table} (event_id);
CREATE INDEX ON landing.{table} (proposal_id);
ANALYZE landing.{table};

-- step: propose
INSERT INTO change_proposal (regency_code, period_id, kind, state, voter_id, nik, name,
  sex, kelurahan, note, source, counter_of, proposed_by_id, proposed_by_name,
  decided_by_id, decided_by_name, decided_at, applied_at, apply_job_id)
SELECT %(regency)s, %(period)s, 'UNDO', 'APPLIED', t.voter_id, t.nik, t.name, t.sex,
  t.kelurahan, %(note)s, 'Portal', t.event_id, %(actor)s, %(actor_name)s, %(actor)s,
  %(actor_name)s, now(), now(), %(job)s
FROM landing.{table} t;

-- step: restore
UPDATE voter v SET
  dpid = coalesce(b.dpid, v.dpid), nik = coalesce(b.nik, v.nik), nkk = coalesce(b.nkk, v.nkk),
  name = coalesce(b.name, v.name), birth_place = coalesce(b.birth_place, v.birth_place),
  birth_date = coalesce(b.birth_date, v.birth_date),
  marital_status = coalesce(b.marital_status, v.marital_status),
  sex = coalesce(b.sex, v.sex), address = coalesce(b.address, v.address),
  rt = coalesce(b.rt, v.rt), rw = coalesce(b.rw, v.rw),
  kelurahan = coalesce(b.kelurahan, v.kelurahan), tps = coalesce(b.tps, v.tps),
  is_special_site = coalesce(b.is_special_site, v.is_special_site),
  disability = coalesce(b.disability, v.disability),
  ektp_status = coalesce(b.ektp_status, v.ektp_status),
  status = CASE WHEN t.operation = 'INSERT' THEN 'INELIGIBLE' ELSE b.status END,
  status_reason = CASE WHEN t.operation = 'INSERT' THEN 'BATAL'
    ELSE b.status_reason END,
  status_until = b.status_until,
  row_version = v.row_version + 1,
  change_id = u.id
FROM landing.{table} t
JOIN change_proposal u ON u.regency_code = %(regency)s AND u.counter_of = t.event_id
  AND u.kind = 'UNDO' AND u.apply_job_id = %(job)s,
LATERAL jsonb_to_record(coalesce(t.before, '{{}}')) AS b(
  dpid varchar, nik varchar, nkk varchar, name varchar, birth_place varchar, birth_date date,
  marital_status varchar, sex varchar, address varchar, rt varchar, rw varchar,
  kelurahan varchar, tps varchar, is_special_site boolean, disability varchar,
  ektp_status varchar, status varchar, status_reason varchar, status_until date)
WHERE v.regency_code = %(regency)s AND v.id = t.voter_id;

-- step: undone
UPDATE change_proposal p SET state = 'UNDONE'
FROM landing.{table} t
WHERE p.regency_code = %(regency)s AND p.id = t.proposal_id;

-- step: again
-- Who counts again waits for no day.
DELETE FROM not_yet_eligible y USING landing.{table} t, change_proposal p
WHERE p.regency_code = %(regency)s AND p.id = t.proposal_id
  AND p.kind IN ('TMS', 'TIDAK_ADA') AND p.category = 'DI_BAWAH_UMUR'
  AND y.regency_code = %(regency)s AND y.nik = p.nik;

-- step: wait
INSERT INTO not_yet_eligible (regency_code, nik, birth_date, kelurahan, data, source,
  delivery_id, line_no)
SELECT %(regency)s, t.nik, (p.new->>'birth_date')::date, t.kelurahan, p.new, p.source,
  p.delivery_id, p.line_no
FROM landing.{table} t
JOIN change_proposal p ON p.regency_code = %(regency)s AND p.id = t.proposal_id
WHERE p.rule = 'NOT_YET'
ON CONFLICT ON CONSTRAINT not_yet_once DO NOTHING;

-- step: left
SELECT count(*) FROM landing.{table};
