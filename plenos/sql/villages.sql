-- The kelurahan recap: its work per RW and RT, its confirmations, what a freeze locks.
-- In: change_proposal, voter_event, voter, event_cells() of voters; scope_edge(),
-- scope_corner(), guard_by_scope() of accounts. Out: village_work(), village_states(),
-- policies and grants of two tables.

-- In: a regency and a period. Out: figures per kelurahan, RW, RT, TPS and code, by sex
-- ('' where nobody said it); only inside the token's range, the worker's of all. The
-- function stands above the policies because events are a whole office's, and the
-- officer of a kelurahan confirms what they add up to there; no person leaves it.
-- A proposal stands where the person lived when it was made; a proposal that moves
-- somebody into the kelurahan stands where it would bring them. A counter-event takes
-- back from where its event counted.
CREATE FUNCTION village_work(asked_regency text, asked_period bigint)
RETURNS TABLE (
  kelurahan text, rw text, rt text, tps text, code text, sex text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH reach AS (
    SELECT CASE WHEN session_user = 'pdpb_worker' THEN asked_regency
        ELSE scope_edge(false) END AS low,
      CASE WHEN session_user = 'pdpb_worker'
        THEN left(asked_regency, -1) || chr(ascii(right(asked_regency, 1)) + 1)
        ELSE scope_edge(true) END AS high
    WHERE scope_corner('rw') IS NULL
  ), proposed AS (
    SELECT p.kelurahan,
      CASE WHEN p.new ->> 'kelurahan' = p.kelurahan
        THEN coalesce(p.new ->> 'rw', v.rw)
        ELSE coalesce(p.old ->> 'rw', v.rw, p.new ->> 'rw') END AS rw,
      CASE WHEN p.new ->> 'kelurahan' = p.kelurahan
        THEN coalesce(p.new ->> 'rt', v.rt)
        ELSE coalesce(p.old ->> 'rt', v.rt, p.new ->> 'rt') END AS rt,
      '' AS tps,
      'USULAN.' || CASE
        WHEN p.delivery_id IS NOT NULL THEN 'KIRIMAN'
        WHEN p.source LIKE 'coklit%' THEN 'LAPANGAN'
        WHEN lower(p.source) LIKE 'pos%' OR p.source = 'sapa warga' THEN 'POS'
        ELSE 'KANTOR' END
      || '.' || p.kind || '.' || CASE
        WHEN p.state = 'APPLIED' THEN 'DITERAPKAN'
        WHEN p.state IN ('REJECTED', 'REFERRED', 'STALE') THEN 'DITOLAK'
        WHEN p.state = 'UNDONE' THEN 'DIURUNGKAN'
        ELSE 'TERBUKA' END AS code,
      coalesce(nullif(p.sex, ''), v.sex, '') AS sex, 1 AS n
    FROM change_proposal p
    LEFT JOIN voter v ON v.regency_code = p.regency_code AND v.id = p.voter_id
    WHERE p.regency_code = asked_regency AND p.period_id = asked_period
      AND p.kelurahan >= (SELECT low FROM reach)
      AND p.kelurahan < (SELECT high FROM reach)
  ), happened AS (
    SELECT c.kelurahan, i.image ->> 'rw' AS rw, i.image ->> 'rt' AS rt,
      coalesce(i.image ->> 'tps', '') AS tps,
      'UBAHAN.' || c.col || CASE WHEN c.cat = '' THEN '' ELSE '.' || c.cat END AS code,
      c.sex, c.n
    FROM voter_event e
    CROSS JOIN LATERAL event_cells(e.effect, e.sign, e.category, e.kelurahan_from,
      e.sex_from, e.kelurahan_to, e.sex_to) c
    CROSS JOIN LATERAL (SELECT
      CASE WHEN (c.col IN ('TMS', 'KELUAR', 'KOREKSI')) = (e.sign > 0)
        THEN coalesce(e.before, e.after) ELSE coalesce(e.after, e.before) END AS image) i
    WHERE e.regency_code = asked_regency AND e.period_id = asked_period
      AND e.effect NOT IN ('PEMBUKAAN', 'CATATAN', 'TAHAN')
      AND c.kelurahan >= (SELECT low FROM reach)
      AND c.kelurahan < (SELECT high FROM reach)
  )
  SELECT w.kelurahan, coalesce(w.rw, ''), coalesce(w.rt, ''), w.tps, w.code, w.sex,
    sum(w.n)::bigint
  FROM (SELECT * FROM proposed UNION ALL SELECT * FROM happened) w
  GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(w.n) <> 0
$$;
REVOKE ALL ON FUNCTION village_work(text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION village_work(text, bigint) TO pdpb_web, pdpb_worker;
ALTER FUNCTION village_work(text, bigint) OWNER TO pdpb_finder;

-- They name no voter, but a figure of one RT may be one person: each kelurahan sees its
-- own, the office all.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['plenos_villageconfirmation', 'plenos_villagerecap'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
    PERFORM guard_by_scope(t::regclass, 'kelurahan', false);
  END LOOP;
END $$;
REVOKE ALL ON plenos_villageconfirmation, plenos_villagerecap
  FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON plenos_villageconfirmation, plenos_villagerecap
  TO pdpb_web, pdpb_worker, pdpb_finder;
GRANT INSERT ON plenos_villageconfirmation TO pdpb_web, pdpb_worker;
GRANT UPDATE (state, ended_at, ended_by_name) ON plenos_villageconfirmation
  TO pdpb_web, pdpb_worker;
GRANT INSERT ON plenos_villagerecap TO pdpb_worker;

-- What the annex of a frozen version prints, whoever downloads it: a line a kelurahan,
-- no figure of an RT and no remark. In: a recap. Out: its kelurahan by code.
CREATE FUNCTION village_states(asked_recap bigint)
RETURNS TABLE (
  kelurahan text, state text, sha256 text, made integer, applied integer,
  refused integer, still_open integer, signed_by text, confirmed_at timestamptz,
  paper_no text, paper_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT r.kelurahan, r.state, r.sha256, r.made, r.applied, r.refused, r.still_open,
    coalesce(c.signed_by, ''), c.confirmed_at, coalesce(c.paper_no, ''), c.paper_on
  FROM plenos_villagerecap r
  LEFT JOIN plenos_villageconfirmation c ON c.id = r.confirmation_id
  WHERE r.recap_id = asked_recap ORDER BY r.kelurahan
$$;
REVOKE ALL ON FUNCTION village_states(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION village_states(bigint) TO pdpb_web, pdpb_worker;
ALTER FUNCTION village_states(bigint) OWNER TO pdpb_finder;
