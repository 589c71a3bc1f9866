-- Second wall of citizens' reports, and the one thing a visitor reads of them.
-- In: guard_by_scope() of accounts. Out: grants, policies, report_status().
REVOKE ALL ON citizen_report FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT ON citizen_report TO pdpb_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON citizen_report TO pdpb_worker;
GRANT USAGE ON SEQUENCE citizen_report_id_seq TO pdpb_web, pdpb_worker;
GRANT SELECT ON citizen_report TO pdpb_finder;
ALTER TABLE citizen_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE citizen_report FORCE ROW LEVEL SECURITY;
CREATE POLICY citizen_report_inside ON citizen_report TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('citizen_report', 'kelurahan', false);
END $$;

-- In: number and check code as the citizen types them. Out: one row for a right pair
-- and none for any other: what kind it was, the day, and the state and reason of its
-- proposal (NULL where nothing was proposed). No person and no key leaves it.
CREATE FUNCTION report_status(report text, code text)
RETURNS TABLE (kind text, taken_at timestamptz, state text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT r.kind, r.taken_at, p.state, p.reject_reason
  FROM citizen_report r
  LEFT JOIN change_proposal p
    ON p.regency_code = r.regency_code AND p.id = r.proposal_id
  WHERE r.number = report AND r.check_code = code
$$;
REVOKE ALL ON FUNCTION report_status(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_status(text, text) TO pdpb_web;
ALTER FUNCTION report_status(text, text) OWNER TO pdpb_finder;
