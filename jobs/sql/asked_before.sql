-- Who had asked for a job before somebody else tried it again.
-- In: jobs_job. Out: asked_before, which no login writes.
CREATE FUNCTION job_asked_before() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  NEW.asked_before := OLD.asked_before || OLD.asked_by_id;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION job_asked_before() FROM PUBLIC;
CREATE TRIGGER job_asked_before BEFORE UPDATE OF asked_by_id ON jobs_job
  FOR EACH ROW WHEN (OLD.asked_by_id <> NEW.asked_by_id)
  EXECUTE FUNCTION job_asked_before();
