-- Apply the accepted proposals of a regency, set-based, inside one transaction.
-- In: regency, period (what waits for a later one stays), group (only the proposals of
--   this key; NULL for all), job, visited (numbers of voters whom the door has looked at
--   in the open period: two accounts strike them, L16), and the settings app.actor, app.actor_name, app.period.
-- Out: voters changed (their trigger writes the events); proposals APPLIED or STALE;
--   struck minors in not_yet_eligible.
-- The steps run in this order; a second round follows only where one person has two
-- accepted proposals. landing.{table} lives as long as a round.

-- step: sort
-- verdict STALE: what the proposal rests on has changed since it was made.
-- turn 1 goes now; at most one change a person and one claim on a NIK at a time.
CREATE UNLOGGED TABLE landing.{table} AS
WITH p AS (
  SELECT p.id, p.kind, p.category, p.delivery_id, p.voter_id, p.base_version, p.nik,
    p.old, p.new,
    coalesce(p.new->>'nik', p.nik) AS target_nik,
    v.id AS found, v.nik AS present_nik, v.status, v.status_reason, v.row_version,
    to_jsonb(v) AS present,
    -- Twin of voters.rules.eligibility, of age and marriage: art. 198 and 1 of law 7/2017.
    coalesce((p.new->>'birth_date')::date, v.birth_date)
        <= (SELECT reference_date FROM periods_period WHERE id = %(period)s)
          - interval '17 years'
      OR coalesce(p.new->>'marital_status', v.marital_status) IN ('S', 'P') AS of_age,
    p.kind NOT IN ('TMS', 'TIDAK_ADA') OR (
      (p.evidence_no ~ '[[:alnum:]]' OR EXISTS (SELECT FROM evidence e
        WHERE e.regency_code = %(regency)s AND e.proposal_id = p.id AND e.file <> ''
          AND e.withdrawn_at IS NULL))
      AND (p.kind = 'TMS' AND p.category <> 'GANDA'
          AND NOT p.warnings && ARRAY['COKLIT', 'LOW_TRUST', 'NAME_ONLY']::varchar[]
          AND (p.voter_id = ANY (%(visited)s::bigint[])) IS NOT TRUE
        OR (p.first_by_id <> p.decided_by_id) IS TRUE)) AS grounded
  FROM change_proposal p
  LEFT JOIN voter v ON v.regency_code = %(regency)s AND v.id = p.voter_id
  WHERE p.regency_code = %(regency)s AND p.state = 'ACCEPTED'
    AND p.period_id = %(period)s
    AND (%(group)s::uuid IS NULL OR p.group_key = %(group)s::uuid)
), judged AS (
  SELECT p.id, p.kind, p.voter_id, p.target_nik,
    CASE
      -- What a hand-over was the ground of goes with it (ADR 0057).
      WHEN p.new ? '_handover' AND EXISTS (SELECT FROM handover h
        WHERE h.state = 'WITHDRAWN' AND CASE p.kind
          WHEN 'BARU' THEN h.to_regency = %(regency)s AND h.to_proposal_id = p.id
          ELSE h.from_regency = %(regency)s AND h.from_proposal_id = p.id END)
        THEN false
      -- Who was struck comes back by what takes that reason away, or as PEMULIHAN:
      -- twin of voters.rules.by_hand.comes_back_as.
      WHEN p.kind = 'BARU' THEN NOT taken AND coalesce((
        SELECT CASE g.status_reason
            WHEN 'PINDAH' THEN p.category IN ('PINDAH_MASUK', 'KAWIN')
            -- Struck for the sake of the record of the office that hands over.
            WHEN 'GANDA' THEN p.category = 'PINDAH_MASUK' AND p.new ? '_handover'
            WHEN 'TNI' THEN p.category = 'PURNA' WHEN 'POLRI' THEN p.category = 'PURNA'
            WHEN 'HAK_DICABUT' THEN p.category = 'HAK_PULIH'
            WHEN 'DI_BAWAH_UMUR' THEN p.of_age IS TRUE ELSE false END
          OR (g.name <> p.new->>'name'
            AND g.birth_date <> (p.new->>'birth_date')::date) IS TRUE
        FROM voter g WHERE g.regency_code = %(regency)s AND g.nik = p.target_nik
          AND g.status = 'INELIGIBLE' AND g.status_reason <> 'BATAL'
        ORDER BY g.id DESC LIMIT 1), true)
      WHEN p.found IS NULL THEN false
      -- The last wall of L8: whatever brought a removal here, without a paper, or
      -- without a second person where one is due, it strikes nobody.
      WHEN NOT p.grounded THEN false
      -- What a row says of a NIK it says of nobody whose NIK is another by now.
      WHEN p.nik <> p.present_nik AND (p.kind = 'TIDAK_ADA'
        OR p.kind IN ('TMS', 'TAHAN') AND p.delivery_id IS NOT NULL) THEN false
      -- Nobody is too young who has come of age, or whose age was corrected, since.
      WHEN p.kind IN ('TMS', 'TIDAK_ADA') AND p.category = 'DI_BAWAH_UMUR'
        AND (p.of_age OR EXISTS (SELECT FROM jsonb_each_text(p.new) n
          WHERE n.key IN ('birth_date', 'marital_status')
            AND p.present->>n.key IS DISTINCT FROM p.old->>n.key
            AND p.present->>n.key <> n.value)) THEN false
      WHEN p.kind IN ('UBAH', 'PINDAH_DALAM') THEN
        p.status <> 'INELIGIBLE'
        AND (p.base_version = p.row_version OR NOT EXISTS (
          SELECT 1 FROM jsonb_each_text(p.new) n
          WHERE n.key <> '_dropped' AND p.present->>n.key IS DISTINCT FROM p.old->>n.key
            AND p.present->>n.key IS DISTINCT FROM n.value
            -- The station that stays behind may have been numbered anew.
            AND (n.key = 'tps' AND p.new->>'kelurahan' <> p.present->>'kelurahan')
              IS NOT TRUE))
        AND NOT (taken AND p.target_nik <> p.present_nik)
      -- Between regencies: an answer that was taken back strikes nobody, nor
      -- one whose keeper has left since.
      WHEN p.kind = 'TMS' AND p.new ? '_exchange' AND NOT EXISTS (
          SELECT FROM exchange_side s WHERE s.regency_code = %(regency)s
            AND s.id = (p.new->>'_exchange')::bigint AND s.proposal_id = p.id
            AND s.answer IN ('MOVED', 'STRIKE')
            AND (NOT s.remote OR s.other_answer = 'STAY')
            AND exchange_stays(s.other_ref)) THEN false
      -- Whoever stays for a struck duplicate must count, and not be on the way out:
      -- of two who would each stay for the other, neither goes.
      WHEN p.kind IN ('TMS', 'TIDAK_ADA', 'TAHAN') THEN p.status <> 'INELIGIBLE'
        AND (p.kind <> 'TMS' OR NOT p.new ? '_keep' OR EXISTS (
          SELECT FROM voter k WHERE k.regency_code = %(regency)s
            AND k.id = (p.new->>'_keep')::bigint AND k.status IN ('ACTIVE', 'HELD')
            AND NOT EXISTS (SELECT FROM change_proposal g
              WHERE g.regency_code = %(regency)s AND g.voter_id = k.id
                AND g.state = 'ACCEPTED' AND g.kind IN ('TMS', 'TIDAK_ADA'))))
      -- Back from what was known when it was proposed, and no minor.
      WHEN p.kind = 'PEMULIHAN' THEN p.status <> 'ACTIVE' AND NOT taken
        AND p.status = p.old->>'status' AND p.status_reason = p.old->>'status_reason'
        AND (p.status = 'HELD' OR p.of_age AND NOT EXISTS (
          -- Of several records of one NIK the last tells what became of the person.
          SELECT FROM voter l WHERE l.regency_code = %(regency)s AND l.nik = p.present_nik
            AND l.status = 'INELIGIBLE' AND l.status_reason <> 'BATAL'
            AND l.id > p.found))
      WHEN p.kind = 'MUNCUL_KEMBALI' THEN p.status = 'INELIGIBLE' AND NOT taken
        AND p.of_age AND p.status_reason = p.category
      ELSE false
    END AS fits,
    p.kind = 'BARU' OR p.kind IN ('PEMULIHAN', 'MUNCUL_KEMBALI')
      OR p.target_nik <> p.present_nik AS claims
  FROM p, LATERAL (
    SELECT (p.kind IN ('BARU', 'PEMULIHAN', 'MUNCUL_KEMBALI')
            OR p.target_nik <> p.present_nik)
      AND EXISTS (
        SELECT 1 FROM voter o WHERE o.regency_code = %(regency)s
          AND o.nik = p.target_nik AND o.status IN ('ACTIVE', 'HELD')
          AND o.id IS DISTINCT FROM p.found) AS taken) t
)
SELECT id, kind, fits,
  CASE WHEN fits THEN greatest(
    row_number() OVER (PARTITION BY fits, coalesce(voter_id, -id) ORDER BY id),
    CASE WHEN claims
      THEN row_number() OVER (PARTITION BY fits, claims, target_nik ORDER BY id)
      ELSE 1 END) END AS turn
