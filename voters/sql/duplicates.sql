-- Records that may be one person: block, compare, score (rules: voters/rules/duplicates.py).
-- In: {named} = names to count; {sound} = what names sound like (name_sound, ADR 0049);
--     {source} = id, fresh (a pair needs one), voter_id, version, line, nik, nkk, name,
--     birth_place, birth_date, sex, address, rt, rw, kelurahan; {n} = people that the
--     frequencies are told of.
-- Out: {levels} = the pairs that could be worth showing; {scored} = those that are.
-- CREATE TABLE AS runs parallel, INSERT … SELECT does not.

-- step: spelt
-- Each spelling by the hash that name_sound knows it by.
CREATE UNLOGGED TABLE {spelt} AS
SELECT hashtextextended(name, 0) AS spelt, count(*) AS n FROM ({named}) s GROUP BY 1

-- step: missing
-- One row where a name has not been heard; not by LIMIT, which would make the planner
-- look each one up.
SELECT n FROM (SELECT count(*) AS n FROM {spelt} c
  WHERE NOT EXISTS (SELECT FROM {sound} s WHERE s.spelt = c.spelt)) m
WHERE n > 0

-- step: heard_here
-- What name_sound would know, of people who are on no roll.
CREATE UNLOGGED TABLE {heard} AS
SELECT hashtextextended(name, 0) AS spelt, hashtextextended(key, 7) AS sound, {marks}
FROM (SELECT name, key, string_to_array(key, ' ') AS words
  FROM (SELECT name, name_key(name) AS key
    FROM (SELECT DISTINCT name FROM ({named}) s) d OFFSET 0) k) s

-- step: borne
CREATE UNLOGGED TABLE {bearers} AS
SELECT s.sound, sum(c.n)::bigint AS bearers FROM {spelt} c JOIN {sound} s USING (spelt)
GROUP BY s.sound

-- step: names
-- What the blocks ask of a name, as numbers, and how many bear a name that sounds so.
CREATE UNLOGGED TABLE {names} AS
SELECT s.spelt, s.initial, s.bones, s.edge, s.last, b.bearers
FROM {sound} s JOIN {bearers} b USING (sound)

-- step: days
-- What the blocks ask of a birth date. `loose`: a default day, which says little; such
-- blocks are told apart by kelurahan as well. `many`: more people than a block may have,
-- without which no block of that date has them either.
CREATE UNLOGGED TABLE {days} AS
SELECT birth_date, n > %(cap)s AS many, born, born / 10000 AS y, born %% 10000 AS md,
  born %% 10000 IN (101, 701, 1231) AS loose,
  CASE WHEN born %% 100 <= 12 AND born %% 100 <> born / 100 %% 100 THEN
    born / 10000 * 10000 + least(born / 100 %% 100, born %% 100) * 100
      + greatest(born / 100 %% 100, born %% 100) END AS swapped
FROM (SELECT birth_date, n, (date_part('year', birth_date) * 10000
    + date_part('month', birth_date) * 100 + date_part('day', birth_date))::integer AS born
  FROM (SELECT birth_date, count(*) AS n FROM ({source}) s WHERE birth_date IS NOT NULL
    GROUP BY birth_date) d) b

-- step: keys
-- A name alone only where it is rare: a block of a frequent one grows with the square.
CREATE UNLOGGED TABLE {keys} AS
SELECT id, fresh, many, born,
  hashint8extended(initial, day) AS k1,
  hashint8extended(initial, swapped) AS k2,
  CASE WHEN nkk <> '' THEN hashtextextended(nkk, born) END AS k3,
  CASE WHEN nkk <> '' THEN hashtextextended(nkk, initial) END AS k4,
  CASE WHEN bearers <= 60 THEN hashint8extended(bones, y) END AS k5,
  CASE WHEN bearers <= 300 AND NOT loose THEN hashint8extended(bones, md) END AS k6,
  CASE WHEN NOT loose THEN hashtextextended(sex || kelurahan || rw || '/' || rt, born)
    END AS k7,
  hashint8extended(edge, day) AS k8,
  hashint8extended(last, day) AS k9
