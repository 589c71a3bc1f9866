-- The kelurahan recap leaves out what its proposer took back: nobody decided about it.
-- In: village_work() of villages.sql. Out: the same function with that condition.
-- No other word of it changes, so its text is taken from the database.
SET LOCAL ROLE pdpb_finder;
DO $$
DECLARE
  old text := pg_get_functiondef('village_work(text, bigint)'::regprocedure);
  new text := replace(old, 'AND p.period_id = asked_period',
    'AND p.period_id = asked_period AND p.state <> ''WITHDRAWN''');
BEGIN
  IF new = old THEN RAISE EXCEPTION 'village_work() is not the one expected'; END IF;
  EXECUTE new;
END $$;
RESET ROLE;
