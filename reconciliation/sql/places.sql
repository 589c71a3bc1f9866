-- What names of kelurahan stand for: within a district, by its name or code, or alone.
-- In: regency; successors, ended kelurahan and the one that all of each went to: a name
--     of both is that one.
-- Out: one row, jsonb of "DISTRICT NAME" and " NAME" to a code, '' where a name stands
--     for several kelurahan. A list beside the rows and not a join: a join's size is guessed
--     wrong where nobody has analysed the regions yet.
WITH place AS (
  SELECT r.code, a.key, within.district_key, coalesce(s.value, r.code) AS stands
  FROM regions_region r
  LEFT JOIN jsonb_each_text(%(successors)s::jsonb) s ON s.key = r.code
  JOIN regions_alias a ON a.region_id = r.code
  JOIN regions_alias d ON d.region_id = r.parent_id,
  LATERAL (VALUES (d.key::text), (left(r.code, 6)), ('')) within (district_key)
  WHERE r.level = 10 AND left(r.code, 4) = %(regency)s
)
SELECT coalesce(jsonb_object_agg(district_key || ' ' || key, code), '{{}}')::text
FROM (SELECT district_key, key,
    CASE WHEN count(DISTINCT code) = 1 THEN min(code)
      WHEN count(DISTINCT stands) = 1 THEN min(stands) ELSE '' END AS code
  FROM place GROUP BY district_key, key) named