FROM (SELECT s.id, s.fresh, s.nkk, s.sex, s.kelurahan, s.rw, s.rt, n.initial, n.bones, n.edge, n.last,
    n.bearers, d.many, d.born, d.y, d.md, d.loose, d.swapped,
    CASE WHEN d.loose THEN hashtextextended(s.kelurahan, d.born) ELSE d.born END AS day
  FROM ({source}) s JOIN {names} n ON n.spelt = hashtextextended(s.name, 0)
    LEFT JOIN {days} d USING (birth_date)
  WHERE n.initial IS NOT NULL) p

-- step: crowded
-- Blocks over the cap are left out: they would grow with the square. {blocks} asks for
-- those alone in which somebody is fresh.
CREATE UNLOGGED TABLE {crowded} AS {blocks}

-- step: met
CREATE UNLOGGED TABLE {met} AS
SELECT a, b, bit_or(rule) AS rules FROM ({joins}) j GROUP BY a, b

-- step: places
CREATE UNLOGGED TABLE {places} AS
SELECT birth_place, name_key(birth_place) AS key
FROM (SELECT DISTINCT birth_place FROM ({source}) s) d

-- step: people
-- {they}: those of {source} who met somebody; `number`: a NIK has sixteen digits, or none.
CREATE UNLOGGED TABLE {people} AS
SELECT s.id, s.voter_id, s.version, s.line, s.nik, s.nkk, s.name, s.birth_place,
  s.birth_date, s.sex, s.address, s.rt, s.rw, s.kelurahan, d.born, p.key AS place,
  hashtextextended(s.name, 0) AS spelt, nullif(s.nik, '')::bigint AS number
FROM ({they}) s JOIN {places} p USING (birth_place) LEFT JOIN {days} d USING (birth_date)

-- step: spoken
CREATE UNLOGGED TABLE {spoken} AS SELECT DISTINCT spelt, name FROM {people}

-- step: sounds
-- Only who met somebody is heard in letters. Asking clock_timestamp() keeps the key from
-- being worked out wherever it is named.
CREATE UNLOGGED TABLE {sounds} AS
SELECT k.spelt, k.key, string_to_array(k.key, ' ') AS words,
  bits_of({n} / greatest(n.bearers, 1)) AS rarity
FROM (SELECT spelt, CASE WHEN clock_timestamp() IS NOT NULL THEN name_key(name) END AS key
  FROM {spoken}) k JOIN {names} n USING (spelt)

-- step: levels
-- What costs no likeness first, then one likeness after another, each of those pairs alone
-- that still can reach the list: {may_1}, {may_2}, {may_3} take the best level for what is
-- not known yet. A condition on a column that asks clock_timestamp() is not pushed down
-- into the subquery, where the level would be worked out anew wherever it is named; OFFSET 0
-- would do that too, and keep the work on one core.
CREATE UNLOGGED TABLE {levels} AS
SELECT a, b, rules, name,
  coalesce(first, CASE WHEN name_likeness(a_first, b_first) >= 400 THEN 2 ELSE 3 END
    )::smallint AS first, birth_date, birth_place, nkk, nik,
  coalesce(address, CASE WHEN name_likeness(a_address, b_address) >= 500 THEN 2 ELSE 3 END
    )::smallint AS address, sex, kelurahan, rarity
