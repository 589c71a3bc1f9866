-- People who do not qualify yet, in the form that voters.services.keep_not_yet takes.
-- In: {decided}. Out: {waiting}.
CREATE UNLOGGED TABLE {waiting} AS
SELECT nik::varchar(16) AS nik, birth_date, kelurahan::varchar(10) AS kelurahan,
  jsonb_build_object('nkk', CASE WHEN nkk_sound THEN nkk ELSE '' END, 'nik', nik,
    'name', name, 'birth_place', birth_place,
    'birth_date', to_char(birth_date, 'YYYY-MM-DD'),
    'marital_status', coalesce(marital_status, 'B'), 'sex', sex, 'address', address,
    'rt', rt, 'rw', rw, 'kelurahan', kelurahan, 'tps', tps,
    'disability', coalesce(nullif(disability, ''), '0'), 'ektp_status', ektp_status)
    AS data,
  %(source)s::varchar(40) AS source, line AS line_no
FROM {decided} WHERE outcome = 'NOT_YET'
