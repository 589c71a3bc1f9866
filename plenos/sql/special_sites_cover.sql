-- The few of special sites are counted from their index alone: it holds what the count
-- and the policy of voter ask (status, kelurahan, sex, rw, rt), so that the pages of the
-- roll they are scattered over are not read.
-- In: index voter_special_site. Out: the same, covering.

DROP INDEX voter_special_site;
CREATE INDEX voter_special_site ON voter (regency_code, kelurahan, sex)
  INCLUDE (rw, rt) WHERE is_special_site AND status IN ('ACTIVE', 'HELD');
