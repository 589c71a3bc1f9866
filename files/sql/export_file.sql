-- The second wall of asked-for files. In: files_exportfile, scope_lives() of accounts.
-- Out: a transaction as pdpb_web sees and makes only files of the account whose living
-- token it shows, whatever number of an account it names; it removes no row.
ALTER TABLE files_exportfile ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_exportfile FORCE ROW LEVEL SECURITY;
CREATE POLICY files_exportfile_own ON files_exportfile TO pdpb_web
  USING (scope_lives(actor_id)) WITH CHECK (scope_lives(actor_id));
CREATE POLICY files_exportfile_all ON files_exportfile TO pdpb_worker, pdpb_owner
  USING (true);
REVOKE DELETE ON files_exportfile FROM pdpb_web;
