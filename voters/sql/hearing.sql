-- Names that a search has not heard yet, as numbers in name_sound; and how many on the roll
-- bear each spelling, as of the last event of name_count (ADR 0078).
-- In: {asked} = rows with a name; regency. Out: name_sound, one row a spelling.
-- Three statements: name_key above the grouping would be the leader's work alone.

-- step: unheard
CREATE UNLOGGED TABLE {unheard} AS
SELECT name, count(*) AS n FROM ({asked}) a
WHERE NOT EXISTS (SELECT FROM name_sound s
  WHERE s.regency_code = %(regency)s AND s.spelt = hashtextextended(a.name, 0))
GROUP BY name

-- step: heard
CREATE UNLOGGED TABLE {heard} AS
SELECT name, n, name_key(name) AS key FROM {unheard}

-- step: learn
-- {bearers}: n where everybody of the roll is asked of, 0 otherwise.
INSERT INTO name_sound (regency_code, spelt, sound, initial, bones, edge, last, letters,
  parts, n)
SELECT %(regency)s, hashtextextended(name, 0), hashtextextended(key, 7), {marks}, {bearers}
FROM (SELECT name, n, key, string_to_array(key, ' ') AS words FROM {heard}) s
ON CONFLICT DO NOTHING

-- step: standing
-- Out: last event of the regency; the one that is counted, NULL where nobody has counted
-- or a roll was loaded since.
SELECT e.last, (SELECT c.event_id FROM name_count c WHERE c.regency_code = %(regency)s
  AND NOT EXISTS (SELECT FROM voter_event v WHERE v.regency_code = %(regency)s
    AND v.id > c.event_id AND v.operation = 'OPENING'))
FROM (SELECT coalesce(max(id), 0) AS last FROM voter_event
  WHERE regency_code = %(regency)s) e

-- step: anybody
SELECT EXISTS (SELECT FROM name_sound WHERE regency_code = %(regency)s)

-- step: recount
-- Everybody anew.
UPDATE name_sound s SET n = coalesce(c.n, 0)
FROM name_sound k LEFT JOIN (
  SELECT hashtextextended(name, 0) AS spelt, count(*) AS n FROM ({asked}) a GROUP BY 1) c
  USING (spelt)
WHERE s.regency_code = %(regency)s AND k.regency_code = %(regency)s AND s.spelt = k.spelt
  AND s.n <> coalesce(c.n, 0)

-- step: follow
-- What the events after {counted} took from one spelling and gave to another.
UPDATE name_sound s SET n = s.n + m.n
FROM (
  SELECT hashtextextended(image ->> 'name', 0) AS spelt, sum(gained) AS n
  FROM voter_event, LATERAL (VALUES (before, -1), (after, 1)) v (image, gained)
  WHERE regency_code = %(regency)s AND id > {counted}
    AND image ->> 'status' <> 'INELIGIBLE'
  GROUP BY 1 HAVING sum(gained) <> 0) m
WHERE s.regency_code = %(regency)s AND s.spelt = m.spelt

-- step: newcomers
-- Names that such events gave to somebody.
SELECT after ->> 'name' AS name FROM voter_event
WHERE regency_code = %(regency)s AND id > {counted}
  AND after ->> 'status' <> 'INELIGIBLE'

-- step: mark
INSERT INTO name_count (regency_code, event_id) VALUES (%(regency)s, {last})
ON CONFLICT (regency_code) DO UPDATE SET event_id = excluded.event_id

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
  AND s.n = 0 AND NOT EXISTS (SELECT FROM {spelt} n WHERE n.spelt = s.spelt)