FROM judged;
-- Without them the planner, which expects one applied proposal, loops over all of it.
CREATE UNIQUE INDEX ON landing.{table} (id);
ANALYZE landing.{table};

-- step: stale
UPDATE change_proposal p SET state = 'STALE', apply_job_id = %(job)s
FROM landing.{table} t
WHERE p.regency_code = %(regency)s AND p.id = t.id AND p.state = 'ACCEPTED'
  AND NOT t.fits;

-- step: applied
UPDATE change_proposal p
SET state = 'APPLIED', applied_at = now(), apply_job_id = %(job)s
FROM landing.{table} t
WHERE p.regency_code = %(regency)s AND p.id = t.id AND p.state = 'ACCEPTED'
  AND t.turn = 1;

-- step: change
UPDATE voter v SET
  -- DPID is KPU's key of the record: only a comparison with SIDALIH proposes it.
  dpid = coalesce(n.dpid, v.dpid), nik = coalesce(n.nik, v.nik), nkk = coalesce(n.nkk, v.nkk),
  name = coalesce(n.name, v.name), birth_place = coalesce(n.birth_place, v.birth_place),
  birth_date = coalesce(n.birth_date, v.birth_date),
  marital_status = coalesce(n.marital_status, v.marital_status),
  sex = coalesce(n.sex, v.sex), address = coalesce(n.address, v.address),
  rt = coalesce(n.rt, v.rt), rw = coalesce(n.rw, v.rw),
  kelurahan = coalesce(n.kelurahan, v.kelurahan),
  -- A station belongs to its kelurahan: who leaves one leaves the other.
  tps = coalesce(n.tps, CASE WHEN n.kelurahan <> v.kelurahan THEN '' END, v.tps),
  -- Another station decides anew; the mark of a list that named the site stays else.
  is_special_site = CASE WHEN coalesce(n.tps, v.tps) = v.tps
      AND (n.kelurahan <> v.kelurahan) IS NOT TRUE THEN v.is_special_site
    ELSE special_site(n.tps) END,
  disability = coalesce(n.disability, v.disability),
  ektp_status = coalesce(n.ektp_status, v.ektp_status),
  status = CASE p.kind
    WHEN 'TMS' THEN 'INELIGIBLE' WHEN 'TIDAK_ADA' THEN 'INELIGIBLE'
    WHEN 'TAHAN' THEN 'HELD' WHEN 'PEMULIHAN' THEN 'ACTIVE'
    WHEN 'MUNCUL_KEMBALI' THEN 'ACTIVE' ELSE v.status END,
  status_reason = CASE
    WHEN p.kind IN ('TMS', 'TIDAK_ADA', 'TAHAN') THEN p.category
    WHEN p.kind IN ('PEMULIHAN', 'MUNCUL_KEMBALI') THEN '' ELSE v.status_reason END,
  status_until = CASE
    WHEN p.kind = 'TAHAN' THEN (p.new->>'status_until')::date
    WHEN p.kind IN ('TMS', 'TIDAK_ADA', 'PEMULIHAN', 'MUNCUL_KEMBALI') THEN NULL
    ELSE v.status_until END,
  row_version = v.row_version + 1,
  change_id = p.id
