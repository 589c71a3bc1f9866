-- Which rows of the file are not plainly a voter, and which voters no row plainly is.
-- A print is one number of a NIK and of every element; rows and voters with the same
-- print are the same, and fall away. Thin, so that a million of each need no disk.
-- In: {raw}, voter of one regency; {said} and {kept} = the print of a row and of a
--     voter, NULL where there is more to say; {born} = birth date as the file writes it.
-- Out: {alone}: seat of such rows in {raw}, id of such voters, and hash of their NIK.
CREATE UNLOGGED TABLE {alone} AS
SELECT r.seat, v.id AS voter_id, coalesce(r.mark, v.mark) AS mark
FROM (SELECT r.seat, hashtext(r.nik) AS mark, {said} AS print
  FROM (SELECT ctid AS seat, {cells} FROM {raw}) r) r
FULL JOIN (SELECT v.id, hashtext(v.nik) AS mark, {kept} AS print
  FROM (SELECT id, nik, nkk, name, birth_place, birth_date, marital_status, sex, address,
      rt, rw, kelurahan, tps, disability, ektp_status, {born} AS born
    FROM voter
    WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')) v) v
  ON v.print = r.print AND v.mark = r.mark
WHERE r.seat IS NULL OR v.id IS NULL
