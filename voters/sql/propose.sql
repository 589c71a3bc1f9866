-- Proposals of a delivery, set-based (deliveries.md).
-- In: landing.{table} (kind, category, voter_id, base_version, nik, name, sex,
--   kelurahan, elements, old, new, warnings, rule, source, line_no, fingerprint,
--   event_date, evidence_kind, evidence_no); regency, period, delivery, actor.
-- Out: change_proposal rows, those marked LOW_TRUST in coklit terbatas; evidence rows where an open proposal of the same person
--   and kind stands already; one result row: made by kind (jsonb), joined, answered.
WITH t AS (
  SELECT d.*,
    -- A question that was answered returns only when its row has changed. A yes is no
    -- such answer: who is asked about again has left again. One that was refused with
    -- its pair returns: the pair's BARU does, and may not stand alone. ceiling.sql of
    -- reconciliation leaves out the same.
    d.kind IN ('TIDAK_ADA', 'MUNCUL_KEMBALI', 'NIK_GANDA_ORANG') AND EXISTS (
      SELECT 1 FROM change_proposal a
      WHERE a.regency_code = %(regency)s AND a.nik = d.nik AND a.kind = d.kind
        AND a.fingerprint = d.fingerprint AND NOT a.new ? '_pair'
        AND a.state IN ('REJECTED', 'REFERRED')) AS answered,
    o.id AS open_id, o.state AS open_state,
    (o.delivery_id, o.line_no) IS NOT DISTINCT FROM (%(delivery)s::bigint, d.line_no)
      AS is_itself
  FROM landing.{table} d
  LEFT JOIN change_proposal o ON o.regency_code = %(regency)s AND o.nik = d.nik
    AND o.kind = d.kind AND o.kind <> 'UNDO'
    AND o.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')
), made AS (
  INSERT INTO change_proposal (
    regency_code, period_id, state, kind, category, voter_id, base_version, nik, name, sex,
    kelurahan, elements, old, new, warnings, rule, source, delivery_id, line_no,
    fingerprint, event_date, evidence_kind, evidence_no, proposed_by_id,
    proposed_by_name)
  SELECT %(regency)s, %(period)s,
    CASE WHEN 'LOW_TRUST' = ANY (warnings) THEN 'COKLIT' ELSE 'OPEN' END,
    kind, coalesce(category, ''), voter_id, base_version,
    nik, coalesce(left(name, 120), ''), coalesce(sex, ''), coalesce(kelurahan, ''),
    coalesce(elements, '{{}}'), coalesce(old, '{{}}'), coalesce(new, '{{}}'),
    coalesce(warnings, '{{}}'), coalesce(rule, ''), coalesce(source, ''),
    %(delivery)s, line_no, coalesce(fingerprint, ''), event_date,
    coalesce(evidence_kind, ''), coalesce(left(evidence_no, 80), ''), %(actor)s,
    %(actor_name)s
  FROM t WHERE open_id IS NULL AND NOT answered
  ORDER BY kelurahan, line_no
  ON CONFLICT DO NOTHING
  RETURNING kind
), filled AS (
  UPDATE change_proposal p
  SET evidence_kind = t.evidence_kind, evidence_no = left(t.evidence_no, 80)
  FROM t
  WHERE p.regency_code = %(regency)s AND p.id = t.open_id
    AND p.evidence_kind = '' AND coalesce(t.evidence_kind, '') <> ''
    -- A letter of moving proves no death: it joins as evidence and proves nothing.
    AND (p.kind NOT IN ('TMS', 'TIDAK_ADA') OR p.category = coalesce(t.category, ''))
    AND p.state IN ('OPEN', 'HOLD', 'COKLIT')
), joined AS (
  INSERT INTO evidence (regency_code, proposal_id, kind, number, source, delivery_id,
    line_no, added_by_id, added_by_name)
  SELECT %(regency)s, t.open_id, 'BARIS_KIRIMAN', coalesce(left(t.evidence_no, 80), ''),
    coalesce(t.source, ''), %(delivery)s, t.line_no, %(actor)s, %(actor_name)s
  FROM t
  WHERE t.open_id IS NOT NULL AND NOT t.is_itself AND NOT EXISTS (
    SELECT 1 FROM evidence e WHERE e.regency_code = %(regency)s
      AND e.proposal_id = t.open_id
      AND (e.delivery_id, e.line_no) IS NOT DISTINCT FROM (%(delivery)s::bigint, t.line_no))
  RETURNING 1
)
SELECT
  coalesce((SELECT jsonb_object_agg(kind, n)
            FROM (SELECT kind, count(*) AS n FROM made GROUP BY kind) k), '{{}}'),
  (SELECT count(*) FROM joined),
  (SELECT count(*) FROM t WHERE answered AND open_id IS NULL)
