-- Every row of a download in canonical form, and why it cannot be read.
-- In: {raw}; {dpid} {nik} … = its cells, '' for a column that the file lacks; code
--     tables sexes, maritals, ektps as jsonb; regency; successors (ended kelurahan ->
--     where all of it went). Uses the cell functions of the deliveries. Out: {read};
--     issue '' is a row that can be compared. An empty cell says nothing.
CREATE UNLOGGED TABLE {read} AS
WITH cells AS (
  SELECT line, left(delivery_number({dpid}), 40) AS dpid_cell,
    delivery_nik({nik}) AS nik_cell, delivery_number({nkk}) AS nkk_cell,
    left(delivery_plain({name}), 120) AS name, delivery_plain({birth_place}) AS place_cell,
    delivery_plain({birth_date}) AS date_cell, delivery_plain({birth}) AS birth_cell,
    delivery_plain({marital_status}) AS marital_cell, delivery_plain({sex}) AS sex_cell,
    left(delivery_plain({address}), 200) AS address,
    delivery_pad({rt}) AS rt, delivery_pad({rw}) AS rw,
    delivery_plain({kelurahan}) AS kelurahan_cell,
    regexp_replace(delivery_plain({kecamatan}), '[^A-Z0-9]', '', 'g') AS district_key,
    delivery_pad({tps}) AS tps, delivery_plain({disability}) AS disability,
    delivery_plain({ektp_status}) AS ektp_cell, delivery_plain({removed}) AS removed_cell
  FROM {raw}
), split AS (
  SELECT c.*, CASE WHEN dpid_cell = '-' THEN '' ELSE dpid_cell END AS dpid,
    CASE WHEN nik_cell IN ('', '-') THEN '' ELSE nik_cell END AS nik_text,
    CASE WHEN birth_cell = '' THEN place_cell
      ELSE btrim(regexp_replace(birth_cell, '[, ]*[0-9]{{1,2}}[-/.| ].*$', '')) END
      AS birth_place,
    CASE WHEN birth_cell = '' THEN date_cell
      ELSE coalesce(substring(birth_cell from '[0-9]{{1,2}}[-/.| ].*$'), '') END
      AS birth_text
  FROM cells c
), provinces AS (
  SELECT array_agg(code::text) AS codes FROM regions_region WHERE level = 2
), places AS (
  SELECT a.key, d.key AS district_key, r.code, coalesce(s.value, r.code) AS stands
  FROM regions_region r
  LEFT JOIN jsonb_each_text(%(successors)s::jsonb) s ON s.key = r.code
  JOIN regions_alias a ON a.region_id = r.code
  JOIN regions_alias d ON d.region_id = r.parent_id
  WHERE r.level = 10 AND left(r.code, 4) = %(regency)s
), named AS (
  SELECT key, district_key, CASE WHEN count(DISTINCT code) = 1 THEN min(code)
    ELSE min(stands) END AS code FROM places
  GROUP BY key, district_key HAVING count(DISTINCT stands) = 1
  UNION ALL
  SELECT key, '', CASE WHEN count(DISTINCT code) = 1 THEN min(code)
    ELSE min(stands) END FROM places GROUP BY key HAVING count(DISTINCT stands) = 1
), read AS (
  SELECT s.*,
    nik_text ~ '^[0-9*X#•]{{16}}$' AND nik_text ~ '[*X#•]' AS masked,
    CASE WHEN nik_text = '' THEN '' ELSE delivery_nik_problem(nik_text, p.codes) END
      AS nik_problem,
    CASE WHEN birth_text NOT IN ('', '-') THEN delivery_date(birth_text) END AS born,
    %(sexes)s::jsonb ->> sex_cell AS sex_code,
    %(maritals)s::jsonb ->> marital_cell AS marital_code,
    coalesce(k.code, n.code) AS place
  FROM split s CROSS JOIN provinces p
  LEFT JOIN regions_region k ON k.level = 10 AND left(k.code, 4) = %(regency)s
    AND k.code = translate(s.kelurahan_cell, '. ', '')
  LEFT JOIN named n ON n.key = regexp_replace(s.kelurahan_cell, '[^A-Z0-9]', '', 'g')
    AND n.district_key = s.district_key AND s.kelurahan_cell <> ''
), judged AS (
  SELECT r.*, CASE
    WHEN dpid = '' AND nik_text = '' THEN 'NO_KEY'
    WHEN NOT masked AND nik_problem <> '' THEN nik_problem
    WHEN birth_text NOT IN ('', '-') AND born IS NULL THEN 'BIRTH_DATE'
    WHEN sex_cell NOT IN ('', '-') AND sex_code IS NULL THEN 'SEX_CODE'
    WHEN marital_cell NOT IN ('', '-') AND marital_code IS NULL THEN 'MARITAL_CODE'
    WHEN kelurahan_cell NOT IN ('', '-') AND place IS NULL THEN 'REGION'
    ELSE '' END AS problem
  FROM read r
), again AS (
  SELECT j.*, problem = '' AND (
    nik_text <> '' AND NOT masked AND row_number() OVER (
      PARTITION BY problem = '', coalesce(nullif(nik_text, ''), '#' || line)
      ORDER BY line) > 1
    OR dpid <> '' AND row_number() OVER (
      PARTITION BY problem = '', coalesce(nullif(dpid, ''), '#' || line)
      ORDER BY line) > 1) AS twice
  FROM judged j
)
SELECT line, dpid, masked, left(nik_text, 16) AS nik_shown,
  CASE WHEN masked OR nik_problem <> '' THEN '' ELSE nik_text END AS nik,
  CASE WHEN delivery_sixteen_digits(nkk_cell) THEN nkk_cell ELSE '' END AS nkk, name,
  CASE WHEN birth_place = '-' THEN '' ELSE left(birth_place, 80) END AS birth_place,
  born AS birth_date, coalesce(marital_code, '') AS marital_status,
  coalesce(sex_code, '') AS sex, CASE WHEN address = '-' THEN '' ELSE address END AS address,
  CASE WHEN rt ~ '^[0-9]{{3}}$' THEN rt ELSE '' END AS rt,
  CASE WHEN rw ~ '^[0-9]{{3}}$' THEN rw ELSE '' END AS rw,
  coalesce(place, '') AS kelurahan,
  CASE WHEN tps ~ '^[0-9]{{3}}$' THEN tps ELSE '' END AS tps,
  CASE WHEN disability ~ '^[0-6]$' THEN disability ELSE '' END AS disability,
  coalesce(%(ektps)s::jsonb ->> ektp_cell, '') AS ektp_status,
  CASE WHEN removed_cell IN ('-', '0') THEN '' ELSE left(removed_cell, 20) END AS removed,
  CASE WHEN twice THEN 'TWICE' ELSE problem END AS issue
FROM again
