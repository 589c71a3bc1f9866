-- Records that may be one person: block, compare, score (rules: voters/rules/duplicates.py).
-- In: {named} = names to count; {source} = id, fresh (a pair needs one), voter_id, version, line, nik, nkk, name,
--     birth_place, birth_date, sex, address, rt, rw, kelurahan; {n} = people that the
--     frequencies are told of. Out: {scored} = the pairs worth showing, by level.
-- CREATE TABLE AS runs parallel, INSERT … SELECT does not.

-- step: spelt
CREATE UNLOGGED TABLE {spelt} AS
SELECT name, count(*) AS n FROM ({named}) s GROUP BY name

-- step: sounds
CREATE UNLOGGED TABLE {sounds} AS
SELECT name, n, name_key(name) AS key FROM {spelt}

-- step: names
CREATE UNLOGGED TABLE {names} AS
SELECT name, key, string_to_array(key, ' ') AS words,
  sum(n) OVER (PARTITION BY key) AS bearers
FROM {sounds}

-- step: places
CREATE UNLOGGED TABLE {places} AS
SELECT birth_place, name_key(birth_place) AS key
FROM (SELECT DISTINCT birth_place FROM ({source}) s) d

-- step: people
CREATE UNLOGGED TABLE {people} AS
SELECT s.id, s.fresh, s.voter_id, s.version, s.line, s.nik, s.nkk, s.sex, s.address, s.rt,
  s.rw, s.kelurahan, to_char(s.birth_date, 'YYYYMMDD') AS born, n.key, n.words, n.bearers,
  p.key AS place,
  extract(year FROM s.birth_date)::smallint AS y,
  extract(month FROM s.birth_date)::smallint AS m,
  extract(day FROM s.birth_date)::smallint AS d,
  md5(concat_ws('|', s.nik, s.nkk, s.name, s.birth_place, s.birth_date, s.sex, s.address,
    s.rt, s.rw, s.kelurahan)) AS print
FROM ({source}) s JOIN {names} n USING (name) JOIN {places} p USING (birth_place)

-- step: keys
-- Words without vowels, where a clerk errs most. A default day says little: such blocks are told apart by kelurahan as well.
CREATE UNLOGGED TABLE {keys} AS
SELECT id, fresh, born,
  hashtextextended(born || loose || initial, 1) AS k1,
  CASE WHEN d <= 12 AND d <> m THEN hashtextextended(
    concat_ws('/', y, least(d, m), greatest(d, m), initial), 2) END AS k2,
  CASE WHEN nkk <> '' THEN hashtextextended(nkk || born, 3) END AS k3,
  CASE WHEN nkk <> '' THEN hashtextextended(nkk || initial, 4) END AS k4,
  CASE WHEN bearers <= 400 THEN hashtextextended(bones || kelurahan, 5) END AS k5,
  CASE WHEN bearers <= 1000 THEN hashtextextended(bones || y, 6) END AS k6,
  CASE WHEN bearers <= 1000 AND loose = '' THEN
    hashtextextended(bones || right(born, 4), 7) END AS k7,
  CASE WHEN loose = '' THEN hashtextextended(born || sex || kelurahan, 8) END AS k8,
  CASE WHEN cardinality(words) > 1 THEN hashtextextended(
    born || loose || greatest(words[1], words[cardinality(words)]), 9) END AS k9,
  hashtextextended(born || loose || words[cardinality(words)], 10) AS k10
FROM (SELECT *, translate(words[1], 'AEIOU', '') AS initial,
    translate(key, 'AEIOU', '') AS bones,
    CASE WHEN right(born, 4) IN ('0101', '0701', '1231') THEN kelurahan
      ELSE '' END AS loose FROM {people} WHERE key <> '') p

-- step: crowded
-- Blocks over the cap are left out: they would grow with the square.
CREATE UNLOGGED TABLE {crowded} AS
SELECT k1 AS k FROM {keys} WHERE k1 IS NOT NULL GROUP BY k1 HAVING count(*) > %(cap)s
UNION ALL
SELECT k3 FROM {keys} WHERE k3 IS NOT NULL GROUP BY k3 HAVING count(*) > %(cap)s
UNION ALL
SELECT k4 FROM {keys} WHERE k4 IS NOT NULL GROUP BY k4 HAVING count(*) > %(cap)s
UNION ALL
SELECT k8 FROM {keys} WHERE k8 IS NOT NULL GROUP BY k8 HAVING count(*) > %(cap)s
UNION ALL
SELECT k9 FROM {keys} WHERE k9 IS NOT NULL GROUP BY k9 HAVING count(*) > %(cap)s
UNION ALL
SELECT k10 FROM {keys} WHERE k10 IS NOT NULL GROUP BY k10 HAVING count(*) > %(cap)s

