-- A proposal names a voter of its regency, asked once a statement (ADR 0055).
-- In: change_proposal, voter. Out: triggers in place of the foreign key proposal_voter.
--
-- The key locked the row of every voter that a delivery proposes something for: a page
-- of the roll was written, and logged, for each. Voters are never deleted (trigger
-- voter_delete, no grant), so there is nothing that such a lock would keep from going.
ALTER TABLE change_proposal DROP CONSTRAINT proposal_voter;

CREATE FUNCTION proposal_voters_known() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public
SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
  code text;
BEGIN
  FOR code IN SELECT DISTINCT n.regency_code FROM new_p n WHERE n.voter_id IS NOT NULL
  LOOP
    IF EXISTS (SELECT FROM new_p n
      WHERE n.regency_code = code AND n.voter_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM voter v WHERE v.regency_code = code AND v.id = n.voter_id))
    THEN
      RAISE EXCEPTION 'Usulan menyebut pemilih yang tidak ada di kab/kota %', code
        USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'proposal_voter';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION proposal_voter_known() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM voter v
    WHERE v.regency_code = NEW.regency_code AND v.id = NEW.voter_id)
  THEN
    RAISE EXCEPTION 'Usulan menyebut pemilih yang tidak ada di kab/kota %',
      NEW.regency_code
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'proposal_voter';
  END IF;
  RETURN NULL;
END $$;

REVOKE ALL ON FUNCTION proposal_voters_known(), proposal_voter_known() FROM PUBLIC;
CREATE TRIGGER proposal_voters AFTER INSERT ON change_proposal
  REFERENCING NEW TABLE AS new_p
  FOR EACH STATEMENT EXECUTE FUNCTION proposal_voters_known();
CREATE TRIGGER proposal_voter AFTER UPDATE OF voter_id, regency_code ON change_proposal
  FOR EACH ROW
  WHEN (NEW.voter_id IS NOT NULL AND (NEW.voter_id IS DISTINCT FROM OLD.voter_id
    OR NEW.regency_code <> OLD.regency_code))
  EXECUTE FUNCTION proposal_voter_known();

-- One random number, whose sixteen bytes have the variant already, and not three.
CREATE OR REPLACE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT encode(set_bit(set_bit(
    overlay(uuid_send(gen_random_uuid())
      PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
      FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid
$$;
