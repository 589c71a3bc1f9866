-- Proposals in the form that voters.services.propose_bulk takes.
-- In: {decided}, with the elements of whom a row names (o_…), and voter for who was
--     removed; evidence (event to kind of paper) and rules (outcome to its number in
--     docs/rules.md) as jsonb; offices (codes of the other regencies of this
--     installation); source.
-- Out: {proposed}. Without UNION, and without subqueries that ask for their row: above
--     either only the leader would build the images. {before}, {after} = the changed
--     elements of both; {said} = what a row's cells say. An object of two arrays costs
--     less than half of jsonb_build_object, which looks each type up.
CREATE UNLOGGED TABLE {proposed} AS
WITH changed AS (
  SELECT d.*, {was},
    CASE WHEN d.held THEN 'HELD' WHEN d.voter_id IS NOT NULL THEN 'ACTIVE'
      ELSE v.status END AS was_status,
    coalesce(nullif(d.destination, ''), substring(translate(d.place_cell, '. ', '')
      FROM '^([0-9]{{4}})[0-9]{{6}}$')) AS goes_to
  FROM {decided} d
  LEFT JOIN voter v ON v.regency_code = %(regency)s AND v.id = d.removed_id
  WHERE d.outcome IN ('NIK_GANDA_ORANG', 'TMS', 'MUNCUL_KEMBALI', 'BARU',
                      'PINDAH_DALAM', 'UBAH')
), images AS (
  SELECT c.*,
    jsonb_object(
      ARRAY['nkk', 'nik', 'name', 'birth_place', 'birth_date', 'marital_status', 'sex',
        'address', 'rt', 'rw', 'kelurahan', 'tps', 'disability', 'ektp_status'],
      ARRAY[CASE WHEN nkk_sound THEN nkk ELSE '' END, nik, name, birth_place,
        to_char(birth_date, 'YYYY-MM-DD'),
        coalesce(marital_status, CASE WHEN voter_id IS NULL
          THEN coalesce(was_marital_status, 'B') ELSE '' END),
        coalesce(sex, ''), address, rt, rw,
        CASE WHEN inside THEN kelurahan ELSE '' END, tps,
        coalesce(nullif(disability, ''), CASE WHEN voter_id IS NULL
          THEN coalesce(was_disability, '0') ELSE '' END), ektp_status]) AS whole,
    CASE WHEN was_status IS NOT NULL THEN jsonb_object(
      ARRAY['nkk', 'name', 'birth_place', 'birth_date', 'marital_status', 'sex',
        'address', 'rt', 'rw', 'kelurahan', 'tps', 'disability', 'ektp_status'],
      ARRAY[was_nkk, was_name, was_birth_place, to_char(was_birth_date, 'YYYY-MM-DD'),
        was_marital_status, was_sex, was_address, was_rt, was_rw, was_kelurahan,
        was_tps, was_disability, was_ektp_status]) ELSE '{{}}' END AS before
  FROM changed c
)
SELECT outcome::varchar(16) AS kind, detail::varchar(20) AS category,
  coalesce(voter_id, removed_id) AS voter_id,
  coalesce(row_version, removed_version) AS base_version,
  nik::varchar(16) AS nik,
  coalesce(CASE WHEN outcome = 'TMS' THEN was_name END, name)::varchar(120) AS name,
  coalesce(was_sex, sex, '')::varchar(1) AS sex,
  coalesce(CASE WHEN outcome IN ('TMS', 'UBAH', 'NIK_GANDA_ORANG') THEN was_kelurahan END,
    CASE WHEN inside THEN kelurahan END, was_kelurahan, '')::varchar(10) AS kelurahan,
  elements::varchar(20)[] AS elements,
  CASE WHEN outcome IN ('UBAH', 'PINDAH_DALAM') THEN {before}
    WHEN outcome = 'TMS' THEN jsonb_build_object('status', was_status, 'status_reason', '')
      || CASE WHEN detail = 'DI_BAWAH_UMUR' THEN jsonb_build_object(
        'birth_date', to_char(was_birth_date, 'YYYY-MM-DD'),
        'marital_status', was_marital_status) ELSE '{{}}' END
    WHEN outcome = 'BARU' THEN '{{}}' ELSE before END AS old,
  CASE WHEN outcome = 'PINDAH_DALAM' AND tps <> '' AND 'kelurahan' = ANY (elements)
    -- A station of another kelurahan is another, whatever its number.
    THEN {after} || jsonb_build_object('tps', tps)
    WHEN outcome IN ('UBAH', 'PINDAH_DALAM') THEN {after}
    -- Whither, where the file says it and that office is here: it gets a hand-over.
    WHEN outcome = 'TMS' AND detail = 'PINDAH' AND goes_to = ANY (%(offices)s::text[])
      THEN jsonb_build_object('status', 'INELIGIBLE', 'status_reason', detail,
        '_handover', goes_to)
    -- Too young by what the row says: that is what the record is to say then.
    WHEN outcome = 'TMS' AND detail = 'DI_BAWAH_UMUR' THEN
      jsonb_build_object('status', 'INELIGIBLE', 'status_reason', detail)
        || jsonb_strip_nulls(jsonb_build_object(
          'birth_date', to_char(nullif(birth_date, was_birth_date), 'YYYY-MM-DD'),
          'marital_status', nullif(marital_status, was_marital_status)))
    WHEN outcome = 'TMS' THEN
      jsonb_build_object('status', 'INELIGIBLE', 'status_reason', detail)
    -- An empty cell erases nothing of the record that comes back.
    -- But a station stays in its kelurahan.
    WHEN outcome = 'MUNCUL_KEMBALI' THEN before
      || CASE WHEN inside AND kelurahan <> was_kelurahan
        THEN '{{"tps": ""}}' ELSE '{{}}' END::jsonb || {said}
    ELSE whole END AS new,
  warnings::varchar(24)[] AS warnings, (%(rules)s::jsonb ->> outcome)::varchar(12) AS rule,
  %(source)s::varchar(40) AS source, line AS line_no,
  -- Of what the row means: another way to write a date is no other row.
  encode(sha256(convert_to(concat_ws(chr(31), outcome, nik, nkk, name,
    coalesce(to_char(birth_date, 'YYYY-MM-DD'), ''), birth_place,
    coalesce(marital_status, ''), coalesce(sex, ''), address, rt, rw,
    coalesce(kelurahan, place_cell), tps, disability, ektp_status, coalesce(event, ''),
    service, is_foreign), 'UTF8')), 'hex')::varchar(64) AS fingerprint,
  event_date,
  CASE WHEN evidence_no <> '' AND outcome IN ('TMS', 'BARU', 'PINDAH_DALAM')
    THEN coalesce(%(evidence)s::jsonb ->> event, '') ELSE '' END::varchar(16)
    AS evidence_kind,
  CASE WHEN outcome IN ('TMS', 'BARU', 'PINDAH_DALAM') THEN evidence_no
    ELSE '' END::varchar(80) AS evidence_no
FROM images
