-- What becomes of each row: the first outcome that matches (shared table of outcomes).
-- In: {checked}; voter of the regency (on the roll, and removed); provinces, districts
--     (known kecamatan codes); reference, adult_by, century_by, period_start.
-- Out: {decided}: outcome, detail, issue, elements, warnings beside the row.
CREATE UNLOGGED TABLE {decided} AS
WITH removed AS (
  SELECT DISTINCT ON (nik) nik, id, row_version, status_reason
  FROM voter
  WHERE regency_code = %(regency)s AND status = 'INELIGIBLE'
    AND status_reason <> 'BATAL'
  ORDER BY nik, id DESC
), known AS (
  SELECT id, row_version, nik, nkk, name, birth_place, birth_date, marital_status, sex,
         address, rt, rw, kelurahan, tps, disability, ektp_status
  FROM voter WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
), joined AS (
  SELECT c.*, v.id AS voter_id, v.row_version, x.id AS removed_id,
    x.row_version AS removed_version, x.status_reason AS removed_reason,
    coalesce(left(c.kelurahan, 4) = %(regency)s, false) AS inside,
    coalesce(c.event, '') = 'PINDAH' AS leaving,
    CASE
      WHEN c.event IN ('MENINGGAL', 'TNI', 'POLRI', 'WNA', 'GANDA', 'HAK_DICABUT')
        THEN c.event
      WHEN c.event = 'PINDAH' THEN
        CASE WHEN v.id IS NOT NULL AND left(c.kelurahan, 4) = %(regency)s
          AND c.kelurahan <> v.kelurahan THEN NULL ELSE 'PINDAH' END
      WHEN c.event = 'PURNA' THEN NULL
      WHEN c.service <> '' THEN c.service
      WHEN c.is_foreign THEN 'WNA' END AS verdict,
    coalesce(c.birth_date, v.birth_date) > %(adult_by)s AS minor,
    coalesce(c.marital_status, v.marital_status, 'B') = 'B' AS unmarried,
    c.nkk ~ '^[0-9]{{16}}$' AS nkk_sound,
    v.name AS v_name, v.sex AS v_sex, v.kelurahan AS v_kelurahan,
    CASE WHEN v.id IS NOT NULL THEN array_remove(ARRAY[
      CASE WHEN c.address NOT IN ('', v.address) THEN 'address' END,
      CASE WHEN c.birth_date <> v.birth_date THEN 'birth_date' END,
      CASE WHEN c.birth_place NOT IN ('', v.birth_place) THEN 'birth_place' END,
      CASE WHEN c.disability NOT IN ('', v.disability) THEN 'disability' END,
      CASE WHEN c.ektp_status NOT IN ('', v.ektp_status) THEN 'ektp_status' END,
      CASE WHEN left(c.kelurahan, 4) = %(regency)s AND c.kelurahan <> v.kelurahan
        THEN 'kelurahan' END,
      CASE WHEN c.marital_status <> v.marital_status THEN 'marital_status' END,
      CASE WHEN c.name NOT IN ('', v.name) THEN 'name' END,
      CASE WHEN c.nkk ~ '^[0-9]{{16}}$' AND c.nkk <> v.nkk THEN 'nkk' END,
      CASE WHEN c.rt NOT IN ('', v.rt) THEN 'rt' END,
      CASE WHEN c.rw NOT IN ('', v.rw) THEN 'rw' END,
      CASE WHEN c.sex <> v.sex THEN 'sex' END,
      CASE WHEN c.tps NOT IN ('', v.tps) THEN 'tps' END], NULL)
      ELSE '{{}}'::text[] END AS elements
  FROM {checked} c
  LEFT JOIN known v ON v.nik = c.nik
  LEFT JOIN removed x ON x.nik = c.nik AND v.id IS NULL
  OFFSET 0  -- a fence: verdict and elements are computed once
), judged AS (
  SELECT j.*,
    coalesce(nullif(delivery_nik_problem(nik, %(provinces)s), ''), CASE
      WHEN name = '' THEN 'NAME_EMPTY'
      WHEN name ~ '^[=@]' OR concat_ws(' ', name, birth_place, address)
        ~ '#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|RUMUS!)' THEN 'CELL_ERROR'
      WHEN birth_cell <> '' AND birth_date IS NULL OR birth_date > %(reference)s
        THEN 'BIRTH_DATE'
      WHEN sex_cell <> '' AND sex IS NULL THEN 'SEX_CODE'
      WHEN marital_cell <> '' AND marital_status IS NULL THEN 'MARITAL_CODE'
      WHEN event_cell <> '' AND event IS NULL THEN 'EVENT_CODE'
      WHEN event_cell = '' AND %(events_only)s THEN 'EVENT_MISSING'
      WHEN event_date_cell <> '' AND event_date IS NULL THEN 'EVENT_DATE'
      WHEN leaving OR place_cell = '' THEN NULL
      WHEN kelurahan IS NULL THEN 'REGION_UNKNOWN'
      WHEN NOT inside THEN 'REGION_OUTSIDE' END, CASE
      WHEN voter_id IS NULL AND verdict IS NULL
        AND coalesce(event, '') <> 'NOT_OURS'
        AND (removed_id IS NULL OR event IN ('PURNA', 'HAK_PULIH', 'DATANG'))
        AND (birth_date IS NULL OR sex IS NULL OR address = '' OR NOT inside)
        THEN 'INCOMPLETE' END, '') AS first_issue
  FROM joined j
  OFFSET 0
), counted AS (
  SELECT g.*,
    CASE WHEN first_issue <> '' THEN first_issue
      WHEN row_number() OVER (PARTITION BY nik, first_issue = '' ORDER BY line) > 1
      THEN 'NIK_REPEATED' ELSE '' END AS issue
  FROM judged g
), settled AS (
  SELECT c.*,
    CASE
      WHEN issue <> '' THEN 'REFUSED'
      WHEN event = 'NOT_OURS' THEN 'IGNORED'
      WHEN voter_id IS NULL AND verdict IS NOT NULL THEN 'IGNORED'
      WHEN voter_id IS NOT NULL AND elements @> ARRAY['birth_date', 'name']
        THEN 'NIK_GANDA_ORANG'
      WHEN voter_id IS NOT NULL AND (verdict IS NOT NULL OR minor AND unmarried)
        THEN 'TMS'
      WHEN voter_id IS NOT NULL AND elements && ARRAY['kelurahan', 'tps']
        THEN 'PINDAH_DALAM'
      WHEN voter_id IS NOT NULL AND elements <> '{{}}' THEN 'UBAH'
      WHEN voter_id IS NOT NULL THEN 'SAME'
      WHEN removed_id IS NOT NULL
        AND coalesce(event, '') NOT IN ('PURNA', 'HAK_PULIH', 'DATANG')
        THEN 'MUNCUL_KEMBALI'
      WHEN minor AND unmarried THEN 'NOT_YET'
      ELSE 'BARU' END AS outcome
  FROM counted c
  OFFSET 0
)
SELECT s.*,
  CASE outcome
    WHEN 'REFUSED' THEN issue
    WHEN 'IGNORED' THEN CASE
      WHEN event = 'NOT_OURS' THEN 'NOT_OURS'
      WHEN removed_reason = verdict THEN 'ALREADY_APPLIED'
      ELSE 'NOT_ON_ROLL' END
    WHEN 'TMS' THEN coalesce(verdict, 'DI_BAWAH_UMUR')
    WHEN 'MUNCUL_KEMBALI' THEN removed_reason
    WHEN 'BARU' THEN CASE
      WHEN minor THEN 'KAWIN'
      WHEN event = 'PURNA' THEN 'PURNA'
      WHEN event = 'HAK_PULIH' THEN 'HAK_PULIH'
      WHEN event = 'DATANG' THEN 'PINDAH_MASUK'
      WHEN birth_date > %(adult_before)s THEN 'GENAP_17'
      ELSE 'BELUM_TERDATA' END
    ELSE '' END AS detail,
  CASE WHEN issue = '' THEN array_remove(ARRAY[
    CASE WHEN left(nik, 4) <> %(regency)s THEN 'NIK_PREFIX' END,
    CASE WHEN substr(nik, 7, 6) NOT IN (to_char(birth_date, 'DDMMYY'),
        extract(day FROM birth_date)::integer + 40 || to_char(birth_date, 'MMYY'))
      THEN 'NIK_BIRTH_DATE' END,
    CASE WHEN (substr(nik, 7, 2) > '40') <> (sex = 'P') THEN 'NIK_SEX' END,
    CASE WHEN left(nik, 6) <> ALL (%(districts)s) THEN 'NIK_REGION_UNKNOWN' END,
    CASE WHEN NOT %(has_nkk)s THEN NULL WHEN nkk = '' THEN 'NKK_MISSING'
      WHEN NOT nkk_sound THEN 'NKK_MALFORMED' END,
    CASE WHEN birth_date <= %(century_by)s THEN 'AGE_OVER_100' END], NULL)
    ELSE '{{}}'::text[] END AS warnings
FROM settled s
