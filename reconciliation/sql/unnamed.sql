-- Voters whom no row equals, for the question who has no row at all (absent.sql).
-- In: {unlike}; voter of the regency. Out: those voters in {differing}, without a line.
INSERT INTO {differing} (voter_id, v_kelurahan, plain, nik)
SELECT v.id, v.kelurahan, false, v.nik
FROM {unlike} u JOIN voter v ON v.regency_code = %(regency)s AND v.id = u.voter_id
WHERE u.seat IS NULL
