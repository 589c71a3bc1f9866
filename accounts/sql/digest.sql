-- Second wall of the digests (ADR 0047). In: scope_lives() of scope_token.sql.
-- Out: grants and policies. Over the web an account sees its own choice and its own
-- digests and writes neither; the gate writes choices, the worker what it sent.
REVOKE ALL ON accounts_digestchoice, accounts_digestsend
  FROM pdpb_web, pdpb_worker, PUBLIC;
REVOKE ALL ON SEQUENCE accounts_digestchoice_id_seq FROM pdpb_web, pdpb_worker;
REVOKE ALL ON SEQUENCE accounts_digestsend_id_seq FROM pdpb_web;
GRANT SELECT ON accounts_digestchoice, accounts_digestsend TO pdpb_web;
GRANT SELECT, INSERT, UPDATE ON accounts_digestchoice TO pdpb_gate;
GRANT USAGE ON SEQUENCE accounts_digestchoice_id_seq TO pdpb_gate;
GRANT SELECT ON accounts_digestchoice TO pdpb_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_digestsend TO pdpb_worker;

ALTER TABLE accounts_digestchoice ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_digestchoice FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts_digestsend ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_digestsend FORCE ROW LEVEL SECURITY;
CREATE POLICY accounts_digestchoice_inside ON accounts_digestchoice
  TO pdpb_worker, pdpb_gate, pdpb_owner USING (true) WITH CHECK (true);
CREATE POLICY accounts_digestsend_inside ON accounts_digestsend
  TO pdpb_worker, pdpb_owner USING (true) WITH CHECK (true);
CREATE POLICY accounts_digestchoice_own ON accounts_digestchoice FOR SELECT TO pdpb_web
  USING (scope_lives(user_id));
CREATE POLICY accounts_digestsend_own ON accounts_digestsend FOR SELECT TO pdpb_web
  USING (scope_lives(user_id));
