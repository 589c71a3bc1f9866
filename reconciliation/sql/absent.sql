-- Voters whom no accepted row of a snapshot names: questions, never removals.
-- In: {differing} (voters without a row), {decided}, {ragged}; village: code of the
--     kelurahan whose list it is, '' for the regency's. Out: {absent}; doubtful where
--     only a refused row carries the NIK. Of another kelurahan nobody is asked about.
-- The roll is not asked again: both tables hold the elements of whom they name.
CREATE UNLOGGED TABLE {absent} AS
WITH candidate AS (
  SELECT DISTINCT ON (voter_id) voter_id, row_version, nik, o_name, o_sex, o_kelurahan,
    o_birth_date, o_address
  FROM (
    SELECT voter_id, row_version, nik, o_name, o_sex, o_kelurahan, o_birth_date, o_address
    FROM {differing} WHERE line IS NULL
    UNION ALL
    SELECT voter_id, row_version, nik, o_name, o_sex, o_kelurahan, o_birth_date, o_address
    FROM {decided} WHERE issue <> '' AND voter_id IS NOT NULL) n
  WHERE %(village)s IN ('', o_kelurahan)
  ORDER BY voter_id, row_version DESC
), refused AS (
  SELECT nik FROM {decided} WHERE issue <> ''
  UNION SELECT m[1] FROM {ragged}, regexp_matches(line_text, '[0-9]{{16}}', 'g') m
)
SELECT voter_id, row_version, nik::varchar(16) AS nik, o_name AS name, o_sex AS sex,
  o_kelurahan AS kelurahan, nik IN (SELECT nik FROM refused) AS doubtful,
  encode(sha256(convert_to(concat_ws(chr(31), 'TIDAK_ADA', nik, o_name, o_birth_date,
    o_kelurahan, o_address), 'UTF8')), 'hex') AS fingerprint
FROM candidate c
WHERE NOT EXISTS (SELECT FROM {decided} d WHERE d.nik = c.nik AND d.issue = '')