FROM landing.{table} t
JOIN change_proposal p ON p.regency_code = %(regency)s AND p.id = t.id
  AND p.state = 'APPLIED' AND p.apply_job_id = %(job)s,
LATERAL jsonb_to_record(p.new) AS n(
  dpid varchar, nik varchar, nkk varchar, name varchar, birth_place varchar, birth_date date,
  marital_status varchar, sex varchar, address varchar, rt varchar, rw varchar,
  kelurahan varchar, tps varchar, disability varchar, ektp_status varchar)
WHERE t.turn = 1 AND t.kind <> 'BARU'
  AND v.regency_code = %(regency)s AND v.id = p.voter_id;

-- step: add
INSERT INTO voter (regency_code, nik, nkk, name, birth_place, birth_date,
  marital_status, sex, address, rt, rw, kelurahan, tps, is_special_site, disability,
  ektp_status, source, change_id)
SELECT %(regency)s, coalesce(n.nik, p.nik), coalesce(n.nkk, ''), n.name,
  coalesce(n.birth_place, ''), n.birth_date, coalesce(n.marital_status, 'B'), n.sex,
  coalesce(n.address, ''), coalesce(n.rt, ''), coalesce(n.rw, ''), n.kelurahan,
  coalesce(n.tps, ''), special_site(n.tps), coalesce(nullif(n.disability, ''), '0'),
  coalesce(n.ektp_status, ''), p.source, p.id
