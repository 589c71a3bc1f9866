-- Whoever keeps a person leaves neither by an answer nor by an undo while nobody else
-- does (ADR 0035).
SET LOCAL ROLE pdpb_finder;
-- In: a record that is to leave. Out: whether somebody was let go because it stays, and
-- no third record keeps that person. No office answers or asks this until the commit:
-- of two keepers that leave at the same moment the second one sees the first one gone.
CREATE FUNCTION exchange_needed(record uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ganda-antar'), 0);
  RETURN EXISTS (SELECT FROM exchange_side mine
    WHERE mine.ref = record AND mine.other_answer IN ('MOVED', 'STRIKE')
      AND NOT EXISTS (SELECT FROM exchange_side theirs
        WHERE theirs.ref = mine.other_ref AND theirs.other_ref <> record
          AND theirs.other_answer <> 'OTHER' AND theirs.answer <> 'OTHER'
          AND (NOT theirs.remote OR theirs.other_answer = 'STAY')
          AND exchange_stays(theirs.other_ref)));
END $$;
REVOKE ALL ON FUNCTION exchange_needed(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_needed(uuid) TO pdpb_web, pdpb_worker;

CREATE OR REPLACE FUNCTION exchange_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  -- The other side's answer as it stands now, not as the row said before the lock.
  IF NOT NEW.remote THEN
    NEW.other_answer := coalesce((SELECT s.answer FROM exchange_side s
      WHERE s.ref = NEW.other_ref AND s.other_ref = NEW.ref), '');
  END IF;
  -- To another installation "tetap" is a promise: its office may have acted on it.
  IF OLD.remote AND OLD.answer = 'STAY' AND NEW.print = OLD.print THEN
    RAISE EXCEPTION 'promised' USING ERRCODE = 'PDX03';
  END IF;
  IF NEW.answer = 'OTHER' AND NEW.other_answer IN ('MOVED', 'STRIKE') THEN
    RAISE EXCEPTION 'needed' USING ERRCODE = 'PDX02';
  END IF;
  IF NEW.answer NOT IN ('MOVED', 'STRIKE') THEN RETURN NEW; END IF;
  IF NEW.other_answer = 'OTHER' OR NOT exchange_stays(NEW.other_ref)
     OR NEW.remote AND NEW.other_answer <> 'STAY'
     OR NOT NEW.remote AND NEW.other_answer IN ('MOVED', 'STRIKE') THEN
    RAISE EXCEPTION 'no keeper' USING ERRCODE = 'PDX01';
  END IF;
  IF exchange_needed(NEW.ref) THEN
    RAISE EXCEPTION 'keeper' USING ERRCODE = 'PDX02';
  END IF;
  RETURN NEW;
END $$;
RESET ROLE;
