-- One person under a corrected NIK: a TIDAK ADA and a BARU that belong together.
-- In: regency; {only}, which cuts to one proposal or to none. Out: id of the TIDAK ADA
-- and of the BARU. Strict: name, birth date and sex are equal, and the family card or
-- the birth place too; a pair declared to be two people (NOT_PAIR) is none.
SELECT t.id AS absent_id, b.id AS newcomer_id
FROM change_proposal t
JOIN voter v ON v.regency_code = %(regency)s AND v.id = t.voter_id AND v.nik = t.nik
  AND v.status IN ('ACTIVE', 'HELD')
JOIN change_proposal b ON b.regency_code = %(regency)s AND b.kind = 'BARU'
  AND b.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND')
  AND b.name = v.name AND b.sex = v.sex AND b.nik <> v.nik
  AND b.new->>'birth_date' = to_char(v.birth_date, 'YYYY-MM-DD')
  AND (v.nkk <> '' AND b.new->>'nkk' = v.nkk
    OR v.birth_place <> '' AND b.new->>'birth_place' = v.birth_place)
  AND 'NOT_PAIR' <> ALL (b.warnings)
WHERE t.regency_code = %(regency)s AND t.kind = 'TIDAK_ADA'
  AND t.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND')
  AND {only}
