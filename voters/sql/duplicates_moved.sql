-- Answers about two voters outlive a change of regions, which says nothing new of anybody.
-- In: regency, {moved} = id of each voter who moved, and kelurahan, rw and rt from before,
--   NULL where they are what they were; {was}, {now} = print of a record then and now.
-- Out: duplicate_pair, the prints of answered pairs that held until then.

-- step: renew
WITH moved AS MATERIALIZED (SELECT id, kelurahan, rw, rt FROM {moved} m
), answered AS (
  SELECT id, voter_a, voter_b, print FROM duplicate_pair
  WHERE regency_code = %(regency)s AND origin = 'ROLL'
    AND state IN ('SECOND', 'NOT_DUPLICATE', 'RESOLVED')
    AND (voter_a IN (SELECT id FROM moved) OR voter_b IN (SELECT id FROM moved))
), people AS MATERIALIZED (
  SELECT v.id, {was} AS was, {now} AS now
  FROM (SELECT voter_a AS id FROM answered UNION SELECT voter_b FROM answered) p
  JOIN voter v ON v.regency_code = %(regency)s AND v.id = p.id
  LEFT JOIN moved m ON m.id = v.id,
  LATERAL (SELECT v.nik, v.nkk, v.name, v.birth_place, v.birth_date, v.sex, v.address,
    coalesce(m.rt, v.rt) AS rt, coalesce(m.rw, v.rw) AS rw,
    coalesce(m.kelurahan, v.kelurahan) AS kelurahan) w
)
UPDATE duplicate_pair d SET print = md5(a.now || b.now)
FROM answered p JOIN people a ON a.id = p.voter_a JOIN people b ON b.id = p.voter_b
WHERE d.id = p.id AND d.regency_code = %(regency)s AND p.print = md5(a.was || b.was)
