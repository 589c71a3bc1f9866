-- Stations in numbers, and the second wall of the acts that fill them.
-- In: guard_by_scope() of accounts, special_site(). Out: grants and policies of
-- station_move; station_numbers().

REVOKE ALL ON station_move FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT ON station_move TO pdpb_web, pdpb_worker;
GRANT USAGE ON SEQUENCE station_move_id_seq TO pdpb_web, pdpb_worker;
ALTER TABLE station_move ENABLE ROW LEVEL SECURITY;
ALTER TABLE station_move FORCE ROW LEVEL SECURITY;
CREATE POLICY station_move_inside ON station_move TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('station_move', 'kelurahan', false);
END $$;

-- Counted voters by station: figures as a recap has them, no person; so Bawaslu and a
-- kelurahan's officer read them too, and the page cuts by the reader's region.
-- In: regency; half-open range of kelurahan codes; whether families are looked at (one
-- kelurahan's worth). Out: kelurahan, station ('' for none), L, P, whether it is a
-- special site, families (one NKK) that also stand at another regular station of the
-- kelurahan, and those of them counted here so that the sum counts each once.
CREATE FUNCTION station_numbers(regency text, lo text, hi text, families boolean)
RETURNS TABLE (kelurahan varchar, tps varchar, male bigint, female bigint,
  is_site boolean, torn bigint, torn_once bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH stations AS (
    SELECT v.kelurahan, v.tps, count(*) FILTER (WHERE v.sex = 'L') AS male,
      count(*) FILTER (WHERE v.sex = 'P') AS female,
      special_site(v.tps) OR (v.tps <> '' AND bool_and(v.is_special_site)) AS is_site
    FROM voter v
    WHERE v.regency_code = regency AND v.kelurahan >= lo AND v.kelurahan < hi
      AND v.status IN ('ACTIVE', 'HELD')
    GROUP BY v.kelurahan, v.tps
  ), seats AS (
    SELECT DISTINCT v.kelurahan, v.nkk, v.tps FROM voter v
    JOIN stations s ON s.kelurahan = v.kelurahan AND s.tps = v.tps AND NOT s.is_site
    WHERE families AND v.regency_code = regency
      AND v.kelurahan >= lo AND v.kelurahan < hi
      AND v.status IN ('ACTIVE', 'HELD') AND v.nkk <> '' AND v.tps <> ''
  ), torn AS (
    SELECT s.kelurahan, s.tps, count(*) AS torn,
      count(*) FILTER (WHERE s.tps = s.first) AS torn_once
    FROM (SELECT seats.*, min(seats.tps) OVER card AS first, count(*) OVER card AS n
          FROM seats WINDOW card AS (PARTITION BY seats.kelurahan, seats.nkk)) s
    WHERE s.n > 1 GROUP BY s.kelurahan, s.tps
  )
  SELECT s.kelurahan, s.tps, s.male, s.female, s.is_site,
    coalesce(t.torn, 0), coalesce(t.torn_once, 0)
  FROM stations s LEFT JOIN torn t USING (kelurahan, tps)
  ORDER BY s.kelurahan, s.tps
$$;
REVOKE ALL ON FUNCTION station_numbers(text, text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION station_numbers(text, text, text, boolean)
  TO pdpb_web, pdpb_worker;
GRANT EXECUTE ON FUNCTION special_site(text) TO pdpb_finder;
ALTER FUNCTION station_numbers(text, text, text, boolean) OWNER TO pdpb_finder;
