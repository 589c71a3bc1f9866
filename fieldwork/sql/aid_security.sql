-- Second wall of aid: recipients are people, on the roll or not. In: guard_by_scope() of
-- accounts. Out: policies and grants; recipients come by the worker alone, the web
-- writes what was found of them, and retention is the worker's.
REVOKE ALL ON aid_programme, aid_list, aid_recipient, aid_row_issue, aid_check
  FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE ON aid_programme, aid_list TO pdpb_web, pdpb_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON aid_recipient TO pdpb_worker;
GRANT SELECT, INSERT, DELETE ON aid_row_issue, aid_check TO pdpb_worker;
GRANT SELECT ON aid_recipient, aid_row_issue, aid_check TO pdpb_web;
GRANT UPDATE (match, voter_id, suggested_id, answer, answered_on) ON aid_recipient
  TO pdpb_web;
GRANT INSERT ON aid_check TO pdpb_web;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['aid_list', 'aid_recipient', 'aid_row_issue', 'aid_check'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
      'USING (true) WITH CHECK (true)', t || '_inside', t);
  END LOOP;
  PERFORM guard_by_scope('aid_recipient'::regclass, 'kelurahan', true);
  PERFORM guard_by_scope('aid_check'::regclass, 'kelurahan', true);
  PERFORM guard_by_scope('aid_list'::regclass, 'regency_code', false);
  PERFORM guard_by_scope('aid_row_issue'::regclass, 'regency_code', false);
END $$;
