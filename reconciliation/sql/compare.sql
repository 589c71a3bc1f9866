-- One pass of the file over the roll: only what is not plainly the same comes out.
-- In: {raw} (line and cells), voter of one regency, {same} = what makes a row plain:
--     every element equal, nothing said, nothing to warn about; {own} and {elsewhere} =
--     where its NIK was given; {born} = birth date as the file writes it; {asked} = of
--     whom it is asked why no row names them (all, or those of one kelurahan).
-- Out: {differing}: such rows (seat = their place in {raw}; plain = a NIK from elsewhere
--     is all there is to say; sought = the roll was asked for the NIK as it is written;
--     {known} = the voter's version and elements as they were compared), and voters whom no row names
--     (line NULL).
CREATE UNLOGGED TABLE {differing} AS
SELECT r.line, r.seat, v.id AS voter_id, {known},
  (({elsewhere}) AND {same}) IS TRUE AS plain, true AS sought,
  coalesce(r.nik, v.nik::text) AS nik, {columns}
FROM (SELECT line, ctid AS seat, {cells} FROM {raw}) r
FULL JOIN (
  SELECT id, row_version, status = 'HELD' AS held, nik, nkk, name, birth_place,
         birth_date, marital_status, sex, address, rt, rw, kelurahan, tps, disability,
         ektp_status, nik_fits,
         {born} AS born
  FROM voter WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
) v ON v.nik = r.nik
WHERE ({own} AND {same}) IS NOT TRUE AND (r.line IS NOT NULL OR {asked})
