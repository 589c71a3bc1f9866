-- Rows that were plainly the same, but whose NIK stands in the file again.
-- In: {raw}, {differing}, {again} (repeated NIKs). Out: those rows in {differing}. Every
--     core looks for them, which an INSERT would leave to one; IS TRUE keeps the list of
--     hashes a look-up, where a join would meet every row with {differing} first.
CREATE UNLOGGED TABLE {repeated} AS
SELECT r.line, r.seat, false AS plain, false AS sought, r.nik, {columns}
FROM (SELECT line, ctid AS seat, {cells} FROM {raw}) r
WHERE (hashtextextended(r.nik, 0) IN (SELECT hash FROM {again})) IS TRUE
  AND NOT EXISTS (SELECT FROM {differing} d WHERE d.line = r.line);
INSERT INTO {differing} (line, seat, plain, sought, nik, {names})
SELECT * FROM {repeated}
