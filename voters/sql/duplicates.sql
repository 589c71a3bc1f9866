-- Records that may be one person: block, compare, score (rules: voters/rules/duplicates.py).
-- In: {sound} = what names sound like (name_sound, ADR 0049);
--     {source} = id, fresh (a pair needs one), voter_id, version, line, nik, nkk, name,
--     birth_place, birth_date, sex, address, rt, rw, kelurahan; {n} = people that the
--     frequencies are told of.
-- Out: {levels} = the pairs that could be worth showing; {scored} = those that are.
-- CREATE TABLE AS runs parallel, INSERT … SELECT does not.

-- step: spelt
-- Each spelling by the hash that name_sound knows it by.
CREATE UNLOGGED TABLE {spelt} AS
SELECT hashtextextended(name, 0) AS spelt, count(*) AS n FROM ({source}) s GROUP BY 1

-- step: counted
-- The same of a roll, as it is kept (ADR 0078).
CREATE UNLOGGED TABLE {spelt} AS
SELECT spelt, n FROM name_sound WHERE regency_code = %(regency)s AND n > 0

-- step: told
-- People who are on no roll yet bear their names too.
INSERT INTO {spelt} SELECT hashtextextended(name, 0), 1 FROM {fresh}

-- step: heard_here
-- What name_sound would know, of people who are on no roll.
CREATE UNLOGGED TABLE {heard} AS
SELECT hashtextextended(name, 0) AS spelt, hashtextextended(key, 7) AS sound, {marks}
FROM (SELECT name, key, string_to_array(key, ' ') AS words
  FROM (SELECT name, name_key(name) AS key
    FROM (SELECT DISTINCT name FROM ({source}) s) d OFFSET 0) k) s

-- step: borne
CREATE UNLOGGED TABLE {bearers} AS
SELECT s.sound, sum(c.n)::bigint AS bearers FROM {spelt} c JOIN {sound} s USING (spelt)
GROUP BY s.sound

-- step: names
-- What the blocks ask of a name, as numbers, and how many bear a name that sounds so.
CREATE UNLOGGED TABLE {names} AS
SELECT s.spelt, s.initial, s.bones, s.edge, s.last, s.letters, s.parts, b.bearers
FROM {sound} s JOIN {bearers} b USING (sound)

-- step: days
-- What the blocks ask of a birth date. `loose`: a default day, which says little; such
-- blocks are told apart by kelurahan as well.
CREATE UNLOGGED TABLE {days} AS
SELECT birth_date, born, born / 10000 AS y, born %% 10000 AS md,
  born %% 10000 IN (101, 701, 1231) AS loose,
  CASE WHEN born %% 100 <= 12 AND born %% 100 <> born / 100 %% 100 THEN
    born / 10000 * 10000 + least(born / 100 %% 100, born %% 100) * 100
      + greatest(born / 100 %% 100, born %% 100) END AS swapped
FROM (SELECT birth_date, (date_part('year', birth_date) * 10000
    + date_part('month', birth_date) * 100 + date_part('day', birth_date))::integer AS born
  FROM (SELECT DISTINCT birth_date FROM ({source}) s WHERE birth_date IS NOT NULL) d) b

-- step: keys
-- A name alone only where it is rare: a block of a frequent one grows with the square.
CREATE UNLOGGED TABLE {keys} AS
SELECT id, fresh, born,
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
    n.bearers, d.born, d.y, d.md, d.loose, d.swapped,
    CASE WHEN d.loose THEN hashtextextended(s.kelurahan, d.born) ELSE d.born END AS day
  FROM ({source}) s JOIN {names} n ON n.spelt = hashtextextended(s.name, 0)
    LEFT JOIN {days} d USING (birth_date)
  WHERE n.initial IS NOT NULL) p

-- step: blocks
-- Who shares a key: {grouped} gives the lowest and the highest number of each block, so of
-- two people the pair. Blocks over the cap are left out: they would grow with the square.
CREATE UNLOGGED TABLE {blocks} AS {grouped}

-- step: members
-- Everybody of the blocks of more than two.
CREATE UNLOGGED TABLE {members} AS {crowds}

