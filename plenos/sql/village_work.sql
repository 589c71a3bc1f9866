-- What was done in a kelurahan in a period, for its recap.
-- In: change_proposal, citizen_report, voter_event, voter, event_cells() of voters;
-- scope_edge(), scope_corner() of accounts. Out: village_work(); again for one that stands.

-- In: a regency and a period. Out: figures per kelurahan, RW, RT, TPS and code, by sex
-- ('' where nobody said it); only inside the token's range, the worker's of all. The
-- function stands above the policies because events are a whole office's, and the
-- officer of a kelurahan confirms what they add up to there; no person leaves it.
-- Where a proposal came from says the report that made it, whatever the post is called;
-- a report of somebody else only joined it. Without one, the source that coklit writes.
-- Taken back before anybody decided, it is no work of the month; nor is what the portal
-- makes by itself: a counter-event, a change of regions.
-- A proposal stands where the person lived when it was made; a proposal that moves
-- somebody into the kelurahan stands where it would bring them. A counter-event takes
-- back from where its event counted.
SET LOCAL ROLE pdpb_finder;
CREATE OR REPLACE FUNCTION village_work(asked_regency text, asked_period bigint)
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
        WHEN r.channel IN ('POST', 'OUTREACH') THEN 'POS'
        WHEN r.channel = 'RESPONDER' THEN 'PESAN'
        WHEN r.channel IS NULL AND p.source ~ '^coklit [0-9]+/[0-9]+$' THEN 'LAPANGAN'
        ELSE 'KANTOR' END
      || '.' || p.kind || '.' || CASE
        WHEN p.state = 'APPLIED' THEN 'DITERAPKAN'
        WHEN p.state IN ('REJECTED', 'REFERRED', 'STALE') THEN 'DITOLAK'
        WHEN p.state = 'UNDONE' THEN 'DIURUNGKAN'
        ELSE 'TERBUKA' END AS code,
      coalesce(nullif(p.sex, ''), v.sex, '') AS sex, 1 AS n
    FROM change_proposal p
    LEFT JOIN voter v ON v.regency_code = p.regency_code AND v.id = p.voter_id
    LEFT JOIN LATERAL (SELECT c.channel FROM citizen_report c
      WHERE p.delivery_id IS NULL AND c.regency_code = p.regency_code
        AND c.proposal_id = p.id AND c.taken_by_id IS NOT DISTINCT FROM p.proposed_by_id
      ORDER BY c.id LIMIT 1) r ON true
    WHERE p.regency_code = asked_regency AND p.period_id = asked_period
      AND p.state <> 'WITHDRAWN' AND p.kind NOT IN ('UNDO', 'WILAYAH')
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
      CASE WHEN CASE c.col WHEN 'WILAYAH' THEN c.n * e.sign < 0
          ELSE c.col IN ('TMS', 'KELUAR', 'KOREKSI') END = (e.sign > 0)
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
RESET ROLE;
