-- Second wall of the posts. In: guard_by_scope() of accounts.
-- Out: grants and policies. Web sees its own kecamatan or regency; everybody, a visitor
-- too, sees open posts and published bulletins with their pictures, and nothing else.
REVOKE ALL ON posts_post, posts_postofficer, posts_duty, posts_visit, posts_bulletin,
  posts_bulletinpicture FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE ON posts_post, posts_postofficer, posts_bulletin TO pdpb_web;
GRANT SELECT, INSERT, DELETE ON posts_duty, posts_bulletinpicture TO pdpb_web;
GRANT SELECT, INSERT ON posts_visit TO pdpb_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON posts_post, posts_postofficer, posts_duty,
  posts_visit, posts_bulletin, posts_bulletinpicture TO pdpb_worker;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['posts_post', 'posts_postofficer', 'posts_duty',
                           'posts_visit', 'posts_bulletin', 'posts_bulletinpicture'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
    PERFORM guard_by_scope(t::regclass, 'kecamatan', false);
  END LOOP;
END $$;

CREATE POLICY posts_post_public ON posts_post FOR SELECT TO pdpb_web
  USING (state = 'OPEN');
CREATE POLICY posts_bulletin_public ON posts_bulletin FOR SELECT TO pdpb_web
  USING (state = 'PUBLISHED');
CREATE POLICY posts_bulletinpicture_public ON posts_bulletinpicture FOR SELECT TO pdpb_web
  USING (EXISTS (SELECT FROM posts_bulletin b
    WHERE b.id = bulletin_id AND b.state = 'PUBLISHED'));
