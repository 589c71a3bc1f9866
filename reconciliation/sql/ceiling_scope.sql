-- Second wall for the ceiling's tables. In: guard_by_scope() of accounts. Out: policies
-- and grants: the worker writes figures and stops, the web writes a decision only.

ALTER TABLE reconciliation_ceilingfigure ENABLE ROW LEVEL SECURITY;
ALTER TABLE reconciliation_ceilingfigure FORCE ROW LEVEL SECURITY;
ALTER TABLE reconciliation_ceilingstop ENABLE ROW LEVEL SECURITY;
ALTER TABLE reconciliation_ceilingstop FORCE ROW LEVEL SECURITY;
CREATE POLICY reconciliation_ceilingfigure_inside ON reconciliation_ceilingfigure
  TO pdpb_worker, pdpb_owner USING (true) WITH CHECK (true);
CREATE POLICY reconciliation_ceilingstop_inside ON reconciliation_ceilingstop
  TO pdpb_worker, pdpb_owner USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('reconciliation_ceilingfigure', 'regency_code', false);
  PERFORM guard_by_scope('reconciliation_ceilingstop', 'regency_code', false);
END $$;
REVOKE ALL ON reconciliation_ceilingfigure, reconciliation_ceilingstop
  FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, DELETE ON reconciliation_ceilingfigure TO pdpb_worker;
GRANT SELECT, INSERT, UPDATE ON reconciliation_ceilingstop TO pdpb_worker;
GRANT SELECT ON reconciliation_ceilingfigure, reconciliation_ceilingstop TO pdpb_web;
GRANT UPDATE (decision, reason, decided_by_id, decided_by_name, decided_at)
  ON reconciliation_ceilingstop TO pdpb_web;
