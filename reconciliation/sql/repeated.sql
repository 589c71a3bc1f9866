-- Rows that were plainly the same, but whose NIK stands in the file again.
-- In: {raw}, {differing}, {again} (repeated NIKs). Out: those rows in {differing}.
INSERT INTO {differing}
SELECT r.line, r.nik, {columns}
FROM (SELECT line, {cells} FROM {raw}) r
WHERE r.nik IN (SELECT nik FROM {again})
  AND NOT EXISTS (SELECT FROM {differing} d WHERE d.line = r.line)
