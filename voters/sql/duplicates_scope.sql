-- Second wall of the pairs. In: guard_by_scope(), scope_edge() of accounts.
-- Out: grants and policies; web sees a pair only when both records are in its range,
-- and changes nothing of it but the decision.
REVOKE ALL ON duplicate_pair FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON duplicate_pair TO pdpb_web;
GRANT UPDATE (state, keep_voter, proposal_id, note, first_by_id, first_by_name,
  decided_by_id, decided_by_name, decided_at) ON duplicate_pair TO pdpb_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON duplicate_pair TO pdpb_worker;
ALTER TABLE duplicate_pair ENABLE ROW LEVEL SECURITY;
ALTER TABLE duplicate_pair FORCE ROW LEVEL SECURITY;
ALTER TABLE duplicate_pair ALTER public_id SET DEFAULT uuid7();
CREATE POLICY duplicate_pair_inside ON duplicate_pair TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('duplicate_pair', 'kelurahan_a', false);
END $$;
CREATE POLICY duplicate_pair_other ON duplicate_pair AS RESTRICTIVE TO pdpb_web USING (
  (kelurahan_b >= (SELECT scope_edge(false))) IS TRUE
  AND (kelurahan_b < (SELECT scope_edge(true))) IS TRUE);