FROM (SELECT a, b, rules, first, birth_date, birth_place, nkk, nik, address, sex, kelurahan,
    rarity, a_first, b_first, a_address, b_address,
    (CASE WHEN clock_timestamp() IS NULL THEN 0 WHEN name IS NOT NULL THEN name
      ELSE 7 - width_bucket(name_likeness(a_key, b_key), ARRAY[350, 600]) END
      )::smallint AS name
  FROM (SELECT a, b, rules, name, first, birth_date, nkk, nik, address, sex, kelurahan,
      rarity, a_key, b_key, a_first, b_first, a_address, b_address,
      (CASE WHEN clock_timestamp() IS NULL THEN 0 WHEN birth_place IS NOT NULL
        THEN birth_place WHEN name_likeness(a_place, b_place) >= 500 THEN 2
        ELSE 3 END)::smallint AS birth_place
    FROM (SELECT j.a, j.b, j.rules, n.key AS a_key, m.key AS b_key, n.words[1] AS a_first,
        m.words[1] AS b_first, a.place AS a_place, b.place AS b_place,
        a.address AS a_address, b.address AS b_address,
        (CASE WHEN clock_timestamp() IS NULL THEN 0 WHEN n.key = m.key THEN 1
          WHEN n.words @> m.words THEN CASE WHEN m.words @> n.words THEN 2
            WHEN cardinality(m.words) > 1 AND cardinality(n.words) > 1 THEN 3 ELSE 4 END
          WHEN m.words @> n.words THEN
            CASE WHEN cardinality(n.words) > 1 AND cardinality(m.words) > 1 THEN 3 ELSE 4 END
          END)::smallint AS name,
        (CASE WHEN clock_timestamp() IS NULL THEN 0 WHEN n.words[1] = m.words[1] THEN 1
          END)::smallint AS first,
        (CASE WHEN clock_timestamp() IS NULL OR a.born IS NULL OR b.born IS NULL THEN 0
          WHEN a.born = b.born THEN
            CASE WHEN a.born %% 10000 IN (101, 701, 1231) THEN 2 ELSE 1 END
          WHEN a.born / 10000 = b.born / 10000 AND a.born / 100 %% 100 = b.born %% 100
            AND a.born %% 100 = b.born / 100 %% 100 THEN 3
          WHEN levenshtein(lpad(a.born::text, 8, '0'), lpad(b.born::text, 8, '0')) = 1
            THEN 4
          WHEN (a.born / 10000 = b.born / 10000)::int
            + (a.born / 100 %% 100 = b.born / 100 %% 100)::int
            + (a.born %% 100 = b.born %% 100)::int = 2 THEN 5
          ELSE 6 END)::smallint AS birth_date,
        (CASE WHEN clock_timestamp() IS NULL OR a.place = '' OR b.place = '' THEN 0
          WHEN a.place = b.place THEN 1
          END)::smallint AS birth_place,
        (CASE WHEN clock_timestamp() IS NULL OR a.nkk = '' OR b.nkk = '' THEN 0
          WHEN a.nkk = b.nkk THEN 1
          WHEN levenshtein_less_equal(a.nkk, b.nkk, 2) <= 2 THEN 2 ELSE 3 END
          )::smallint AS nkk,
        (CASE WHEN clock_timestamp() IS NULL OR a.number IS NULL OR b.number IS NULL THEN 0
          WHEN a.number %% 10000000000 = b.number %% 10000000000
            OR (a.number / 10000000000 = b.number / 10000000000
              AND a.number %% 10000 = b.number %% 10000) THEN 1
          WHEN a.number / 10000 = b.number / 10000 THEN 2 ELSE 3 END)::smallint AS nik,
        (CASE WHEN clock_timestamp() IS NULL OR a.address = '' OR b.address = '' THEN 0
          WHEN a.address = b.address THEN 1 END)::smallint AS address,
        (CASE WHEN clock_timestamp() IS NULL OR a.sex = '' OR b.sex = '' THEN 0
          WHEN a.sex = b.sex THEN 1 ELSE 2 END)::smallint AS sex,
        (CASE WHEN clock_timestamp() IS NULL OR a.kelurahan = '' OR b.kelurahan = '' THEN 0
          WHEN a.kelurahan = b.kelurahan THEN
            CASE WHEN a.rt = b.rt AND a.rw = b.rw THEN 1 ELSE 2 END
          WHEN starts_with(a.kelurahan, left(b.kelurahan, 6)) THEN 3 ELSE 4 END)::smallint
          AS kelurahan,
        least(n.rarity, m.rarity) AS rarity
      FROM {met} j JOIN {people} a ON a.id = j.a JOIN {people} b ON b.id = j.b
        JOIN {sounds} n ON n.spelt = a.spelt JOIN {sounds} m ON m.spelt = b.spelt) cheap
    WHERE {may_1} >= %(list)s) placed
  WHERE {may_2} >= %(list)s) named
WHERE {may_3} >= %(list)s

-- step: scored
CREATE UNLOGGED TABLE {scored} AS
SELECT * FROM (
  SELECT l.*, CASE WHEN name IN (1, 2, 3, 5) THEN rarity ELSE 0 END AS rare,
    {weighed} AS score
  FROM {levels} l) w
WHERE score >= %(list)s
