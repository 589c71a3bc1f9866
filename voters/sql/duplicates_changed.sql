-- People of a delivery that may stand on the roll already, and whom they are compared with.
-- In: {lines} = the decided rows of a run; regency. Out: {gathered}, as {source} of
--     duplicates.sql; a line has a negative id, and no NIK where its own is of no use.

-- step: gather
CREATE UNLOGGED TABLE {gathered} AS
SELECT -line AS id, true AS fresh, NULL::bigint AS voter_id, NULL::integer AS version,
  line, CASE WHEN issue = '' THEN nik ELSE '' END AS nik,
  CASE WHEN nkk ~ '^[0-9]{{16}}$' THEN nkk ELSE '' END AS nkk, name, birth_place,
  birth_date, coalesce(sex, '') AS sex, address, rt, rw,
  CASE WHEN inside THEN kelurahan ELSE '' END AS kelurahan
FROM {lines}
WHERE name <> '' AND birth_date IS NOT NULL AND (outcome = 'BARU'
  OR issue IN ('NIK_NUMBER', 'NIK_LETTERS', 'NIK_LENGTH', 'NIK_SAME_DIGITS',
               'NIK_PROVINCE', 'NIK_DATE', 'NIK_SERIAL'))

-- step: meet
INSERT INTO {gathered}
SELECT id, false, id, row_version, NULL, nik, nkk, name, birth_place, birth_date, sex,
  address, rt, rw, kelurahan
FROM voter v
WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
  AND (birth_date IN (SELECT birth_date FROM {gathered})
    OR name IN (SELECT name FROM {gathered})
    OR nkk IN (SELECT nkk FROM {gathered} WHERE nkk <> '')
    OR birth_date IN (SELECT make_date(extract(year FROM birth_date)::integer,
        extract(day FROM birth_date)::integer, extract(month FROM birth_date)::integer)
      FROM {gathered} WHERE extract(day FROM birth_date) <= 12))
