-- People who do not qualify yet, in the form that voters.services.keep_not_yet takes; and
-- who is struck and on no roll, with the reason in `gone`, as forget_not_yet takes them.
-- In: {decided}; regency, own_names. Out: {waiting}. Of the latter a kelurahan and data
--     stand only where a move may have ended in the regency: nobody here knows yet where
--     the person lives.
CREATE UNLOGGED TABLE {waiting} AS
WITH told AS (
  SELECT d.*, outcome = 'NOT_YET' AS waits, coalesce(destination = %(regency)s
      OR destination_key = ANY (%(own_names)s::text[]), false) AS stays
  FROM {decided} d
  WHERE outcome = 'NOT_YET' OR outcome = 'IGNORED' AND detail = 'NOT_ON_ROLL'
), placed AS (
  SELECT t.*, inside AND verdict = 'PINDAH' AND (stays OR destination_key = '') AS moved
  FROM told t
)
SELECT nik::varchar(16) AS nik, birth_date,
  CASE WHEN waits OR moved THEN kelurahan END::varchar(10) AS kelurahan,
  CASE WHEN waits THEN jsonb_object(
    ARRAY['nkk', 'nik', 'name', 'birth_place', 'birth_date', 'marital_status', 'sex',
      'address', 'rt', 'rw', 'kelurahan', 'tps', 'disability', 'ektp_status'],
    ARRAY[CASE WHEN nkk_sound THEN nkk ELSE '' END, nik, name, birth_place,
      to_char(birth_date, 'YYYY-MM-DD'), coalesce(marital_status, 'B'), sex, address,
      rt, rw, kelurahan, tps, coalesce(nullif(disability, ''), '0'), ektp_status])
    -- RT, RW and station of before are none of the new kelurahan.
    WHEN moved THEN jsonb_strip_nulls(jsonb_object(
      ARRAY['kelurahan', 'rt', 'rw', 'tps', 'address'],
      ARRAY[kelurahan, rt, rw, tps, nullif(address, '')])) END AS data,
  %(source)s::varchar(40) AS source, line AS line_no,
  CASE WHEN waits THEN '' WHEN verdict = 'PINDAH' AND stays THEN 'PINDAH_DALAM'
    ELSE verdict END AS gone
FROM placed
