-- Second wall of documents beside a form (ADR 0050). In: evidence_draft; scope_lives()
-- and scope_edge() of accounts. Out: an account sees, makes and drops its own drafts in
-- its own regency and nobody else's, whatever part of the regency it reaches.
DROP POLICY evidence_draft_scope ON evidence_draft;
CREATE POLICY evidence_draft_own ON evidence_draft TO pdpb_web
  USING (scope_lives(owner_id)
    AND regency_code = left((SELECT scope_edge(false)), 4))
  WITH CHECK (scope_lives(owner_id)
    AND regency_code = left((SELECT scope_edge(false)), 4));
