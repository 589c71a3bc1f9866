-- What became of accepted rows: all but the plainly same ones; voters without a row.
-- In: {decided}, {absent}. Out: reconciliation_deliveryrow.
INSERT INTO reconciliation_deliveryrow (regency_code, delivery_id, line_no, outcome,
  detail, nik, name, kelurahan, voter_id, elements, warnings)
SELECT %(regency)s, %(delivery)s, line, outcome, detail, nik, name,
  coalesce(CASE WHEN inside THEN kelurahan END, o_kelurahan, ''),
  coalesce(voter_id, removed_id), elements, warnings
FROM {decided} d
WHERE issue = '' AND (outcome <> 'SAME' OR warnings <> '{{}}')
UNION ALL
SELECT %(regency)s, %(delivery)s, NULL, 'TIDAK_ADA',
  CASE WHEN doubtful THEN 'DOUBTFUL' ELSE '' END, nik, name, kelurahan, voter_id,
  '{{}}', '{{}}'
FROM {absent}
ORDER BY 3 NULLS LAST
