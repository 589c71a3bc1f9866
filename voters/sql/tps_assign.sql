-- Stations for the voters of a kelurahan without one: twin of voters.rules.tps.assign,
-- tested against it.
-- In: regency, kelurahan, capacity. Out: one row a counted voter without station: id,
-- tps ('' when none), reason ('' when there is one: NONE, BIG, FULL, SITE, WAITS),
-- name, public_id, rt, rw, sex. Nothing is written. The walk takes one family a step,
-- because what the one gets decides what is left for the next.
WITH RECURSIVE people AS MATERIALIZED (
  SELECT v.id, v.nkk, v.rt, v.rw, v.tps, v.name, v.public_id, v.sex,
    CASE WHEN v.nkk <> '' THEN v.nkk ELSE v.id::text END AS card,
    v.is_special_site OR special_site(v.tps) AS at_site,
    v.tps = '' AND EXISTS (
      SELECT FROM change_proposal p WHERE p.regency_code = %(regency)s
        AND p.nik = v.nik AND p.kind = 'PINDAH_DALAM'
        AND p.state IN ('OPEN', 'HOLD', 'COKLIT', 'SECOND', 'ACCEPTED')) AS waits
  FROM voter v
  WHERE v.regency_code = %(regency)s AND v.kelurahan = %(kelurahan)s
    AND v.status IN ('ACTIVE', 'HELD')
), stations AS (
  SELECT row_number() OVER (ORDER BY tps)::int AS at, tps,
    %(capacity)s - count(*) AS room
  FROM people WHERE tps <> '' AND NOT special_site(tps)
  GROUP BY tps HAVING NOT bool_and(at_site)
), seated AS (
  SELECT p.nkk, p.rt, p.rw, s.at FROM people p JOIN stations s USING (tps)
), of_card AS (
  SELECT DISTINCT ON (nkk) nkk AS card, at FROM seated WHERE nkk <> ''
  GROUP BY nkk, at ORDER BY nkk, count(*) DESC, at
), of_rt AS (
  SELECT DISTINCT ON (rw, rt) rw, rt, at FROM seated WHERE rw <> '' AND rt <> ''
  GROUP BY rw, rt, at ORDER BY rw, rt, count(*) DESC, at
), of_rw AS (
  SELECT DISTINCT ON (rw) rw, at FROM seated WHERE rw <> ''
  GROUP BY rw, at ORDER BY rw, count(*) DESC, at
), waiting AS (
  SELECT id, card, rt, rw FROM people WHERE tps = '' AND NOT at_site AND NOT waits
), home AS (
  SELECT DISTINCT ON (card) card, rw, rt FROM waiting
  GROUP BY card, rw, rt ORDER BY card, count(*) DESC, rw, rt
), asked AS MATERIALIZED (
  SELECT f.card, f.size, c.at AS own, t.at AS rt, w.at AS rw,
    row_number() OVER (ORDER BY CASE WHEN c.at IS NOT NULL THEN 0
      WHEN t.at IS NOT NULL THEN 1 WHEN w.at IS NOT NULL THEN 2 ELSE 3 END,
      f.first) AS turn
  FROM (SELECT card, count(*) AS size, min(id) AS first FROM waiting GROUP BY card) f
  JOIN home h USING (card)
  LEFT JOIN of_card c USING (card)
  LEFT JOIN of_rt t ON t.rw = h.rw AND t.rt = h.rt
  LEFT JOIN of_rw w ON w.rw = h.rw
), walk AS (
  SELECT 0::bigint AS turn, NULL::text AS card, NULL::int AS at,
    coalesce((SELECT array_agg(room ORDER BY stations.at) FROM stations),
      '{}')::bigint[] AS rooms
  UNION ALL
  SELECT a.turn, a.card, c.at,
    CASE WHEN c.at IS NULL THEN w.rooms
      ELSE w.rooms[:c.at - 1] || (w.rooms[c.at] - a.size) || w.rooms[c.at + 1:] END
  FROM walk w
  JOIN asked a ON a.turn = w.turn + 1
  LEFT JOIN LATERAL (
    SELECT k.at FROM (
      SELECT 1 AS better, a.own AS at
      UNION ALL SELECT 2, a.rt UNION ALL SELECT 3, a.rw
      UNION ALL SELECT 4, (
        SELECT u.at::int FROM unnest(w.rooms) WITH ORDINALITY AS u (room, at)
        ORDER BY u.room DESC, u.at LIMIT 1)
    ) k
    WHERE k.at IS NOT NULL AND w.rooms[k.at] >= a.size
    ORDER BY k.better LIMIT 1
  ) c ON true
)
SELECT p.id, coalesce(s.tps, '') AS tps,
  CASE WHEN p.at_site THEN 'SITE' WHEN p.waits THEN 'WAITS'
    WHEN s.tps IS NOT NULL THEN ''
    WHEN NOT EXISTS (SELECT FROM stations) THEN 'NONE'
    WHEN a.size > %(capacity)s THEN 'BIG' ELSE 'FULL' END AS reason,
  p.name, p.public_id, p.rt, p.rw, p.sex
FROM people p
LEFT JOIN waiting q ON q.id = p.id
LEFT JOIN asked a ON a.card = q.card
LEFT JOIN walk w ON w.turn = a.turn
LEFT JOIN stations s ON s.at = w.at
WHERE p.tps = ''
ORDER BY p.rw, p.rt, p.name, p.id