FROM landing.{table} t
JOIN change_proposal p ON p.regency_code = %(regency)s AND p.id = t.id
  AND p.state = 'APPLIED' AND p.apply_job_id = %(job)s,
LATERAL jsonb_to_record(p.new) AS n(
  nik varchar, nkk varchar, name varchar, birth_place varchar, birth_date date,
  marital_status varchar, sex varchar, address varchar, rt varchar, rw varchar,
  kelurahan varchar, tps varchar, disability varchar, ektp_status varchar)
WHERE t.turn = 1 AND t.kind = 'BARU'
ORDER BY n.kelurahan, p.id;

-- step: link
-- A new voter is known by the proposal that made it.
UPDATE change_proposal p SET voter_id = v.id
FROM landing.{table} t, voter v
WHERE t.turn = 1 AND t.kind = 'BARU'
  AND p.regency_code = %(regency)s AND p.id = t.id
  AND v.regency_code = %(regency)s AND v.nik = p.nik AND v.change_id = t.id;

-- step: back
-- Who counts again waits for no day.
DELETE FROM not_yet_eligible y USING landing.{table} t, change_proposal p
WHERE t.turn = 1 AND t.kind IN ('PEMULIHAN', 'MUNCUL_KEMBALI')
  AND p.regency_code = %(regency)s AND p.id = t.id
  AND y.regency_code = %(regency)s AND y.nik = p.nik;

-- step: minors
-- Who was too young waits for the day, as whoever a file says so of.
INSERT INTO not_yet_eligible (regency_code, nik, birth_date, kelurahan, data, source)
SELECT v.regency_code, v.nik, v.birth_date, v.kelurahan,
  (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(v)) WHERE key IN (
    'nkk', 'nik', 'name', 'birth_place', 'birth_date', 'marital_status', 'sex', 'address',
    'rt', 'rw', 'kelurahan', 'disability', 'ektp_status')), p.source
FROM landing.{table} t
JOIN change_proposal p ON p.regency_code = %(regency)s AND p.id = t.id
  AND p.state = 'APPLIED' AND p.apply_job_id = %(job)s
JOIN voter v ON v.regency_code = %(regency)s AND v.id = p.voter_id
WHERE t.turn = 1 AND t.kind IN ('TMS', 'TIDAK_ADA') AND p.category = 'DI_BAWAH_UMUR'
ON CONFLICT ON CONSTRAINT not_yet_once DO UPDATE SET birth_date = excluded.birth_date,
  kelurahan = excluded.kelurahan, data = excluded.data, source = excluded.source,
  delivery_id = NULL, line_no = NULL, seen_on = current_date, left_by = NULL;

-- step: left
SELECT count(*) FILTER (WHERE turn > 1) FROM landing.{table};
