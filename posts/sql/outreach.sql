-- Second wall of outreach. In: guard_by_scope() of accounts.
-- Out: grants and policies. Web sees its own kecamatan or regency; everybody, a visitor
-- too, sees planned events that are announced, and nothing else.
REVOKE ALL ON posts_outreachseries, posts_outreachevent, posts_outreachofficer,
  posts_outreachpartner FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE ON posts_outreachseries, posts_outreachevent TO pdpb_web;
GRANT SELECT, INSERT, DELETE ON posts_outreachofficer, posts_outreachpartner TO pdpb_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON posts_outreachseries, posts_outreachevent,
  posts_outreachofficer, posts_outreachpartner TO pdpb_worker;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['posts_outreachseries', 'posts_outreachevent',
                           'posts_outreachofficer', 'posts_outreachpartner'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
    PERFORM guard_by_scope(t::regclass, 'kecamatan', false);
  END LOOP;
END $$;

CREATE POLICY posts_outreachevent_public ON posts_outreachevent FOR SELECT TO pdpb_web
  USING (state = 'PLANNED' AND is_public);
