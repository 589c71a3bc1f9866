-- Who may be drawn for coklit terbatas, each person once and for the first reason that
-- holds, nobody who has an unfinished task already. A part of draw.sql and preview.sql.
-- In: regency, place (a region code), reasons (in order of precedence), seed, today,
-- years (age over which somebody is doubted), most. Out: chosen.
WITH found AS (
  SELECT CASE p.kind WHEN 'TIDAK_ADA' THEN 'TIDAK_ADA' ELSE 'MUNCUL_KEMBALI' END AS reason,
    p.voter_id, p.id AS proposal_id, NULL::bigint AS pair_id
  FROM change_proposal p
  WHERE p.regency_code = %(regency)s AND p.kind IN ('TIDAK_ADA', 'MUNCUL_KEMBALI')
    AND p.kind = ANY (%(reasons)s) AND p.state IN ('OPEN', 'HOLD', 'COKLIT')
    AND p.voter_id IS NOT NULL
  UNION ALL
  SELECT 'DEATH_NO_CERTIFICATE', p.voter_id, p.id, NULL
  FROM change_proposal p
  WHERE p.regency_code = %(regency)s AND 'DEATH_NO_CERTIFICATE' = ANY (%(reasons)s)
    AND p.kind = 'TMS' AND p.category = 'MENINGGAL'
    AND p.state IN ('OPEN', 'HOLD', 'COKLIT') AND p.voter_id IS NOT NULL
    AND (p.evidence_kind <> 'AKTA_KEMATIAN' OR p.evidence_no = '')
  UNION ALL
  SELECT 'RETURNED', p.voter_id, p.id, NULL
  FROM change_proposal p
  WHERE p.regency_code = %(regency)s AND 'RETURNED' = ANY (%(reasons)s)
    AND p.kind NOT IN ('TIDAK_ADA', 'MUNCUL_KEMBALI', 'UNDO')
    AND (p.state = 'COKLIT' OR p.state IN ('OPEN', 'HOLD') AND 'LOW_TRUST' = ANY (p.warnings))
  UNION ALL
  SELECT 'GANDA', v.id, NULL, d.id
  FROM duplicate_pair d CROSS JOIN LATERAL (VALUES (d.voter_a), (d.voter_b)) v (id)
  WHERE d.regency_code = %(regency)s AND 'GANDA' = ANY (%(reasons)s)
    AND d.state IN ('OPEN', 'SECOND') AND v.id IS NOT NULL
  UNION ALL
  SELECT 'OVER_100', v.id, NULL, NULL FROM voter v
  WHERE v.regency_code = %(regency)s AND 'OVER_100' = ANY (%(reasons)s)
    AND v.status IN ('ACTIVE', 'HELD')
    AND v.birth_date < %(today)s::date - make_interval(years => %(years)s)
  UNION ALL
  SELECT 'NO_EKTP', v.id, NULL, NULL FROM voter v
  WHERE v.regency_code = %(regency)s AND 'NO_EKTP' = ANY (%(reasons)s)
    AND v.status IN ('ACTIVE', 'HELD') AND v.ektp_status = 'B'
  UNION ALL
  (SELECT 'SAMPLE', v.id, NULL, NULL FROM voter v
   WHERE v.regency_code = %(regency)s AND 'SAMPLE' = ANY (%(reasons)s)
     AND v.status IN ('ACTIVE', 'HELD') AND starts_with(v.kelurahan, %(place)s)
     AND NOT EXISTS (SELECT FROM fieldwork_task t
       WHERE t.regency_code = %(regency)s AND t.voter_id = v.id
         AND t.state IN ('TODO', 'AGAIN', 'PAPER'))
   ORDER BY md5(%(seed)s || '/' || v.public_id), v.id LIMIT %(most)s)
), person AS (
  SELECT DISTINCT ON (coalesce(f.voter_id, -f.proposal_id)) f.*,
    array_position(%(reasons)s, f.reason) AS turn
  FROM found f
  ORDER BY coalesce(f.voter_id, -f.proposal_id), turn, f.proposal_id, f.pair_id
), placed AS (
  SELECT n.reason, n.turn, n.voter_id, n.proposal_id, n.pair_id,
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
    AND NOT EXISTS (SELECT FROM fieldwork_task t
      WHERE t.regency_code = %(regency)s AND t.state IN ('TODO', 'AGAIN', 'PAPER')
        AND t.voter_id = c.voter_id)
    AND NOT EXISTS (SELECT FROM fieldwork_task t
      WHERE t.regency_code = %(regency)s AND t.state IN ('TODO', 'AGAIN', 'PAPER')
        AND c.voter_id IS NULL AND t.proposal_id = c.proposal_id)
  ORDER BY c.turn, c.drawn, c.voter_id LIMIT %(most)s
)
