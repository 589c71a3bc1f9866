-- People of a delivery that may stand on the roll already, and whom they are compared with.
-- In: {lines} = the decided rows of a run; regency. Out: {fresh}, kept until the search
--     ends; {gathered}, as {source} of duplicates.sql. A line has a negative id, and no
--     NIK where its own is of no use.

-- step: gather
CREATE TABLE {fresh} AS
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
-- Who came on the roll with a row of the delivery since is that row, and no second one.
CREATE UNLOGGED TABLE {gathered} AS
SELECT * FROM {fresh}
UNION ALL
SELECT id, false, id, row_version, NULL, nik, nkk, name, birth_place, birth_date, sex,
  address, rt, rw, kelurahan
FROM voter v
WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
  AND nik NOT IN (SELECT nik FROM {fresh} WHERE nik <> '')
  AND (birth_date IN (SELECT birth_date FROM {fresh})
    OR name IN (SELECT name FROM {fresh})
    OR nkk IN (SELECT nkk FROM {fresh} WHERE nkk <> '')
    OR birth_date IN (SELECT make_date(extract(year FROM birth_date)::integer,
        extract(day FROM birth_date)::integer, extract(month FROM birth_date)::integer)
      FROM {fresh} WHERE extract(day FROM birth_date) <= 12))
