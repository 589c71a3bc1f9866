-- Second wall of the comparisons with SIDALIH: their rows are people, on the roll or
-- not. In: guard_by_scope() of accounts. Out: policies and grants; rows come and go by
-- the worker alone, the web only marks those that shall become proposals.
REVOKE ALL ON sidalih_comparison, sidalih_row FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE ON sidalih_comparison TO pdpb_web, pdpb_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON sidalih_row TO pdpb_worker;
GRANT SELECT, UPDATE (batch) ON sidalih_row TO pdpb_web;
GRANT USAGE ON SEQUENCE sidalih_comparison_id_seq TO pdpb_web, pdpb_worker;
GRANT USAGE ON SEQUENCE sidalih_row_id_seq TO pdpb_worker;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['sidalih_comparison', 'sidalih_row'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
      'USING (true) WITH CHECK (true)', t || '_inside', t);
  END LOOP;
  PERFORM guard_by_scope('sidalih_comparison'::regclass, 'regency_code', false);
  PERFORM guard_by_scope('sidalih_row'::regclass, 'kelurahan', false);
END $$;
