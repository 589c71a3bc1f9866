-- Every cell of the rows that differ, in canonical form.
-- In: {differing} or {raw}; code tables as jsonb: sexes, maritals, ektps, events;
--     regency. Out: {checked}, one row a line; a cell that means nothing leaves its
--     value NULL beside the text that was written.
CREATE UNLOGGED TABLE {checked} AS
WITH place AS (
  SELECT r.code, a.key, d.key AS district_key
  FROM regions_region r
  JOIN regions_alias a ON a.region_id = r.code
  JOIN regions_alias d ON d.region_id = r.parent_id
  WHERE r.level = 10 AND left(r.code, 4) = %(regency)s
), parted AS (
  SELECT d.*,
    CASE WHEN birth <> '' THEN regexp_replace(birth, '[, ]*[^, ]*$', '')
      ELSE birth_place END AS born_where,
    CASE WHEN birth <> '' THEN substring(birth FROM '([^, ]*)$')
      ELSE birth_date END AS born_when
  FROM {differing} d WHERE line IS NOT NULL AND NOT plain
  OFFSET 0
), told AS (
  SELECT line, seat,
    -- ="3201…" and dots between digits are dress; ".0" says it was a number once.
    regexp_replace(regexp_replace(delivery_number(nik), '[=.-](?!0+$)', '', 'g'),
      '^([0-9]{{15,17}})[.,]0+$', '\1E+0') AS nik,
    delivery_number(nkk) AS nkk,
    delivery_plain(name) AS name,
    delivery_plain(born_where) AS birth_place,
    delivery_plain(born_when) AS birth_cell,
    delivery_plain(marital_status) AS marital_cell,
    delivery_plain(sex) AS sex_cell,
    delivery_plain(address) AS address,
    delivery_pad(rt) AS rt,
    delivery_pad(rw) AS rw,
    CASE WHEN province_no <> ''
      THEN lpad(delivery_number(province_no), 2, '0')
        || lpad(delivery_number(regency_no), 2, '0')
        || lpad(delivery_number(district_no), 2, '0')
        || lpad(delivery_number(village_no), 4, '0')
      ELSE delivery_plain(kelurahan) END AS place_cell,
    CASE WHEN kecamatan = '' THEN ''
      ELSE regexp_replace(upper(kecamatan), '[^A-Z0-9]', '', 'g') END AS district_key,
    delivery_pad(tps) AS tps,
    delivery_plain(disability) AS disability,
    delivery_plain(ektp_status) AS ektp_cell,
    delivery_plain(occupation) AS occupation,
    delivery_plain(nationality) AS nationality,
    delivery_plain(event) AS event_cell,
    delivery_plain(event_date) AS event_date_cell,
    left(delivery_plain(evidence_no), 80) AS evidence_no,
    left(delivery_plain(dpid), 40) AS dpid,
    left(delivery_plain(source), 40) AS source
  FROM parted
  OFFSET 0  -- a fence: else every use of a cell would compute it again
), coded AS (
  SELECT t.*,
    %(sexes)s::jsonb ->> sex_cell AS sex,
    %(maritals)s::jsonb ->> marital_cell AS marital_status,
    coalesce(%(ektps)s::jsonb ->> ektp_cell, '') AS ektp_status,
    %(events)s::jsonb ->> event_cell AS event,
    translate(place_cell, '. ', '') AS place_code
  FROM told t
  OFFSET 0
)
SELECT line, seat, nik, nkk, left(name, 120) AS name, left(birth_place, 80) AS birth_place,
  birth_cell, delivery_date(birth_cell) AS birth_date, marital_cell, marital_status,
  sex_cell, sex, left(address, 200) AS address, left(rt, 3) AS rt, left(rw, 3) AS rw,
  place_cell,
  CASE WHEN place_code ~ '^[0-9]{{10}}$' THEN k.code ELSE p.code END AS kelurahan,
  left(tps, 3) AS tps,
  CASE WHEN length(disability) = 1 THEN disability ELSE '' END AS disability,
  ektp_status,
  CASE
    WHEN occupation LIKE '%%PENSIUN%%' OR occupation LIKE '%%PURNA%%' THEN ''
    WHEN occupation LIKE '%%TNI%%' THEN 'TNI'
    WHEN occupation LIKE '%%POLRI%%' THEN 'POLRI' ELSE '' END AS service,
  nationality = ANY (%(foreign)s) AS is_foreign,
  CASE WHEN event_cell = '-' THEN '' ELSE event_cell END AS event_cell, event,
  CASE WHEN event_date_cell = '-' THEN '' ELSE event_date_cell END AS event_date_cell,
  CASE WHEN event_date_cell <> '' THEN delivery_date(event_date_cell) END
    AS event_date,
  CASE WHEN evidence_no = '-' THEN '' ELSE evidence_no END AS evidence_no, dpid, source
FROM coded c
LEFT JOIN (SELECT code FROM regions_region WHERE level = 10) k
  ON k.code = c.place_code
LEFT JOIN LATERAL (
  SELECT min(place.code) AS code FROM place
  WHERE place.key = regexp_replace(c.place_cell, '[^A-Z0-9]', '', 'g')
    AND c.place_cell <> '' AND c.place_code !~ '^[0-9]{{10}}$'
    AND (c.district_key = '' OR place.district_key = c.district_key)
  HAVING count(DISTINCT place.code) = 1
) p ON true
