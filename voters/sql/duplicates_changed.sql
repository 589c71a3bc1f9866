-- People of a delivery that may stand on the roll already, and whom they are compared with.
-- In: {lines} = the decided rows of a run; regency. Out: {fresh}, kept until the search
--     ends; {gathered}, as {source} of duplicates.sql. A line has a negative id, and no
--     NIK where its own is of no use.
-- Who is compared: voters with a birth date of a fresh person (or day and month of one
-- swapped), a name, or an NKK. {gathered} is all of them (meet), or those of them alone
-- that share a block with somebody fresh (bearers to join): the pairs are the same.

-- step: gather
CREATE TABLE {fresh} AS
SELECT -line AS id, true AS fresh, NULL::bigint AS voter_id, NULL::integer AS version,
  line, CASE WHEN issue = '' THEN nik ELSE '' END AS nik,
  CASE WHEN delivery_sixteen_digits(nkk) THEN nkk ELSE '' END AS nkk, name, birth_place,
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

-- step: bearers
-- How many bear a name that sounds as one of {heeded}, on the roll and in the delivery.
CREATE UNLOGGED TABLE {bearers} AS
SELECT s.sound, sum(c.n)::bigint AS bearers
FROM {spelt} c JOIN name_sound s ON s.regency_code = %(regency)s AND s.spelt = c.spelt
WHERE s.sound IN (SELECT h.sound FROM {heeded} f JOIN name_sound h
    ON h.regency_code = %(regency)s AND h.spelt = hashtextextended(f.name, 0))
GROUP BY s.sound

-- step: known
CREATE UNLOGGED TABLE {known} AS
SELECT f.name, f.nkk, f.sex, f.kelurahan, f.rw, f.rt, f.birth_date, s.initial, s.bones, s.edge,
  s.last, b.bearers, date_part('year', f.birth_date)::integer AS y,
  (date_part('month', f.birth_date) * 100 + date_part('day', f.birth_date))::integer AS md,
  to_char(f.birth_date, 'MMDD') IN ('0101', '0701', '1231') AS loose,
  CASE WHEN date_part('day', f.birth_date) <= 12 THEN
    make_date(date_part('year', f.birth_date)::integer,
      date_part('day', f.birth_date)::integer,
      date_part('month', f.birth_date)::integer) END AS swapped
FROM {fresh} f
JOIN name_sound s
  ON s.regency_code = %(regency)s AND s.spelt = hashtextextended(f.name, 0)
JOIN {bearers} b USING (sound)

-- step: alike
-- Whom a rare name of somebody fresh lets meet anybody fresh: the years and days
-- of those whose words without vowels are the same.
CREATE UNLOGGED TABLE {alike} AS
SELECT DISTINCT a.name, CASE WHEN a.bearers <= 60 AND b.bearers <= 60 THEN b.y END AS y,
  CASE WHEN NOT b.loose THEN b.md END AS md
FROM {known} a JOIN {known} b USING (bones)
WHERE a.bearers <= 300 AND b.bearers <= 300

-- step: dated
-- What a birth date of somebody fresh lets meet, so that a voter is asked once a date and
-- not once a rule: first words (day and month swapped, too), last ones, both, and homes.
CREATE UNLOGGED TABLE {dates} AS
SELECT birth_date, array_agg(initial) AS initials,
  array_agg(last) FILTER (WHERE last IS NOT NULL) AS lasts,
  array_agg(edge) FILTER (WHERE edge IS NOT NULL) AS edges,
  array_agg(home) FILTER (WHERE home IS NOT NULL) AS homes
FROM (
  SELECT birth_date, initial, last, edge, CASE WHEN NOT loose THEN
    hashtextextended(sex || kelurahan || rw || '/' || rt, 0) END AS home FROM {known}
  UNION ALL
  SELECT swapped, initial, NULL, NULL, NULL FROM {known} WHERE swapped IS NOT NULL) d
GROUP BY birth_date

-- step: probe
-- Each core asks of its voters whether anybody fresh has such a date, NKK or rare name,
-- and of those who pass whether a whole block is shared. More may come out than share
-- one (a default day counts with its kelurahan), never fewer; 60 and 300 are the bounds
-- of keys in duplicates.sql.
CREATE UNLOGGED TABLE {gathered} AS
SELECT v.id, false AS fresh, v.id AS voter_id, v.row_version AS version,
  NULL::bigint AS line, v.nik::text AS nik, v.nkk::text AS nkk, v.name::text AS name,
  v.birth_place::text AS birth_place, v.birth_date, v.sex::text AS sex,
  v.address::text AS address, v.rt::text AS rt, v.rw::text AS rw,
  v.kelurahan::text AS kelurahan
FROM voter v
LEFT JOIN {dates} d ON d.birth_date = v.birth_date
JOIN name_sound s
  ON s.regency_code = %(regency)s AND s.spelt = hashtextextended(v.name, 0)
WHERE v.regency_code = %(regency)s AND v.status IN ('ACTIVE', 'HELD')
  AND (d.birth_date IS NOT NULL
    OR v.nkk IN (SELECT nkk FROM {known} WHERE nkk <> '')
    OR v.name IN (SELECT name FROM {alike})
      AND ((v.name, date_part('year', v.birth_date)::integer)
          IN (SELECT name, y FROM {alike})
        OR (v.name, (date_part('month', v.birth_date) * 100
            + date_part('day', v.birth_date))::integer) IN (SELECT name, md FROM {alike})))
  AND (s.initial = ANY (d.initials) OR s.last = ANY (d.lasts) OR s.edge = ANY (d.edges)
    OR hashtextextended(v.sex || v.kelurahan || v.rw || '/' || v.rt, 0) = ANY (d.homes)
    OR v.nkk IN (SELECT nkk FROM {known} WHERE nkk <> '')
    OR s.bones IN (SELECT bones FROM {known} WHERE bearers <= 300)
      AND ((s.bones, date_part('year', v.birth_date)::integer)
          IN (SELECT bones, y FROM {known} WHERE bearers <= 60)
        OR (s.bones, (date_part('month', v.birth_date) * 100
            + date_part('day', v.birth_date))::integer)
          IN (SELECT bones, md FROM {known} WHERE bearers <= 300 AND NOT loose)))

-- step: join
-- Who came on the roll with a row of the delivery since is that row, and no second one.
WITH same AS (
  DELETE FROM {gathered} g USING {fresh} f WHERE f.nik <> '' AND f.nik = g.nik)
INSERT INTO {gathered} SELECT * FROM {fresh}
