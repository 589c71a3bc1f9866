-- People who do not qualify yet, in the form that voters.services.keep_not_yet takes.
-- In: {decided}. Out: {waiting}.
CREATE UNLOGGED TABLE {waiting} AS
SELECT nik::varchar(16) AS nik, birth_date, kelurahan::varchar(10) AS kelurahan,
  jsonb_object(
    ARRAY['nkk', 'nik', 'name', 'birth_place', 'birth_date', 'marital_status', 'sex',
      'address', 'rt', 'rw', 'kelurahan', 'tps', 'disability', 'ektp_status'],
    ARRAY[CASE WHEN nkk_sound THEN nkk ELSE '' END, nik, name, birth_place,
      to_char(birth_date, 'YYYY-MM-DD'), coalesce(marital_status, 'B'), sex, address,
      rt, rw, kelurahan, tps, coalesce(nullif(disability, ''), '0'), ektp_status])
    AS data,
  %(source)s::varchar(40) AS source, line AS line_no
FROM {decided} WHERE outcome = 'NOT_YET'
