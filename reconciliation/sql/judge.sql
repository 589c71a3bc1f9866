-- Each row beside the voter it names, and what is wrong with it by itself.
-- In: {checked}; {differing} and {found}, whose voters are not looked up again;
--     {removed}; {olds} = a voter's elements; provinces, districts
--     (known kecamatan codes), reference, adult_by, century_by; place_by_list = no row
--     says where a person lives; own_names = spellings of this regency, sure or not.
-- Out: {judged}: first_issue, verdict, elements, warned beside the row. Without a fence,
--     as told.sql; what only an accepted row keeps, decide.sql takes back.
CREATE UNLOGGED TABLE {judged} AS
WITH known AS (
  SELECT line, voter_id, row_version, held, {olds}
  FROM {differing} WHERE line IS NOT NULL AND voter_id IS NOT NULL
  UNION ALL
  SELECT line, voter_id, row_version, held, {olds} FROM {found}
), joined AS (
  SELECT c.*, v.voter_id, v.row_version, v.held, {olds}, x.id AS removed_id,
    x.row_version AS removed_version, x.status_reason AS removed_reason,
    -- What brings back whom: nobody returns from death by a letter of moving.
    coalesce(CASE x.status_reason WHEN 'PINDAH' THEN c.event = 'DATANG'
        WHEN 'TNI' THEN c.event = 'PURNA' WHEN 'POLRI' THEN c.event = 'PURNA'
        WHEN 'HAK_DICABUT' THEN c.event = 'HAK_PULIH' END, false)
      AND (c.name <> x.name AND c.birth_date <> x.birth_date) IS NOT TRUE AS restores,
    coalesce(left(c.kelurahan, 4) = %(regency)s, false) AS inside,
    coalesce(c.event, '') = 'PINDAH' AS leaving,
    CASE
      WHEN c.event IN ('MENINGGAL', 'TNI', 'POLRI', 'WNA', 'GANDA', 'HAK_DICABUT')
        THEN c.event
      -- A kelurahan whose list it is, and no row, is where somebody left.
      WHEN c.event = 'PINDAH' AND (v.voter_id IS NOT NULL
          AND left(c.kelurahan, 4) = %(regency)s AND c.kelurahan <> o_kelurahan
          AND (%(place_by_list)s OR c.destination_key = '' OR c.destination = %(regency)s
            OR c.destination_key = ANY (%(own_names)s::text[]))) IS NOT TRUE
        -- Whose destination is this very regency is not gone, wherever in it.
        AND (v.voter_id IS NOT NULL AND c.destination = %(regency)s) IS NOT TRUE
        THEN 'PINDAH'
      WHEN c.service <> '' AND c.event IS DISTINCT FROM 'PURNA' THEN c.service
      WHEN c.is_foreign THEN 'WNA' END AS verdict,
    coalesce(c.birth_date, o_birth_date) > %(adult_by)s AS minor,
    coalesce(c.marital_status, o_marital_status, 'B') = 'B' AS unmarried,
    delivery_sixteen_digits(c.nkk) AS nkk_sound,
    CASE WHEN v.voter_id IS NOT NULL THEN array_remove(ARRAY[
      CASE WHEN c.address NOT IN ('', o_address) THEN 'address' END,
      CASE WHEN c.birth_date <> o_birth_date THEN 'birth_date' END,
      CASE WHEN c.birth_place NOT IN ('', o_birth_place) THEN 'birth_place' END,
      CASE WHEN c.disability NOT IN ('', o_disability) THEN 'disability' END,
      CASE WHEN c.ektp_status NOT IN ('', o_ektp_status) THEN 'ektp_status' END,
      CASE WHEN left(c.kelurahan, 4) = %(regency)s AND c.kelurahan <> o_kelurahan
        AND NOT (%(place_by_list)s AND c.event IS NOT DISTINCT FROM 'PINDAH')
        THEN 'kelurahan' END,
      CASE WHEN c.marital_status <> o_marital_status THEN 'marital_status' END,
      CASE WHEN c.name NOT IN ('', o_name) THEN 'name' END,
      CASE WHEN delivery_sixteen_digits(c.nkk) AND c.nkk <> o_nkk THEN 'nkk' END,
      CASE WHEN c.rt NOT IN ('', o_rt) THEN 'rt' END,
      CASE WHEN c.rw NOT IN ('', o_rw) THEN 'rw' END,
      CASE WHEN c.sex <> o_sex THEN 'sex' END,
      CASE WHEN c.tps NOT IN ('', o_tps) THEN 'tps' END], NULL)
      ELSE '{{}}'::text[] END AS elements
  FROM {checked} c
  LEFT JOIN known v USING (line)
  LEFT JOIN {removed} x ON x.nik = c.nik AND v.voter_id IS NULL
)
SELECT j.*,
  coalesce(nullif(delivery_nik_problem(nik, %(provinces)s), ''), CASE
    WHEN name = '' THEN 'NAME_EMPTY'
    WHEN left(name, 1) IN ('=', '@')
      OR strpos(concat(name, birth_place, address, evidence_no), '#') > 0
      AND concat_ws(' ', name, birth_place, address, evidence_no)
        ~ '#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|RUMUS!)' THEN 'CELL_ERROR'
    WHEN birth_cell <> '' AND birth_date IS NULL OR birth_date > %(reference)s
      THEN 'BIRTH_DATE'
    WHEN sex_cell <> '' AND sex IS NULL THEN 'SEX_CODE'
    WHEN marital_cell <> '' AND marital_status IS NULL THEN 'MARITAL_CODE'
    WHEN unknown_code <> '' THEN unknown_code
    WHEN event_cell <> '' AND event IS NULL THEN 'EVENT_CODE'
    WHEN event_cell = '' AND %(events_only)s THEN 'EVENT_MISSING'
    WHEN event_date_cell <> '' AND (event_date IS NULL OR event_date < birth_date
      OR event_date > %(received)s) THEN 'EVENT_DATE'
    -- Who moves inside the regency keeps the vote: only whither is not known yet.
    WHEN leaving AND voter_id IS NOT NULL AND verdict IS NULL
      AND destination = %(regency)s
      AND (inside AND kelurahan <> o_kelurahan) IS NOT TRUE THEN 'MOVE_INSIDE'
    WHEN leaving OR place_cell = '' THEN NULL
    WHEN kelurahan IS NULL THEN 'REGION_UNKNOWN'
    WHEN NOT inside THEN 'REGION_OUTSIDE' END, CASE
    WHEN voter_id IS NULL AND verdict IS NULL
      AND coalesce(event, '') <> 'NOT_OURS'
      AND (removed_id IS NULL OR restores)
      AND (birth_date IS NULL OR sex IS NULL OR address = '' OR NOT inside)
      THEN 'INCOMPLETE' END, '') AS first_issue,
  array_remove(ARRAY[
    CASE WHEN left(nik, 4) <> %(regency)s THEN 'NIK_PREFIX' END,
    CASE WHEN substr(nik, 7, 6) NOT IN (to_char(birth_date, 'DDMMYY'),
        extract(day FROM birth_date)::integer + 40 || to_char(birth_date, 'MMYY'))
      THEN 'NIK_BIRTH_DATE' END,
    CASE WHEN (substr(nik, 7, 2) > '40') <> (sex = 'P') THEN 'NIK_SEX' END,
    CASE WHEN left(nik, 6) <> ALL (%(districts)s) THEN 'NIK_REGION_UNKNOWN' END,
    CASE WHEN NOT %(has_nkk)s THEN NULL WHEN nkk = '' THEN 'NKK_MISSING'
      WHEN NOT nkk_sound THEN 'NKK_MALFORMED' END,
    CASE WHEN unread_place THEN 'PLACE_NUMBER_UNREAD' END,
    CASE WHEN birth_date <= %(century_by)s THEN 'AGE_OVER_100' END], NULL) AS warned
FROM joined j
