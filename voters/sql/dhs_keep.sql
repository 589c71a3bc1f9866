-- Rows of a comparison. In: {raw}, {ragged}, {read}, {judged}, {cells} = all cells of
-- a line; regency, comparison, period (open, or NULL), area. Out: sidalih_row: every line
-- of the file exactly once, and the counted voters of the area whom no line names, each
-- with the sheet of the period on which it stands.

-- step: rows
INSERT INTO sidalih_row (regency_code, public_id, comparison_id, line_no, outcome, why,
  dpid, nik, name, kelurahan, voter_id, elements, roll, told, cells, sheet, sheet_done)
SELECT %(regency)s, gen_random_uuid(), %(comparison)s, line, outcome, why, dpid, nik,
  name, kelurahan, voter_id, elements, roll, told, cells, '', false
FROM (
  SELECT j.line,
    CASE WHEN unmatched_mask THEN 'UNREADABLE' ELSE outcome END AS outcome,
    CASE WHEN unmatched_mask THEN 'NIK_MASKED'
      WHEN outcome = 'CONFLICT' AND other_person AND way IN ('DPID', 'NIK')
        THEN 'OTHER_PERSON'
      WHEN outcome = 'CONFLICT' THEN way
      WHEN outcome = 'ONLY_SIDALIH' THEN coalesce(struck, '') ELSE '' END AS why,
    dpid, coalesce(nullif(nik_shown, ''), v_nik, '') AS nik,
    coalesce(nullif(name, ''), v_name, '') AS name,
    coalesce(nullif(kelurahan, ''), v_kelurahan, %(regency)s) AS kelurahan,
    found AS voter_id,
    CASE WHEN outcome IN ('DIFFERS', 'CONFLICT') THEN elements ELSE '{{}}' END AS elements,
    CASE WHEN outcome IN ('DIFFERS', 'CONFLICT') THEN roll ELSE '{{}}' END AS roll,
    CASE WHEN outcome IN ('DIFFERS', 'CONFLICT') THEN told
      WHEN outcome = 'ONLY_SIDALIH' AND way = '' THEN (
        SELECT coalesce(jsonb_object_agg(e.key, e.value), '{{}}') FROM jsonb_each_text(
          jsonb_build_object('nik', nik, 'nkk', nkk, 'name', name, 'birth_place',
            birth_place, 'birth_date', birth_date, 'marital_status', marital_status,
            'sex', sex, 'address', address, 'rt', rt, 'rw', rw, 'kelurahan', kelurahan,
            'tps', tps, 'disability', disability, 'ektp_status', ektp_status)) e
        WHERE e.value <> '')
      ELSE '{{}}' END AS told,
    CASE WHEN unmatched_mask THEN to_jsonb(ARRAY[{cells}]) END AS cells
  FROM {judged} j JOIN {raw} USING (line)
  UNION ALL
  SELECT d.line, 'UNREADABLE', d.issue, d.dpid, d.nik_shown, d.name,
    coalesce(nullif(d.kelurahan, ''), %(regency)s), NULL, '{{}}', '{{}}', '{{}}',
    to_jsonb(ARRAY[{cells}])
  FROM {read} d JOIN {raw} USING (line) WHERE d.issue <> ''
  UNION ALL
  SELECT line, 'UNREADABLE', 'RAGGED', '', '', '', %(regency)s, NULL, '{{}}', '{{}}',
    '{{}}', to_jsonb(ARRAY[line_text])
  FROM {ragged}
) every
ORDER BY line

-- step: missing
INSERT INTO sidalih_row (regency_code, public_id, comparison_id, outcome, why, dpid, nik,
  name, kelurahan, voter_id, elements, roll, told, sheet, sheet_done)
SELECT %(regency)s, gen_random_uuid(), %(comparison)s, 'ONLY_ROLL', '', v.dpid, v.nik,
  v.name, v.kelurahan, v.id, '{{}}', '{{}}', '{{}}', coalesce(s.sheet, ''),
  coalesce(s.done, false)
FROM voter v
LEFT JOIN (
  SELECT DISTINCT ON (e.voter_id) e.voter_id, CASE
      WHEN e.effect IN ('BARU', 'PEMULIHAN') THEN 'BARU'
      WHEN e.effect = 'PINDAH' OR e.before->>'tps' IS DISTINCT FROM e.after->>'tps'
        THEN 'TPS' ELSE 'UBAH' END AS sheet,
    EXISTS (SELECT FROM sidalih_entry t
      WHERE t.regency_code = %(regency)s AND t.event_id = e.id) AS done
  FROM voter_event e
  WHERE e.regency_code = %(regency)s AND e.period_id = %(period)s
    AND e.effect IN ('BARU', 'PEMULIHAN', 'UBAH', 'KOREKSI_JK', 'PINDAH')
    AND e.counter_of IS NULL AND NOT EXISTS (SELECT FROM voter_event c
      WHERE c.regency_code = %(regency)s AND c.counter_of = e.id)
  ORDER BY e.voter_id, e.effect IN ('BARU', 'PEMULIHAN') DESC, e.id DESC
) s ON s.voter_id = v.id
WHERE v.regency_code = %(regency)s AND v.status IN ('ACTIVE', 'HELD')
  AND %(area)s <> '' AND v.kelurahan >= %(area)s AND v.kelurahan < %(area_end)s
  AND NOT EXISTS (SELECT FROM {judged} j WHERE j.found = v.id)
  AND NOT EXISTS (SELECT FROM {read} r WHERE r.nik = v.nik)
  AND NOT EXISTS (SELECT FROM {read} r WHERE r.dpid = v.dpid AND r.dpid <> '')
ORDER BY v.kelurahan, v.id
