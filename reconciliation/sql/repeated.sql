-- Rows that were plainly the same, but whose NIK stands in the file again.
-- In: {raw}, {differing}, {again} (repeated NIKs). Out: those rows in {differing}.
INSERT INTO {differing} (line, seat, plain, sought, nik, {names})
SELECT r.line, r.seat, false, false, r.nik, {columns}
FROM (SELECT line, ctid AS seat, {cells} FROM {raw}) r
WHERE hashtextextended(r.nik, 0) IN (SELECT hash FROM {again})
  AND NOT EXISTS (SELECT FROM {differing} d WHERE d.line = r.line)
