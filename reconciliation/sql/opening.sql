-- Columns of the roll from a normalised opening list.
-- In: {checked}; {status} = status and reason. Out: rows for voters' load_opening.
SELECT dpid, nik, CASE WHEN delivery_sixteen_digits(nkk) THEN nkk ELSE '' END AS nkk, name,
  birth_place, birth_date, coalesce(marital_status, 'B') AS marital_status, sex,
  address, rt, rw, kelurahan, tps, coalesce(nullif(disability, ''), '0') AS disability,
  ektp_status, source, {status}
FROM {checked}
