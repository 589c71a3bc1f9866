-- Names that a search has not heard yet, as numbers in name_sound.
-- In: {asked} = rows with a name; regency. Out: name_sound, one row a spelling.
-- Three statements: name_key above the DISTINCT would be the leader's work alone. In one
-- order, so that two searches never wait for each other.

-- step: unheard
CREATE UNLOGGED TABLE {unheard} AS
SELECT DISTINCT name FROM ({asked}) a
WHERE NOT EXISTS (SELECT FROM name_sound s
  WHERE s.regency_code = %(regency)s AND s.spelt = hashtextextended(a.name, 0))

-- step: heard
CREATE UNLOGGED TABLE {heard} AS
SELECT name, name_key(name) AS key FROM {unheard}

-- step: learn
INSERT INTO name_sound (regency_code, spelt, sound, initial, bones, edge, last, letters,
  parts)
SELECT %(regency)s, hashtextextended(name, 0), hashtextextended(key, 7), {marks}
FROM (SELECT name, key, string_to_array(key, ' ') AS words FROM {heard}) s
ORDER BY 2
ON CONFLICT DO NOTHING

-- step: marks
-- What the blocks ask of a key and its words: the first word and all of them without
-- vowels, where a clerk errs most; the greater of first and last word; the last. What two
-- keys can have in common at most is told by the bits that their trigrams set.
  CASE WHEN key <> '' THEN hashtextextended(translate(words[1], 'AEIOU', ''), 1) END
    AS initial,
  CASE WHEN key <> '' THEN hashtextextended(translate(key, 'AEIOU', ''), 5) END AS bones,
  CASE WHEN cardinality(words) > 1 THEN
    hashtextextended(greatest(words[1], words[cardinality(words)]), 9) END AS edge,
  hashtextextended(words[cardinality(words)], 10) AS last,
  (SELECT bit_or(1::bit(128) << (hashtext(t) & 127)) FROM unnest(show_trgm(key)) t)
    AS letters, cardinality(show_trgm(key))::smallint AS parts

-- step: unlearn
-- Spellings that nobody on the roll bears any more. In: {spelt} of a whole roll. Left to
-- the next time while the search of a delivery counts on what it has heard.
WITH free AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(hashtext('name_sound'), %(regency)s::integer) AS it)
DELETE FROM name_sound s WHERE s.regency_code = %(regency)s AND (SELECT it FROM free)
  AND NOT EXISTS (SELECT FROM {spelt} n WHERE n.spelt = s.spelt)
