-- The kelurahan recap: its confirmations, what a freeze locks (its work per RW and RT:
-- village_work.sql). In: guard_by_scope() of accounts. Out: village_states(), policies
-- and grants of two tables.

-- They name no voter, but a figure of one RT may be one person: each kelurahan sees its
-- own, the office all.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['plenos_villageconfirmation', 'plenos_villagerecap'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
    PERFORM guard_by_scope(t::regclass, 'kelurahan', false);
  END LOOP;
END $$;
REVOKE ALL ON plenos_villageconfirmation, plenos_villagerecap
  FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON plenos_villageconfirmation, plenos_villagerecap
  TO pdpb_web, pdpb_worker, pdpb_finder;
GRANT INSERT ON plenos_villageconfirmation TO pdpb_web, pdpb_worker;
GRANT UPDATE (state, ended_at, ended_by_name) ON plenos_villageconfirmation
  TO pdpb_web, pdpb_worker;
GRANT INSERT ON plenos_villagerecap TO pdpb_worker;

-- What the annex of a frozen version prints, whoever downloads it: a line a kelurahan,
-- no figure of an RT and no remark. In: a recap. Out: its kelurahan by code.
CREATE FUNCTION village_states(asked_recap bigint)
RETURNS TABLE (
  kelurahan text, state text, sha256 text, made integer, applied integer,
  refused integer, still_open integer, signed_by text, confirmed_at timestamptz,
  paper_no text, paper_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT r.kelurahan, r.state, r.sha256, r.made, r.applied, r.refused, r.still_open,
    coalesce(c.signed_by, ''), c.confirmed_at, coalesce(c.paper_no, ''), c.paper_on
  FROM plenos_villagerecap r
  LEFT JOIN plenos_villageconfirmation c ON c.id = r.confirmation_id
  WHERE r.recap_id = asked_recap ORDER BY r.kelurahan
$$;
REVOKE ALL ON FUNCTION village_states(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION village_states(bigint) TO pdpb_web, pdpb_worker;
ALTER FUNCTION village_states(bigint) OWNER TO pdpb_finder;
