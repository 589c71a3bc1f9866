-- Brings voter_mark up to the roll of today. In: regency; {changed} = which voters.
-- In the caller's transaction, under the shared lock of the roll.

-- step: events
-- Up to which event the memo is true, and which there are: events of the memo that came
-- late, the roll's own (a load has no voter), and all.
SELECT u.event_id, u.events,
  count(e.id) FILTER (WHERE e.id <= u.event_id),
  count(e.id) FILTER (WHERE e.id > u.event_id AND e.voter_id IS NULL),
  count(e.id), coalesce(max(e.id), 0)
FROM (SELECT 1) one
LEFT JOIN voter_mark_until u ON u.regency_code = %(regency)s
LEFT JOIN voter_event e ON e.regency_code = %(regency)s
GROUP BY u.event_id, u.events

-- step: clear
WITH gone AS (
  DELETE FROM voter_mark m WHERE m.regency_code = %(regency)s AND {of_changed}
  RETURNING m.spelt)
UPDATE name_count c SET n = c.n - g.n
FROM (SELECT spelt, count(*) AS n FROM gone GROUP BY spelt) g
WHERE c.regency_code = %(regency)s AND c.spelt = g.spelt

-- step: forget
DELETE FROM name_count c WHERE c.regency_code = %(regency)s AND {uncounted}

-- step: learn
-- print: what a row of a file must say to be the same, in one number: nothing where the
-- voter's own record would raise a doubt (a NIK against the birth date, no family card).
-- Twin of TOLD in reconciliation/stages/marking.py.
WITH learnt AS (
INSERT INTO voter_mark (regency_code, voter_id, nik_mark, print, spelt, nkk_mark,
  district, born, is_single, tps, disability, ektp_status, sex, kelurahan)
SELECT regency_code, id, hashtextextended(nik, 0),
  CASE WHEN octet_length(nkk) = 16 AND right(nik, 4) <> '0000'
      AND nik <> repeat(left(nik, 1), 16)
      AND substr(nik, 7, 6) = lpad((d + CASE sex WHEN 'L' THEN 0 ELSE 40 END)::text, 2, '0')
        || lpad(m::text, 2, '0') || right(y::text, 2)
    THEN hash_array_extended(ARRAY[nkk, name, birth_place, lpad(d::text, 2, '0') || '-'
      || lpad(m::text, 2, '0') || '-' || y::text, marital_status, sex, address, rt, rw,
      kelurahan]::text[], 0) END,
  hashtextextended(name, 0), CASE WHEN nkk <> '' THEN hashtextextended(nkk, 0) END,
  left(nik, 6)::integer, birth_date, marital_status = 'B', tps, disability, ektp_status,
  sex, kelurahan
FROM (SELECT v.*, extract(day FROM birth_date)::integer AS d,
    extract(month FROM birth_date)::integer AS m,
    extract(year FROM birth_date)::integer AS y
  FROM voter v
  WHERE v.regency_code = %(regency)s AND v.status IN ('ACTIVE', 'HELD') AND {changed}) v
RETURNING spelt
), counted AS (
INSERT INTO name_count (regency_code, spelt, n)
SELECT %(regency)s, spelt, count(*) FROM learnt GROUP BY spelt
ON CONFLICT (regency_code, spelt) DO UPDATE SET n = name_count.n + excluded.n)
SELECT count(*) FROM learnt

-- step: until
INSERT INTO voter_mark_until (regency_code, event_id, events)
VALUES (%(regency)s, %(last)s, %(events)s)
ON CONFLICT (regency_code) DO UPDATE SET event_id = excluded.event_id,
  events = excluded.events
