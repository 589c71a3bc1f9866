-- Refused rows with their cells. In: {read}, {raw}, {ragged}, {cells} = all cells;
-- regency, list. Out: aid_row_issue.
INSERT INTO aid_row_issue (regency_code, list_id, line_no, kind, cells)
SELECT %(regency)s, %(list)s, d.line, d.issue, to_jsonb(ARRAY[{cells}])
FROM {read} d JOIN {raw} r USING (line) WHERE d.issue <> ''
UNION ALL
SELECT %(regency)s, %(list)s, line, 'RAGGED', to_jsonb(ARRAY[line_text]) FROM {ragged}
