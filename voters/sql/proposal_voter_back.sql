-- Back to the foreign key. In: the triggers of proposal_voter.sql. Out: none of them.
DROP TRIGGER proposal_voters ON change_proposal;
DROP TRIGGER proposal_voter ON change_proposal;
DROP FUNCTION proposal_voters_known(), proposal_voter_known();
ALTER TABLE change_proposal ADD CONSTRAINT proposal_voter
  FOREIGN KEY (regency_code, voter_id) REFERENCES voter (regency_code, id);
