-- Voters whom no accepted row of a snapshot names: questions, never removals.
-- In: {differing} (voters without a row), {decided}, {ragged}; village: code of the
--     kelurahan whose list it is, '' for the regency's. Out: {absent}; doubtful where
--     only a refused row carries the NIK. Of another kelurahan nobody is asked about.
CREATE UNLOGGED TABLE {absent} AS
WITH candidate AS (
  SELECT nik FROM {differing} WHERE line IS NULL
  UNION SELECT nik FROM {decided} WHERE issue <> '' AND voter_id IS NOT NULL
), refused AS (
  SELECT nik FROM {decided} WHERE issue <> ''
  UNION SELECT m[1] FROM {ragged}, regexp_matches(line_text, '[0-9]{{16}}', 'g') m
)
SELECT v.id AS voter_id, v.row_version, v.nik, v.name, v.sex, v.kelurahan,
  v.nik IN (SELECT nik FROM refused) AS doubtful,
  encode(sha256(convert_to(concat_ws(chr(31), 'TIDAK_ADA', v.nik, v.name,
    v.birth_date, v.kelurahan, v.address), 'UTF8')), 'hex') AS fingerprint
FROM voter v
WHERE v.regency_code = %(regency)s AND v.status IN ('ACTIVE', 'HELD')
  AND (%(village)s = '' OR v.kelurahan = %(village)s)
  AND v.nik IN (SELECT nik FROM candidate)
  AND NOT EXISTS (SELECT FROM {decided} d WHERE d.nik = v.nik AND d.issue = '')
