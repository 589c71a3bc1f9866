-- Every cell of the rows that differ, in canonical form.
-- In: {told}; code tables as jsonb: sexes, maritals, married_by, ektps, disabilities, events,
--     regencies (as rules/offices.py spells them; none where the file has no such
--     column); places (places.sql).
-- Out: {checked}, one row a line; a cell that means nothing leaves its value NULL beside
--     the text that was written.
CREATE UNLOGGED TABLE {checked} AS
WITH coded AS (
  SELECT t.*,
    %(sexes)s::jsonb ->> sex_cell AS sex,
    %(maritals)s::jsonb ->> marital_cell AS marital_status,
    %(ektps)s::jsonb ->> ektp_cell AS ektp_code,
    %(disabilities)s::jsonb ->> disability_cell AS disability_code,
    %(events)s::jsonb ->> event_cell AS event,
    translate(place_cell, '. ', '') AS place_code,
    CASE WHEN district_cell = '' THEN ''
      ELSE regexp_replace(district_cell, '[^A-Z0-9]', '', 'g') END AS district_key,
    regexp_replace(destination_cell, '[^A-Z0-9]', '', 'g') AS destination_key
  FROM {told} t
)
SELECT line, seat, nik, nkk, left(name, 120) AS name, left(birth_place, 80) AS birth_place,
  birth_cell, delivery_date(birth_cell) AS birth_date, marital_cell,
  CASE WHEN marital_cell = '' THEN %(married_by)s::jsonb ->> event_cell
    ELSE marital_status END AS marital_status,
  sex_cell, sex, left(address, 200) AS address, delivery_place_number(rt) AS rt,
  delivery_place_number(rw) AS rw,
  place_cell,
  CASE WHEN place_cell = '' THEN NULL
    WHEN place_code ~ '^[0-9]{{10}}$' THEN k.code
    -- Most names are known as they are written; '' is one that several places bear.
    ELSE nullif(coalesce(%(places)s::jsonb ->> (district_key || ' '
        || regexp_replace(place_cell, '[^A-Z0-9]', '', 'g')),
      delivery_place_undressed(%(places)s::jsonb, district_cell, place_cell)), '') END
    AS kelurahan,
  delivery_place_number(tps) AS tps,
  delivery_place_number(rt) <> rt OR delivery_place_number(rw) <> rw
    OR delivery_place_number(tps) <> tps AS unread_place,
  coalesce(disability_code, '') AS disability, coalesce(ektp_code, '') AS ektp_status,
  CASE WHEN disability_cell <> '' AND disability_code IS NULL
      THEN 'DISABILITY_CODE'
    WHEN nationality NOT IN ('', 'WNI') AND delivery_nationality(nationality) = ''
      THEN 'NATIONALITY_CODE'
    WHEN ektp_cell <> '' AND ektp_code IS NULL THEN 'EKTP_CODE'
    ELSE '' END AS unknown_code,
  delivery_service(occupation) AS service,
  CASE WHEN nationality IN ('', 'WNI') THEN false
    ELSE delivery_nationality(nationality) = 'WNA' END AS is_foreign,
  event_cell, event, event_date_cell,
  CASE WHEN event_date_cell <> '' THEN delivery_date(event_date_cell) END
    AS event_date,
  evidence_no,
  coalesce(%(regencies)s::jsonb ->> CASE WHEN destination_key ~ '^[0-9]{{4,10}}$'
    THEN left(destination_key, 4) ELSE destination_key END, '') AS destination,
  destination_key,
  dpid, source
FROM coded c
LEFT JOIN (SELECT code FROM regions_region WHERE level = 10) k
  ON k.code = c.place_code
