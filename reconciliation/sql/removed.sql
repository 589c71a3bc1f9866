-- Who was removed from the roll, the last time of each NIK. In: voter of the regency.
-- Out: {removed}. A table, for as a part of judge.sql every core would make its own.
CREATE UNLOGGED TABLE {removed} AS
SELECT DISTINCT ON (nik) nik, id, row_version, status_reason, name, birth_date
FROM voter
WHERE regency_code = %(regency)s AND status = 'INELIGIBLE' AND status_reason <> 'BATAL'
ORDER BY nik, id DESC
