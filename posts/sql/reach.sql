-- Second wall and counter of the short links (ADR 0048). In: guard_by_scope() of
-- accounts. Out: grants, policies, reach_open(). A visitor's request reads and writes
-- neither table: the function below counts for it and says where the link leads.
REVOKE ALL ON posts_shortlink, posts_reachday FROM pdpb_web, pdpb_worker, PUBLIC;
REVOKE ALL ON SEQUENCE posts_reachday_id_seq FROM pdpb_web, pdpb_worker;
GRANT SELECT, INSERT ON posts_shortlink TO pdpb_web;
GRANT UPDATE (target) ON posts_shortlink TO pdpb_web;
GRANT SELECT ON posts_reachday TO pdpb_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON posts_shortlink, posts_reachday TO pdpb_worker;
GRANT USAGE ON SEQUENCE posts_reachday_id_seq TO pdpb_worker;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['posts_shortlink', 'posts_reachday'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
    PERFORM guard_by_scope(t::regclass, 'kecamatan', false);
  END LOOP;
END $$;

-- In: kecamatan and channel of a short link, the day by the office's clock, whether the
-- opening counts. Out: where it leads; NULL for a link that nobody made. A day that is
-- not about now is not counted.
CREATE FUNCTION reach_open(place text, way text, today date, counted boolean)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE link record;
BEGIN
  SELECT regency_code, target INTO link FROM posts_shortlink
  WHERE kecamatan = place AND channel = way;
  IF FOUND AND counted AND abs(today - current_date) <= 1 THEN
    INSERT INTO posts_reachday AS d (regency_code, kecamatan, channel, day, hits)
    VALUES (link.regency_code, place, way, today, 1)
    ON CONFLICT (kecamatan, channel, day) DO UPDATE SET hits = d.hits + 1;
  END IF;
  RETURN link.target;
END $$;
REVOKE ALL ON FUNCTION reach_open(text, text, date, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reach_open(text, text, date, boolean)
  TO pdpb_web, pdpb_worker;
