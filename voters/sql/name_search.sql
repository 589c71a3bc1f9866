-- Name search where a word is common: who begins with it comes first (ADR 0062).
-- In: scope_edge(), scope_corner() of accounts. Out: search_voters() as it was, but for
-- a search that finds more than it gives.
--
-- A word with which many names begin stands in one place of the order by name, often
-- far behind: to give the first by name, the index was read from its beginning up to
-- there. Now those who begin with a word typed are read from where they stand, and if
-- they are as many as the search gives, they are its answer. Any other search is asked
-- as before. Whoever may see all of the regency is not asked for the kelurahan of each
-- (voter_region says where that lies): then the index by name answers alone.
-- In: regency, upper-case words, most rows. Out: voter ids by name; none without words.
SET LOCAL ROLE pdpb_finder;
CREATE OR REPLACE FUNCTION search_voters(regency text, words text[], most integer)
RETURNS TABLE (id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  at_most integer := least(most, 1000); lo text := scope_edge(false);
  hi text := scope_edge(true); rw text := scope_corner('rw');
  rt text := scope_corner('rt'); inside text := 'true'; holding text; people text;
  word text; begins text; beginners integer; hits bigint[];
BEGIN
  -- LIKE is not leakproof, so under a policy the trigram index is not used; and LIKE
  -- ALL of a subquery is not indexable at all: the patterns stand in the statement as
  -- literals, quoted by format(). The policy rechecks the ids outside.
  SELECT string_agg(format('v.name LIKE %L',
      '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'),
    ' AND ') INTO holding FROM unnest(words) w;
  IF (lo <= regency AND hi > regency || '9999999999' AND rw IS NULL AND rt IS NULL)
    IS NOT TRUE THEN
    inside := format('v.kelurahan >= %L AND v.kelurahan < %L'
      ' AND coalesce(v.rw = %L, true) AND coalesce(v.rt = %L, true)', lo, hi, rw, rt);
  END IF;
  people := format('SELECT v.id FROM voter v WHERE v.regency_code = %L AND %s AND (%s)',
    regency, inside, coalesce(holding, 'false'));
  FOREACH word IN ARRAY coalesce(words, '{}') LOOP
    CONTINUE WHEN word = '';
    begins := format('v.name >= %L AND v.name < %L',
      word, left(word, -1) || chr(ascii(right(word, 1)) + 1));
    EXECUTE format('SELECT count(*) FROM (SELECT FROM voter v'
      ' WHERE v.regency_code = %L AND %s LIMIT %s) b', regency, begins, at_most)
      INTO beginners;
    CONTINUE WHEN beginners < at_most;
    EXECUTE format('SELECT array_agg(f.id) FROM (%s AND %s'
      ' ORDER BY v.name, v.id LIMIT %s) f', people, begins, at_most) INTO hits;
    IF cardinality(hits) >= at_most THEN
      RETURN QUERY SELECT unnest(hits);
      RETURN;
    END IF;
  END LOOP;
  RETURN QUERY EXECUTE format('%s ORDER BY v.name, v.id LIMIT %s', people, at_most);
END $$;
RESET ROLE;
