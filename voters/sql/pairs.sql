-- One person under a corrected NIK: a TIDAK ADA and a BARU that belong together.
-- In: regency; {absent} and {newcomer}, which cut to one proposal or to none. Out: id of
-- the TIDAK ADA and of the BARU. Strict: name, birth date and sex are equal, and the
-- family card or the birth place too; a pair declared to be two people (NOT_PAIR) is
-- none. Materialized: proposals made a minute ago have no statistics, and the planner
-- would search the roll anew for every BARU.
WITH absent AS MATERIALIZED (
  SELECT t.id, v.nik, v.nkk, v.name, v.sex, v.birth_place,
    to_char(v.birth_date, 'YYYY-MM-DD') AS birth_date
  FROM change_proposal t
  JOIN voter v ON v.regency_code = %(regency)s AND v.id = t.voter_id AND v.nik = t.nik
    AND v.status IN ('ACTIVE', 'HELD')
  WHERE t.regency_code = %(regency)s AND t.kind = 'TIDAK_ADA'
    AND t.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND') AND {absent}
), newcomer AS MATERIALIZED (
  SELECT b.id, b.nik, b.name, b.sex, b.new->>'nkk' AS nkk,
    b.new->>'birth_place' AS birth_place, b.new->>'birth_date' AS birth_date
  FROM change_proposal b
  WHERE b.regency_code = %(regency)s AND b.kind = 'BARU'
    AND b.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND')
    AND b.name IN (SELECT name FROM absent)
    AND 'NOT_PAIR' <> ALL (b.warnings) AND {newcomer}
)
SELECT a.id AS absent_id, n.id AS newcomer_id
FROM absent a JOIN newcomer n ON n.name = a.name AND n.birth_date = a.birth_date
  AND n.sex = a.sex AND n.nik <> a.nik
WHERE a.nkk <> '' AND n.nkk = a.nkk
  OR a.birth_place <> '' AND n.birth_place = a.birth_place
