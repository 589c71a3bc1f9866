-- Says that the work of a regency has moved, to who keeps a count of it (ADR 0076).
-- In: change_proposal, citizen_report. Out: work_moved, work_has_moved() for
-- event_tallies.sql, work_moved() for a trigger of any table whose rows are such work.

-- One row a regency is enough, and whoever counts anew takes it away before counting.
CREATE TABLE work_moved (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  regency_code varchar(4) NOT NULL
);
CREATE INDEX work_moved_regency ON work_moved (regency_code);
REVOKE ALL ON work_moved FROM pdpb_web, pdpb_worker, PUBLIC;

-- In: a regency. Leaves a row that is seen with the caller's commit, and not before. A
-- row that stands is used when it can be held, so that nobody takes it away until then;
-- nobody waits for anybody.
CREATE FUNCTION work_has_moved(code text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM FROM work_moved w WHERE w.regency_code = code
  LIMIT 1 FOR KEY SHARE SKIP LOCKED;
  IF NOT FOUND THEN INSERT INTO work_moved (regency_code) VALUES (code); END IF;
END $$;

-- For statement triggers whose transition table is called "moved".
CREATE FUNCTION work_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  code text;
BEGIN
  FOR code IN SELECT DISTINCT m.regency_code FROM moved m LOOP
    PERFORM work_has_moved(code);
  END LOOP;
  RETURN NULL;
END $$;

-- In: a table with regency_code. Out: its three triggers.
CREATE FUNCTION tell_moved_work(of_table regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  act text[];
BEGIN
  FOREACH act SLICE 1 IN ARRAY ARRAY[
    ['insert', 'NEW'], ['update', 'NEW'], ['delete', 'OLD']] LOOP
    EXECUTE format('CREATE TRIGGER work_moved_%s AFTER %s ON %s REFERENCING %s TABLE '
      'AS moved FOR EACH STATEMENT EXECUTE FUNCTION work_moved()',
      act[1], act[1], of_table, act[2]);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION work_has_moved(text), work_moved(), tell_moved_work(regclass)
  FROM PUBLIC;
SELECT tell_moved_work('change_proposal'), tell_moved_work('citizen_report');

ALTER TABLE work_moved OWNER TO pdpb_ledger;
ALTER FUNCTION work_has_moved(text) OWNER TO pdpb_ledger;
ALTER FUNCTION work_moved() OWNER TO pdpb_ledger;
SET LOCAL ROLE pdpb_ledger;
GRANT EXECUTE ON FUNCTION work_moved() TO pdpb_owner;
RESET ROLE;
