-- Every row of an aid list in canonical form, and why it cannot be taken in.
-- In: {raw}; {number} {nik} {nkk} {name} {birth_date} {sex} {address} {rt} {rw}
--     {kelurahan} = its cells, '' for a column that the list lacks; regency; successors
--     (ended kelurahan -> where all of it went). Uses the cell functions of the
--     deliveries. Out: rows; issue '' is a row that is taken.
WITH cells AS (
  SELECT line, left(delivery_plain({number}), 40) AS number,
    delivery_nik({nik}) AS nik_text, delivery_number({nkk}) AS nkk_text,
    left(delivery_plain({name}), 120) AS name, delivery_plain({birth_date}) AS birth_cell,
    delivery_plain({sex}) AS sex_cell, left(delivery_plain({address}), 200) AS address,
    delivery_pad({rt}) AS rt, delivery_pad({rw}) AS rw,
    left(delivery_plain({kelurahan}), 80) AS place,
    left(btrim({kelurahan}), 80) AS place_written
  FROM {raw}
), provinces AS (
  SELECT array_agg(code::text) AS codes FROM regions_region WHERE level = 2
), places AS (
  SELECT a.key, CASE WHEN count(DISTINCT r.code) = 1 THEN min(r.code)
    ELSE min(coalesce(s.value, r.code)) END AS code
  FROM regions_region r JOIN regions_alias a ON a.region_id = r.code
  LEFT JOIN jsonb_each_text(%(successors)s::jsonb) s ON s.key = r.code
  WHERE r.level = 10 AND left(r.code, 4) = %(regency)s
  GROUP BY a.key HAVING count(DISTINCT coalesce(s.value, r.code)) = 1
), read AS (
  SELECT c.*,
    CASE WHEN delivery_nik_problem(nik_text, p.codes) = '' THEN nik_text ELSE '' END AS nik,
    CASE WHEN delivery_sixteen_digits(nkk_text) THEN nkk_text ELSE '' END AS nkk,
    CASE WHEN birth_cell NOT IN ('', '-') THEN delivery_date(birth_cell) END AS birth_date,
    CASE WHEN sex_cell IN ('L', 'LK', 'LAKI-LAKI', 'LAKI LAKI', 'PRIA', '1') THEN 'L'
      WHEN sex_cell IN ('P', 'PR', 'PEREMPUAN', 'WANITA', '2') THEN 'P' END AS sex,
    k.code AS kelurahan
  FROM cells c CROSS JOIN provinces p
  LEFT JOIN places s ON s.key = regexp_replace(c.place, '[^A-Z0-9]', '', 'g')
  LEFT JOIN regions_region k ON k.level = 10 AND left(k.code, 4) = %(regency)s
    AND k.code = coalesce(s.code, translate(c.place, '. ', ''))
)
SELECT line, number, nik, nkk, name, birth_date, coalesce(sex, '') AS sex, address,
  delivery_place_number(rt) AS rt, delivery_place_number(rw) AS rw,
  place_written, kelurahan, place NOT IN ('', '-') AND kelurahan IS NULL AS outside,
  CASE
    WHEN name = '' THEN 'NAME_EMPTY'
    WHEN birth_cell NOT IN ('', '-') AND birth_date IS NULL THEN 'BIRTH_DATE'
    WHEN sex_cell NOT IN ('', '-') AND sex IS NULL THEN 'SEX_CODE'
    WHEN nik = '' AND nkk = '' AND birth_date IS NULL THEN 'NO_KEY'
    WHEN nik <> '' AND row_number() OVER (PARTITION BY nik ORDER BY line) > 1
      THEN 'NIK_TWICE'
    ELSE '' END AS issue
FROM read
