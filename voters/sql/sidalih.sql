-- Second wall of the ticks of SIDALIH. In: guard_by_scope() of accounts. Out: grants and
-- policies; an account below the regency enters nothing, so it sees no row.
REVOKE ALL ON sidalih_entry FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, DELETE ON sidalih_entry TO pdpb_web, pdpb_worker;
GRANT USAGE ON SEQUENCE sidalih_entry_id_seq TO pdpb_web, pdpb_worker;
ALTER TABLE sidalih_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE sidalih_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY sidalih_entry_inside ON sidalih_entry TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('sidalih_entry', 'regency_code', false);
END $$;
