-- Proposals of a delivery, set-based (deliveries.md).
-- In: landing.{table} (kind, category, voter_id, base_version, nik, name, sex,
--   kelurahan, elements, old, new, warnings, rule, source, line_no, fingerprint,
--   event_date, evidence_kind, evidence_no); regency, period, delivery, actor.
-- Out: change_proposal rows, those marked LOW_TRUST in coklit terbatas; evidence rows where
--   an open proposal of the same person and kind stands already; one result row: made by
--   kind (jsonb), joined, answered, renewed, disputed.
-- A row that says otherwise than the open proposal renews it while nobody has looked at it
--   and the same sender, or a list of low trust, brought it; what it said before stays with
--   the earlier row. Else the proposal is marked DISPUTED, and the row keeps what it says.
WITH beside AS (
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
    o.id AS open_id, o.state AS open_state, o.new AS open_new, o.category AS open_category,
    o.delivery_id AS open_delivery, o.line_no AS open_line, o.source AS open_source,
    'LOW_TRUST' = ANY (o.warnings) AS open_is_low,
    coalesce('LOW_TRUST' = ANY (d.warnings), false) AS is_low,
    o.state IN ('OPEN', 'COKLIT') AND o.decided_at IS NULL AND o.delivery_id IS NOT NULL
      AS is_untouched,
    (o.delivery_id, o.line_no) IS NOT DISTINCT FROM (%(delivery)s::bigint, d.line_no)
      AS is_itself
  FROM landing.{table} d
  LEFT JOIN change_proposal o ON o.regency_code = %(regency)s AND o.nik = d.nik
    AND o.kind = d.kind AND o.kind <> 'UNDO'
    AND o.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')
), apart AS (
  SELECT b.*, CASE
    WHEN open_id IS NULL OR is_itself THEN NULL
    WHEN kind IN ('UBAH', 'PINDAH_DALAM', 'BARU') THEN (
      -- An empty cell says nothing, nor what a reader fills in where a file is silent.
      SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(new)
      WHERE value <> '' AND left(key, 1) <> '_' AND open_new ->> key IS DISTINCT FROM value
        AND NOT (kind = 'BARU' AND (key, value) IN (
          ('marital_status', 'B'), ('disability', '0'))))
    WHEN kind = 'TMS' AND category <> open_category
      THEN jsonb_build_object('status_reason', category) END AS told
  FROM beside b
), t AS (
  SELECT a.*,
    coalesce(told IS NOT NULL AND kind <> 'TMS' AND is_untouched
      AND (open_source = source AND (open_is_low OR NOT is_low)
        OR open_is_low AND NOT is_low), false) AS renews
  FROM apart a
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
), renewed AS (
  UPDATE change_proposal p
  SET new = p.new || t.told, old = coalesce((SELECT jsonb_object_agg(key, value)
      FROM jsonb_each(t.old) WHERE t.told ? key), '{{}}') || p.old,
    elements = ARRAY(SELECT key FROM jsonb_object_keys(p.new || t.told) key
      WHERE left(key, 1) <> '_'),
    category = coalesce(t.category, ''), name = coalesce(left(t.name, 120), p.name),
    sex = coalesce(t.sex, p.sex), kelurahan = coalesce(t.kelurahan, p.kelurahan),
    warnings = coalesce(t.warnings, '{{}}'), source = t.source,
    rule = CASE p.rule WHEN 'NOT_YET' THEN p.rule ELSE coalesce(t.rule, '') END,
    delivery_id = %(delivery)s, line_no = t.line_no,
    fingerprint = coalesce(t.fingerprint, ''),
    event_date = coalesce(t.event_date, p.event_date),
    base_version = least(p.base_version, t.base_version),
    evidence_kind = coalesce(nullif(t.evidence_kind, ''), p.evidence_kind),
    evidence_no = CASE WHEN coalesce(t.evidence_kind, '') <> ''
      THEN left(t.evidence_no, 80) ELSE p.evidence_no END,
    state = CASE WHEN t.open_is_low AND NOT t.is_low THEN 'OPEN' ELSE p.state END
  FROM t
  WHERE p.regency_code = %(regency)s AND p.id = t.open_id AND t.renews
  RETURNING 1
), filled AS (
  UPDATE change_proposal p
  SET evidence_kind = CASE WHEN t.fills THEN t.evidence_kind ELSE p.evidence_kind END,
    evidence_no = CASE WHEN t.fills THEN left(t.evidence_no, 80) ELSE p.evidence_no END,
    warnings = CASE WHEN t.disputes THEN p.warnings || 'DISPUTED'::varchar(24)
      ELSE p.warnings END
  FROM (
    SELECT t.*, e.evidence_kind = '' AND coalesce(t.evidence_kind, '') <> ''
      -- A letter of moving proves no death: it joins as evidence and proves nothing.
      AND (t.kind NOT IN ('TMS', 'TIDAK_ADA') OR t.open_category = coalesce(t.category, ''))
      AND t.open_state IN ('OPEN', 'HOLD', 'COKLIT') AS fills,
      t.told IS NOT NULL AND NOT t.is_low AND NOT 'DISPUTED' = ANY (e.warnings) AS disputes
    FROM t JOIN change_proposal e ON e.regency_code = %(regency)s AND e.id = t.open_id
    WHERE NOT t.renews) t
  WHERE p.regency_code = %(regency)s AND p.id = t.open_id AND (t.fills OR t.disputes)
  RETURNING t.disputes
), joined AS (
  INSERT INTO evidence (regency_code, proposal_id, kind, number, source, delivery_id,
    line_no, told, added_by_id, added_by_name)
  SELECT %(regency)s, t.open_id, 'BARIS_KIRIMAN',
    CASE WHEN renews THEN '' ELSE coalesce(left(t.evidence_no, 80), '') END,
    coalesce(CASE WHEN renews THEN open_source ELSE t.source END, ''), w.delivery, w.line,
    coalesce(CASE WHEN renews THEN (SELECT jsonb_object_agg(key, value)
      FROM jsonb_each(open_new) WHERE told ? key) ELSE told END, '{{}}'),
    %(actor)s, %(actor_name)s
  FROM t, LATERAL (SELECT
    CASE WHEN renews THEN open_delivery ELSE %(delivery)s::bigint END AS delivery,
    CASE WHEN renews THEN open_line ELSE t.line_no END AS line) w
  WHERE t.open_id IS NOT NULL AND NOT t.is_itself AND NOT EXISTS (
    SELECT 1 FROM evidence e WHERE e.regency_code = %(regency)s
      AND e.proposal_id = t.open_id
      AND (e.delivery_id, e.line_no) IS NOT DISTINCT FROM (w.delivery, w.line))
  RETURNING 1
)
SELECT
  coalesce((SELECT jsonb_object_agg(kind, n)
            FROM (SELECT kind, count(*) AS n FROM made GROUP BY kind) k), '{{}}'),
  (SELECT count(*) FROM joined),
  (SELECT count(*) FROM t WHERE answered AND open_id IS NULL),
  (SELECT count(*) FROM renewed), (SELECT count(*) FROM filled WHERE disputes)