-- step: meetings
-- Who is fresh has the lower number, when one of two is.
CREATE UNLOGGED TABLE {meetings} AS
SELECT a, b, rule FROM {blocks} WHERE n = 2
UNION ALL
SELECT a.id, b.id, a.rule FROM {members} a JOIN {members} b USING (rule, k)
WHERE a.id < b.id AND a.fresh AND (a.rule <> {swap} OR a.born <> b.born)

-- step: met
-- In two halves that two cores can group: most pairs meet by one rule, so grouping each
-- core's share first makes them no fewer, and the leader would group them all again.
CREATE UNLOGGED TABLE {met} AS
SELECT a, b, bit_or(rule) AS rules FROM {meetings} WHERE a & 1 = 0 GROUP BY a, b
UNION ALL
SELECT a, b, bit_or(rule) FROM {meetings} WHERE a & 1 = 1 GROUP BY a, b

-- step: places
CREATE UNLOGGED TABLE {places} AS
SELECT birth_place, name_key(birth_place) AS key
FROM (SELECT DISTINCT birth_place FROM ({source}) s) d

-- step: people
-- What is compared of {they}, those of {source} who met somebody; `number`, `area`: NIK
-- and kelurahan as numbers, NULL where there is none.
CREATE UNLOGGED TABLE {people} AS
SELECT s.id, s.nkk, s.name, s.sex, s.address, d.born, p.key AS place,
  hashtextextended(s.name, 0) AS spelt, nullif(s.nik, '')::bigint AS number,
  nullif(s.kelurahan, '')::bigint AS area, concat_ws('/', s.rt, s.rw) AS ward
FROM ({they}) s JOIN {places} p USING (birth_place) LEFT JOIN {days} d USING (birth_date)

-- step: spoken
CREATE UNLOGGED TABLE {spoken} AS SELECT DISTINCT spelt, name FROM {people}

-- step: sounds
-- Only who met somebody is heard in letters. Asking pg_is_in_recovery() keeps the key from
-- being worked out wherever it is named.
CREATE UNLOGGED TABLE {sounds} AS
SELECT k.spelt, k.key, split_part(k.key, ' ', 1) AS first,
  split_part(k.key, ' ', -1) AS last, n.letters, n.parts,
  bits_of({n} / greatest(n.bearers, 1)) AS rarity
FROM (SELECT spelt, CASE WHEN pg_is_in_recovery() IS NOT NULL THEN name_key(name) END AS key
  FROM {spoken}) k JOIN {names} n USING (spelt)

-- step: levels
-- All but three likenesses, then those of the pairs alone that still can reach the list:
-- {may} takes the best level for what is not known yet. A condition on a column that asks
-- pg_is_in_recovery() is not pushed down into the subquery, where the level would be worked
-- out anew wherever it is named; OFFSET 0 would do that too, and keep the work on one core.
-- A name can hold all words of another only if it holds the first and the last. Bounds
-- of likeness lie half a thousandth below: the rule rounds to thousandths. A bit that the
-- other name does not set is a trigram, or more, that it does not have; with c of the
-- p + q trigrams in common the likeness is c / (p + q - c), so where even the most of c
-- keeps it below 0.3495 no letter is compared.
CREATE UNLOGGED TABLE {levels} AS
SELECT a, b, rules, name,
  coalesce(first, CASE WHEN similarity(a_first, b_first) >= 0.3995 THEN 2 ELSE 3 END
    )::smallint AS first, birth_date, birth_place,
  coalesce(nkk, CASE WHEN levenshtein_less_equal(a_nkk, b_nkk, 2) <= 2 THEN 2 ELSE 3 END
    )::smallint AS nkk, nik,
  coalesce(address, CASE WHEN similarity(a_address, b_address) >= 0.4995 THEN 2 ELSE 3 END
    )::smallint AS address, sex, kelurahan, rarity
