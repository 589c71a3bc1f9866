-- What a person may know of jobs besides the own office's, and what marks them as seen.
-- In: jobs_job with its policies (accounts/sql/reach.sql). Out: grant, job_places().
GRANT UPDATE (seen_at) ON jobs_job TO pdpb_web;
-- What ended before there was a bell rings for nobody.
UPDATE jobs_job SET seen_at = coalesce(ended_at, now())
WHERE state IN ('DONE', 'FAILED', 'CANCELLED');

-- In: public ids of jobs; above how many rows a job is large, and for how many seconds a
-- large one is overtaken. Out: of those that wait, the turn among all that do, 1 first, in
-- the order of jobs/fairness.py. No other office's job leaves it.
CREATE FUNCTION job_places(wanted uuid[], large bigint, patience integer)
RETURNS TABLE (job uuid, place integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT q.public_id, q.place::integer FROM (
    SELECT j.public_id, row_number() OVER (ORDER BY
      j.weight > large AND j.created_at > now() - make_interval(secs => patience),
      (SELECT count(*) FROM jobs_job r
       WHERE r.regency_code = j.regency_code AND r.state = 'RUNNING'), j.id) AS place
    FROM jobs_job j WHERE j.state = 'QUEUED') q
  WHERE q.public_id = ANY (wanted)
$$;
REVOKE ALL ON FUNCTION job_places(uuid[], bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION job_places(uuid[], bigint, integer) TO pdpb_web, pdpb_worker;
