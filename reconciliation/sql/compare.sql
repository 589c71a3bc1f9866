-- One pass of the file over the roll: only what is not plainly the same comes out.
-- In: {raw} (line and cells), voter of one regency, {same} = what makes a row plain:
--     every element equal, nothing said, nothing to warn about.
-- Out: {differing}: such rows, and voters whom no row names (line NULL).
CREATE UNLOGGED TABLE {differing} AS
SELECT r.line, coalesce(r.nik, v.nik::text) AS nik, {columns}
FROM (SELECT line, {cells} FROM {raw}) r
FULL JOIN (
  SELECT nik, nkk, name, birth_place, birth_date, marital_status, sex, address, rt, rw,
         kelurahan, tps, disability, ektp_status
  FROM voter WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
) v ON v.nik = r.nik
WHERE ({same}) IS NOT TRUE
