-- What a person may know of jobs besides the own office's, and what marks them as seen.
-- In: jobs_job with its policies (accounts/sql/reach.sql). Out: grant, job_place().
GRANT UPDATE (seen_at) ON jobs_job TO pdpb_web;
-- What ended before there was a bell rings for nobody.
UPDATE jobs_job SET seen_at = coalesce(ended_at, now())
WHERE state IN ('DONE', 'FAILED', 'CANCELLED');

-- In: a job's public id; above how many rows a job is large, and for how many seconds a
-- large one is overtaken. Out: its turn among all that wait, 1 first, in the order of
-- jobs/fairness.py; NULL unless it waits. No other office's job leaves it.
CREATE FUNCTION job_place(wanted uuid, large bigint, patience integer) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT place::integer FROM (
    SELECT j.public_id, row_number() OVER (ORDER BY
      j.weight > large AND j.created_at > now() - make_interval(secs => patience),
      (SELECT count(*) FROM jobs_job r
       WHERE r.regency_code = j.regency_code AND r.state = 'RUNNING'), j.id) AS place
    FROM jobs_job j WHERE j.state = 'QUEUED') q
  WHERE q.public_id = wanted
$$;
REVOKE ALL ON FUNCTION job_place(uuid, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION job_place(uuid, bigint, integer) TO pdpb_web, pdpb_worker;
