-- Second wall by token (ADR 0006): the range comes from scope_grant, not from a setting
-- that whoever writes SQL could choose. In: guard_by_scope(), scope_edge() of accounts.
-- Out: policies of the room's tables and a name search that repeats the scope.

DO $$ BEGIN
  PERFORM guard_by_scope('voter', 'kelurahan', true);
  PERFORM guard_by_scope('not_yet_eligible', 'kelurahan', false);
  PERFORM guard_by_scope('change_proposal', 'kelurahan', false);
END $$;
SET LOCAL ROLE pdpb_ledger;
SELECT guard_by_scope('voter_event', 'regency_code', false);
RESET ROLE;

-- Evidence is seen by whoever sees the proposal it stands for.
DROP POLICY evidence_scope ON evidence;
CREATE POLICY evidence_scope ON evidence TO pdpb_web USING (EXISTS (
  SELECT FROM change_proposal p
  WHERE p.regency_code = evidence.regency_code AND p.id = evidence.proposal_id));

-- LIKE is not leakproof, so under a policy the trigram index is not used; and LIKE ALL
-- of a subquery is not indexable at all: the patterns stand in the statement as
-- literals, quoted by format(). The policy rechecks the ids outside.
-- In: regency, upper-case words, most rows. Out: voter ids by name; none without words.
SET LOCAL ROLE pdpb_finder;
CREATE OR REPLACE FUNCTION search_voters(regency text, words text[], most integer)
RETURNS TABLE (id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE patterns text;
BEGIN
  SELECT string_agg(format('v.name LIKE %L',
      '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'),
    ' AND ') INTO patterns FROM unnest(words) w;
  RETURN QUERY EXECUTE format(
    'SELECT v.id FROM voter v WHERE v.regency_code = %L AND v.kelurahan >= %L'
    ' AND v.kelurahan < %L AND coalesce(v.rw = %L, true) AND coalesce(v.rt = %L, true)'
    ' AND (%s) ORDER BY v.name, v.id LIMIT %s',
    regency, scope_edge(false), scope_edge(true), scope_corner('rw'),
    scope_corner('rt'), coalesce(patterns, 'false'), least(most, 1000));
END $$;
RESET ROLE;
