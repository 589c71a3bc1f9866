-- What a voter's own row says of the NIK, worked out when the row is written: it tells the
-- birth date (of women with 40 more) and the sex, and has a serial. Comparing a file asks
-- it of everybody, and cutting a NIK and a date apart was a fifth of its work (ADR 0078).
-- Twin of voters/rules/nik.py, tested against it. In: nothing. Out: voter.nik_fits.
ALTER TABLE voter ADD COLUMN nik_fits boolean NOT NULL GENERATED ALWAYS AS (
  right(nik, 4) <> '0000'
  AND substr(nik, 7, 6)
    = lpad((extract(day FROM birth_date)::integer
        + CASE sex WHEN 'P' THEN 40 ELSE 0 END)::text, 2, '0')
      || lpad(extract(month FROM birth_date)::integer::text, 2, '0')
      || lpad((extract(year FROM birth_date)::integer % 100)::text, 2, '0')
) STORED;

-- The roll of a regency that enrols from now on has it as well.
DO $$
DECLARE
  was text := pg_get_functiondef('enrol_regency(text)'::regprocedure);
  becomes text := replace(was, 'INCLUDING DEFAULTS', 'INCLUDING DEFAULTS INCLUDING GENERATED');
BEGIN
  IF was = becomes THEN RAISE EXCEPTION 'enrol_regency makes its tables otherwise'; END IF;
  EXECUTE becomes;
END $$;
