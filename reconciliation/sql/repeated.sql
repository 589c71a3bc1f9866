-- Rows that were plainly the same, but whose NIK stands in the file again.
-- In: {raw}, {differing}. Out: those rows in {differing}.
INSERT INTO {differing}
WITH again AS (
  SELECT nik FROM (SELECT {nik} AS nik FROM {raw}) n GROUP BY nik HAVING count(*) > 1
  UNION
  SELECT delivery_number(d.nik) FROM {differing} d
  WHERE d.line IS NOT NULL AND d.nik <> delivery_number(d.nik)
)
SELECT r.line, r.nik, {columns}
FROM (SELECT line, {cells} FROM {raw}) r
WHERE r.nik IN (SELECT nik FROM again)
  AND NOT EXISTS (SELECT FROM {differing} d WHERE d.line = r.line)
