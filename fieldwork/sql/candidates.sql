-- Who may be drawn for coklit terbatas, each person once and for the first reason that
-- holds. Busy is who has an unfinished task, or one that was finished in this period and
-- that no spot check contradicts. A part of draw.sql and preview.sql.
-- In: regency, period, place (a region code), reasons (in order of precedence), seed,
-- today, years (age over which somebody is doubted), most. Out: chosen.
-- NOT IN and not NOT EXISTS: a hashed subplan is quick whatever the planner takes the
-- number of tasks for; a nested loop over tasks drawn a minute ago lasts minutes.
WITH busy AS MATERIALIZED (
  SELECT t.voter_id, t.proposal_id
  FROM fieldwork_task t JOIN fieldwork_batch b ON b.id = t.batch_id
  LEFT JOIN fieldwork_spotcheck s ON s.task_id = t.id
  WHERE t.regency_code = %(regency)s AND (t.state IN ('TODO', 'AGAIN', 'PAPER')
    OR t.state = 'DONE' AND b.period_id = %(period)s AND s.agrees IS NOT false)
), found AS (
  SELECT CASE p.kind WHEN 'TIDAK_ADA' THEN 'TIDAK_ADA' ELSE 'MUNCUL_KEMBALI' END AS reason,
    p.voter_id, p.id AS proposal_id, NULL::bigint AS pair_id, NULL::bigint AS side_id
  FROM change_proposal p
  WHERE p.regency_code = %(regency)s AND p.kind IN ('TIDAK_ADA', 'MUNCUL_KEMBALI')
    AND p.kind = ANY (%(reasons)s) AND p.state IN ('OPEN', 'HOLD', 'COKLIT')
    AND p.voter_id IS NOT NULL
  UNION ALL
  SELECT 'DEATH_NO_CERTIFICATE', p.voter_id, p.id, NULL, NULL
  FROM change_proposal p
  WHERE p.regency_code = %(regency)s AND 'DEATH_NO_CERTIFICATE' = ANY (%(reasons)s)
    AND p.kind = 'TMS' AND p.category = 'MENINGGAL'
    AND p.state IN ('OPEN', 'HOLD', 'COKLIT') AND p.voter_id IS NOT NULL
    AND (p.evidence_kind <> 'AKTA_KEMATIAN' OR p.evidence_no = '')
  UNION ALL
  SELECT 'RETURNED', p.voter_id, p.id, NULL, NULL
  FROM change_proposal p
  WHERE p.regency_code = %(regency)s AND 'RETURNED' = ANY (%(reasons)s)
    AND p.kind NOT IN ('TIDAK_ADA', 'MUNCUL_KEMBALI', 'UNDO')
    AND (p.state = 'COKLIT' OR p.state IN ('OPEN', 'HOLD') AND 'LOW_TRUST' = ANY (p.warnings))
  UNION ALL
  SELECT 'GANDA', v.id, NULL, d.id, NULL
  FROM duplicate_pair d CROSS JOIN LATERAL (VALUES (d.voter_a), (d.voter_b)) v (id)
  WHERE d.regency_code = %(regency)s AND 'GANDA' = ANY (%(reasons)s)
    AND d.state IN ('OPEN', 'SECOND') AND v.id IS NOT NULL
  UNION ALL
  -- Of a pair with another regency the own record, while the office has not answered
  -- and the other one has not said that they are two people.
  SELECT 'GANDA', v.id, NULL, NULL, s.id
  FROM exchange_side s JOIN voter v ON v.regency_code = s.regency_code AND v.id = s.voter_id
  WHERE s.regency_code = %(regency)s AND 'GANDA' = ANY (%(reasons)s) AND NOT s.gone
    AND s.answer = '' AND s.other_answer <> 'OTHER' AND v.status IN ('ACTIVE', 'HELD')
  UNION ALL
  SELECT 'OVER_100', v.id, NULL, NULL, NULL FROM voter v
  WHERE v.regency_code = %(regency)s AND 'OVER_100' = ANY (%(reasons)s)
    AND v.status IN ('ACTIVE', 'HELD')
    AND v.birth_date < %(today)s::date - make_interval(years => %(years)s)
  UNION ALL
  SELECT 'NO_EKTP', v.id, NULL, NULL, NULL FROM voter v
  WHERE v.regency_code = %(regency)s AND 'NO_EKTP' = ANY (%(reasons)s)
    AND v.status IN ('ACTIVE', 'HELD') AND v.ektp_status = 'B'
  UNION ALL
  (SELECT 'SAMPLE', v.id, NULL, NULL, NULL FROM voter v
   WHERE v.regency_code = %(regency)s AND 'SAMPLE' = ANY (%(reasons)s)
     AND v.status IN ('ACTIVE', 'HELD') AND starts_with(v.kelurahan, %(place)s)
     AND v.id NOT IN (SELECT voter_id FROM busy WHERE voter_id IS NOT NULL)
   ORDER BY md5(%(seed)s || '/' || v.public_id), v.id LIMIT %(most)s)
), person AS (
  SELECT DISTINCT ON (coalesce(f.voter_id, -f.proposal_id)) f.*,
    array_position(%(reasons)s, f.reason) AS turn
  FROM found f
  ORDER BY coalesce(f.voter_id, -f.proposal_id), turn, f.proposal_id, f.pair_id, f.side_id
), placed AS (
  SELECT n.reason, n.turn, n.voter_id, n.proposal_id, n.pair_id, n.side_id,
    coalesce(v.kelurahan, p.kelurahan) AS kelurahan,
    coalesce(v.rw, left(p.new ->> 'rw', 3), '') AS rw,
    coalesce(v.rt, left(p.new ->> 'rt', 3), '') AS rt,
    coalesce(v.name, p.name) AS name,
    md5(%(seed)s || '/' || coalesce(v.public_id, p.public_id)) AS drawn
  FROM person n
  LEFT JOIN voter v ON v.regency_code = %(regency)s AND v.id = n.voter_id
  LEFT JOIN change_proposal p ON p.regency_code = %(regency)s AND p.id = n.proposal_id
    AND n.voter_id IS NULL
), chosen AS (
  SELECT c.* FROM placed c
  WHERE length(c.kelurahan) = 10 AND starts_with(c.kelurahan, %(place)s)
    AND CASE WHEN c.voter_id IS NULL
      THEN c.proposal_id NOT IN (SELECT proposal_id FROM busy WHERE voter_id IS NULL)
      ELSE c.voter_id NOT IN (SELECT voter_id FROM busy WHERE voter_id IS NOT NULL) END
  ORDER BY c.turn, c.drawn, c.voter_id LIMIT %(most)s
)
