-- Second wall of coklit terbatas. In: guard_by_scope() of accounts. Out: policies and
-- grants; field_figures(), which Bawaslu reads: counts by kelurahan and no person.
REVOKE ALL ON fieldwork_batch, fieldwork_task, fieldwork_visit, fieldwork_spotcheck
  FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE ON fieldwork_batch TO pdpb_web, pdpb_worker;
GRANT SELECT ON fieldwork_task, fieldwork_visit, fieldwork_spotcheck
  TO pdpb_web, pdpb_worker, pdpb_finder;
GRANT INSERT, UPDATE ON fieldwork_task TO pdpb_worker;
GRANT UPDATE (officer_id, officer_name, day, state, visits, result, next_on,
  finished_on, answer_id) ON fieldwork_task TO pdpb_web;
GRANT INSERT ON fieldwork_visit, fieldwork_spotcheck TO pdpb_web, pdpb_worker;
GRANT UPDATE (agrees, found, note, checked_by_id, checked_by_name, checked_at)
  ON fieldwork_spotcheck TO pdpb_web, pdpb_worker;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['fieldwork_task', 'fieldwork_visit', 'fieldwork_spotcheck'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
      'USING (true) WITH CHECK (true)', t || '_inside', t);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT TO pdpb_finder USING (true)',
      t || '_figures', t);
    PERFORM guard_by_scope(t::regclass, 'kelurahan', true);
  END LOOP;
END $$;

-- In: regency, numbers of batches. Out: of each its tasks by kelurahan, state and last
-- result; how many were visited again by the office, and how many of those agreed.
SET LOCAL ROLE pdpb_finder;
CREATE FUNCTION field_figures(regency text, batches bigint[])
RETURNS TABLE (batch bigint, kelurahan text, state text, result text, tasks bigint,
  checked bigint, agreed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT t.batch_id, t.kelurahan, t.state, t.result, count(*), count(s.agrees),
    count(*) FILTER (WHERE s.agrees)
  FROM fieldwork_task t LEFT JOIN fieldwork_spotcheck s ON s.task_id = t.id
  WHERE t.regency_code = field_figures.regency
    AND t.batch_id = ANY (field_figures.batches)
  GROUP BY 1, 2, 3, 4
$$;
REVOKE ALL ON FUNCTION field_figures(text, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION field_figures(text, bigint[]) TO pdpb_web, pdpb_worker;
RESET ROLE;
