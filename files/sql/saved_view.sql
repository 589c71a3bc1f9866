-- The second wall of saved views. In: files_savedview, scope_lives() and scope_span() of
-- accounts. Out: a transaction as pdpb_web sees its own account's views and those that an
-- office of its reach shares; it writes and removes its own only.
ALTER TABLE files_savedview ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_savedview FORCE ROW LEVEL SECURITY;
CREATE POLICY files_savedview_own ON files_savedview TO pdpb_web
  USING (scope_lives(owner_id)) WITH CHECK (scope_lives(owner_id));
CREATE POLICY files_savedview_shared ON files_savedview FOR SELECT TO pdpb_web
  USING (shared AND (SELECT width_bucket(regency_code COLLATE "C", scope_span('job'))) = 1);
CREATE POLICY files_savedview_all ON files_savedview TO pdpb_worker, pdpb_owner
  USING (true);
