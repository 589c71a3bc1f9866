-- Refused rows with the cells as their sender wrote them.
-- In: {decided}, {raw}, {ragged}; {cells} = array of all cells, {column} and {written}
--     = CASE over the issue. Out: reconciliation_rowissue.
INSERT INTO reconciliation_rowissue
  (regency_code, delivery_id, line_no, kind, "column", written, cells)
SELECT %(regency)s, %(delivery)s, d.line, d.issue, left({column}, 80),
  left({written}, 200), ARRAY[{cells}]
FROM {decided} d JOIN {raw} r ON r.ctid = d.seat
WHERE d.issue <> ''
  AND r.ctid = ANY (ARRAY(SELECT seat FROM {decided} WHERE issue <> ''))
UNION ALL
SELECT %(regency)s, %(delivery)s, line, 'RAGGED', '', left(line_text, 200),
  ARRAY[line_text]
FROM {ragged}
