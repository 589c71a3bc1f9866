-- Second wall of the claims, and the risk of a proposal (ADR 0051).
-- In: guard_by_scope(), scope_asker() of accounts; review_claim, key_choice.
-- Out: grants, policy, trigger claim_held(), function proposal_risk().
REVOKE ALL ON review_claim, key_choice FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON review_claim TO pdpb_web, pdpb_worker;
GRANT USAGE ON SEQUENCE review_claim_id_seq TO pdpb_web, pdpb_worker;
-- Says of an account whether it likes keys, and nothing of a voter.
GRANT SELECT, INSERT, UPDATE ON key_choice TO pdpb_web;
ALTER TABLE review_claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_claim FORCE ROW LEVEL SECURITY;
CREATE POLICY review_claim_inside ON review_claim TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('review_claim', 'kelurahan', false);
END $$;

-- A request claims and asks in its own name only, and takes over or deletes nothing that
-- another account still holds. A policy does not see the row of before; this does.
CREATE FUNCTION claim_held() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.until > now() AND scope_asker(OLD.user_id, OLD.regency_code, '') IS NULL THEN
      RAISE EXCEPTION 'Pegangan ini milik akun lain.'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' OR NEW.user_id <> OLD.user_id THEN
    NEW.user_name := scope_asker(NEW.user_id, NEW.regency_code, '');
    IF NEW.user_name IS NULL OR (TG_OP = 'UPDATE' AND OLD.until > now()) THEN
      RAISE EXCEPTION 'Pegangan hanya diambil atas nama sendiri, setelah bebas.'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF NEW.asked_by_id IS NOT NULL AND (TG_OP = 'INSERT'
      OR NEW.asked_by_id IS DISTINCT FROM OLD.asked_by_id) THEN
    NEW.asked_by_name := scope_asker(NEW.asked_by_id, NEW.regency_code, '');
    IF NEW.asked_by_name IS NULL THEN
      RAISE EXCEPTION 'Pegangan hanya diminta atas nama sendiri.'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION claim_held() FROM PUBLIC;
CREATE TRIGGER claim_held BEFORE INSERT OR UPDATE OR DELETE ON review_claim
  FOR EACH ROW WHEN (session_user = 'pdpb_web') EXECUTE FUNCTION claim_held();

-- In: kind, elements and warnings of a proposal. Out: its place in the order by risk,
-- 0 first. The same as voters.rules.risk.rank(); a test holds them together.
CREATE FUNCTION proposal_risk(kind varchar, elements varchar[], warnings varchar[])
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN kind IN ('TMS', 'TIDAK_ADA') THEN 0
    WHEN kind IN ('MUNCUL_KEMBALI', 'NIK_GANDA_ORANG', 'PEMULIHAN') THEN 1
    WHEN warnings && ARRAY['NIK_BIRTH_DATE', 'NIK_SEX', 'NIK_REGION_UNKNOWN',
      'LOW_TRUST', 'AGE_OVER_100', 'DOUBTFUL']::varchar[] THEN 1
    WHEN kind IN ('BARU', 'TAHAN') THEN 2
    WHEN elements && ARRAY['nik', 'birth_date', 'sex']::varchar[] THEN 2
    WHEN kind = 'PINDAH_DALAM' THEN 3
    ELSE 4 END
$$;
REVOKE ALL ON FUNCTION proposal_risk(varchar, varchar[], varchar[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proposal_risk(varchar, varchar[], varchar[])
  TO pdpb_web, pdpb_worker;