-- step: met
CREATE UNLOGGED TABLE {met} AS
SELECT a, b, bit_or(rule) AS rules FROM ({joins}) j GROUP BY a, b

-- step: levels
CREATE UNLOGGED TABLE {levels} AS
SELECT j.a, j.b, j.rules,
  (CASE WHEN a.key = b.key THEN 1
    WHEN a.words @> b.words THEN CASE WHEN b.words @> a.words THEN 2
      WHEN cardinality(b.words) > 1 AND cardinality(a.words) > 1 THEN 3 ELSE 4 END
    WHEN b.words @> a.words THEN
      CASE WHEN cardinality(a.words) > 1 AND cardinality(b.words) > 1 THEN 3 ELSE 4 END
    ELSE CASE WHEN t.alike >= 600 THEN 5 WHEN t.alike >= 350 THEN 6 ELSE 7 END
    END)::smallint AS name,
  (CASE WHEN a.words[1] = b.words[1] THEN 1
    WHEN name_likeness(a.words[1], b.words[1]) >= 400 THEN 2 ELSE 3 END)::smallint
    AS first,
  (CASE WHEN a.born IS NULL OR b.born IS NULL THEN 0
    WHEN a.born = b.born THEN
      CASE WHEN right(a.born, 4) IN ('0101', '0701', '1231') THEN 2 ELSE 1 END
    WHEN a.y = b.y AND a.m = b.d AND a.d = b.m THEN 3
    WHEN levenshtein(a.born, b.born) = 1 THEN 4
    WHEN (a.y = b.y)::int + (a.m = b.m)::int + (a.d = b.d)::int = 2 THEN 5
    ELSE 6 END)::smallint AS birth_date,
  (CASE WHEN a.place = '' OR b.place = '' THEN 0 WHEN a.place = b.place THEN 1
    WHEN name_likeness(a.place, b.place) >= 500 THEN 2 ELSE 3 END)::smallint
    AS birth_place,
  (CASE WHEN a.nkk = '' OR b.nkk = '' THEN 0 WHEN a.nkk = b.nkk THEN 1
    WHEN levenshtein_less_equal(a.nkk, b.nkk, 2) <= 2 THEN 2 ELSE 3 END)::smallint AS nkk,
  (CASE WHEN a.nik = '' OR b.nik = '' THEN 0
    WHEN right(a.nik, 10) = right(b.nik, 10)
      OR (left(a.nik, 6) = left(b.nik, 6) AND right(a.nik, 4) = right(b.nik, 4)) THEN 1
    WHEN left(a.nik, 12) = left(b.nik, 12) THEN 2 ELSE 3 END)::smallint AS nik,
  (CASE WHEN t.a_address = '' OR t.b_address = '' THEN 0
    WHEN t.a_address = t.b_address THEN 1
    WHEN name_likeness(t.a_address, t.b_address) >= 500 THEN 2 ELSE 3 END)::smallint
    AS address,
  (CASE WHEN a.sex = '' OR b.sex = '' THEN 0 WHEN a.sex = b.sex THEN 1 ELSE 2
    END)::smallint AS sex,
  (CASE WHEN a.kelurahan = '' OR b.kelurahan = '' THEN 0
    WHEN a.kelurahan = b.kelurahan THEN
      CASE WHEN a.rt = b.rt AND a.rw = b.rw THEN 1 ELSE 2 END
    WHEN left(a.kelurahan, 6) = left(b.kelurahan, 6) THEN 3 ELSE 4 END)::smallint
    AS kelurahan,
  bits_of({n} / greatest(a.bearers, b.bearers, 1)) AS rarity
FROM {met} j JOIN {people} a ON a.id = j.a JOIN {people} b ON b.id = j.b,
LATERAL (SELECT name_likeness(a.key, b.key) AS alike,
  btrim(regexp_replace(a.address, '[^A-Z0-9]+', ' ', 'g'), ' ') AS a_address,
  btrim(regexp_replace(b.address, '[^A-Z0-9]+', ' ', 'g'), ' ') AS b_address) t

-- step: scored
CREATE UNLOGGED TABLE {scored} AS
SELECT * FROM (
  SELECT l.*, CASE WHEN name IN (1, 2, 3, 5) THEN rarity ELSE 0 END AS rare,
    {weighed} AS score
  FROM {levels} l) w
WHERE score >= %(list)s