FROM (SELECT j.a, j.b, j.rules, n.first AS a_first, m.first AS b_first,
    a.address AS a_address, b.address AS b_address, a.nkk AS a_nkk, b.nkk AS b_nkk,
    (CASE WHEN pg_is_in_recovery() IS NULL THEN 0 WHEN n.key = m.key THEN 1
      WHEN strpos(n.key, m.last) > 0 AND strpos(n.key, m.first) > 0
        AND string_to_array(n.key, ' ') @> string_to_array(m.key, ' ') THEN
        CASE WHEN string_to_array(m.key, ' ') @> string_to_array(n.key, ' ') THEN 2
          WHEN strpos(n.key, ' ') > 0 AND strpos(m.key, ' ') > 0 THEN 3 ELSE 4 END
      WHEN strpos(m.key, n.last) > 0 AND strpos(m.key, n.first) > 0
        AND string_to_array(m.key, ' ') @> string_to_array(n.key, ' ') THEN
        CASE WHEN strpos(n.key, ' ') > 0 AND strpos(m.key, ' ') > 0 THEN 3 ELSE 4 END
      WHEN 13495 * least(n.parts - bit_count(n.letters & ~m.letters),
          m.parts - bit_count(m.letters & ~n.letters)) < 3495 * (n.parts + m.parts) THEN 7
      ELSE 7 - width_bucket(similarity(n.key, m.key), ARRAY[0.3495, 0.5995]::real[]) END
      )::smallint AS name,
    (CASE WHEN pg_is_in_recovery() IS NULL THEN 0 WHEN n.first = m.first THEN 1
      END)::smallint AS first,
    (CASE WHEN pg_is_in_recovery() IS NULL OR a.born IS NULL OR b.born IS NULL THEN 0
      WHEN a.born = b.born THEN
        CASE WHEN a.born %% 10000 IN (101, 701, 1231) THEN 2 ELSE 1 END
      WHEN a.born / 10000 = b.born / 10000 AND a.born / 100 %% 100 = b.born %% 100
        AND a.born %% 100 = b.born / 100 %% 100 THEN 3
      WHEN abs(a.born - b.born) = ANY (%(one_digit)s)
        AND levenshtein(lpad(a.born::text, 8, '0'), lpad(b.born::text, 8, '0')) = 1
        THEN 4
      WHEN (a.born / 10000 = b.born / 10000)::int
        + (a.born / 100 %% 100 = b.born / 100 %% 100)::int
        + (a.born %% 100 = b.born %% 100)::int = 2 THEN 5
      ELSE 6 END)::smallint AS birth_date,
    (CASE WHEN pg_is_in_recovery() IS NULL OR a.place = '' OR b.place = '' THEN 0
      WHEN a.place = b.place THEN 1
      WHEN similarity(a.place, b.place) >= 0.4995 THEN 2 ELSE 3 END)::smallint
      AS birth_place,
    (CASE WHEN pg_is_in_recovery() IS NULL OR a.nkk = '' OR b.nkk = '' THEN 0
      WHEN a.nkk = b.nkk THEN 1 END)::smallint AS nkk,
    (CASE WHEN pg_is_in_recovery() IS NULL OR a.number IS NULL OR b.number IS NULL THEN 0
      WHEN a.number %% 10000000000 = b.number %% 10000000000
        OR (a.number / 10000000000 = b.number / 10000000000
          AND a.number %% 10000 = b.number %% 10000) THEN 1
      WHEN a.number / 10000 = b.number / 10000 THEN 2 ELSE 3 END)::smallint AS nik,
    (CASE WHEN pg_is_in_recovery() IS NULL OR a.address = '' OR b.address = '' THEN 0
      WHEN a.address = b.address THEN 1 END)::smallint AS address,
    (CASE WHEN pg_is_in_recovery() IS NULL OR a.sex = '' OR b.sex = '' THEN 0
      WHEN a.sex = b.sex THEN 1 ELSE 2 END)::smallint AS sex,
    (CASE WHEN pg_is_in_recovery() IS NULL OR a.area IS NULL OR b.area IS NULL THEN 0
      WHEN a.area = b.area THEN CASE WHEN a.ward = b.ward THEN 1 ELSE 2 END
      WHEN a.area / 10000 = b.area / 10000 THEN 3 ELSE 4 END)::smallint AS kelurahan,
    least(n.rarity, m.rarity) AS rarity
  FROM {met} j JOIN {people} a ON a.id = j.a JOIN {people} b ON b.id = j.b
    JOIN {sounds} n ON n.spelt = a.spelt JOIN {sounds} m ON m.spelt = b.spelt) known
WHERE {may} >= %(list)s

-- step: scored
CREATE UNLOGGED TABLE {scored} AS
SELECT * FROM (
  SELECT l.*, CASE WHEN name IN (1, 2, 3, 5) THEN rarity ELSE 0 END AS rare,
    {weighed} AS score
  FROM {levels} l) w
WHERE score >= %(list)s
