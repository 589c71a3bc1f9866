-- What proposing by hand adds: families, the way from an old NIK, draft documents.
-- In: change_proposal.group_key and evidence_draft, made before; guard_by_scope() of
-- accounts. Out: two partial indexes; grants and policies of evidence_draft.

CREATE INDEX proposal_by_family ON change_proposal (regency_code, group_key)
  WHERE group_key IS NOT NULL;
-- A corrected NIK leaves its proposal under the old number: who types that one finds
-- the voter.
CREATE INDEX proposal_old_nik ON change_proposal (regency_code, nik)
  WHERE state = 'APPLIED' AND new ? 'nik' AND kind <> 'BARU';

REVOKE ALL ON evidence_draft FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, DELETE ON evidence_draft TO pdpb_web;
GRANT SELECT, DELETE ON evidence_draft TO pdpb_worker;
GRANT USAGE ON SEQUENCE evidence_draft_id_seq TO pdpb_web;
ALTER TABLE evidence_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE evidence_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY evidence_draft_inside ON evidence_draft TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('evidence_draft', 'regency_code', false);
END $$;
