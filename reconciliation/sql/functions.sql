-- What a cell means, for the stages; mirrors of reconciliation.rules (text, dates, nik),
-- tested against them on generated cells. In: a cell. Out: its plain form or value.

-- One expression each and not STRICT, so that the planner puts them in line.
CREATE FUNCTION delivery_plain(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(upper(translate(cell,
    U&'\2018\2019\02BC\0060\00B4\201C\201D\00A0\2007\202F\0009\000D\000A\200B\FEFF\00AD',
    U&'''''''''''""      ')), ' {2,}', ' ', 'g'), ' ')
$$;

CREATE FUNCTION delivery_number(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(upper(translate(cell,
    U&'\2018\2019\02BC\0060\00B4\201C\201D\00A0\2007\202F\0009\000D\000A\200B\FEFF\00AD',
    U&'''''''''''""      ')), ' ''"', '')
$$;

CREATE FUNCTION delivery_pad(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN cell = '' THEN ''
    WHEN delivery_plain(cell) ~ '^[0-9]+$' THEN
      CASE WHEN ltrim(delivery_plain(cell), '0') = '' THEN ''
        ELSE lpad(ltrim(delivery_plain(cell), '0'),
          greatest(3, length(ltrim(delivery_plain(cell), '0'))), '0') END
    ELSE delivery_plain(cell) END
$$;

-- In: a cell as delivery_plain leaves it. Out: the date, NULL when impossible.
CREATE FUNCTION delivery_date(cell text) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  p text[];
  d integer;
  m integer;
  y integer;
BEGIN
  IF cell = '' THEN RETURN NULL; END IF;
  -- Most cells: no regular expression has to take them apart.
  IF translate(cell, '0123456789', '') = '--' AND length(cell) = 10
     AND substr(cell, 3, 1) = '-' AND substr(cell, 6, 1) = '-' THEN
    d := substr(cell, 1, 2)::integer;
    m := substr(cell, 4, 2)::integer;
    y := substr(cell, 7, 4)::integer;
    IF y >= 1850 AND m BETWEEN 1 AND 12 AND d BETWEEN 1 AND 28 THEN
      RETURN make_date(y, m, d);
    END IF;
  END IF;
  IF cell ~ '[ T]00:00:00$' THEN cell := left(cell, -9); END IF;
  p := regexp_match(cell, '^([0-9]{1,2})[-/.| ]([0-9]{1,2}|[A-Z]+)[-/.| ]([0-9]{4})$');
  IF p IS NULL THEN
    p := regexp_match(cell, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$');
    IF p IS NULL THEN RETURN NULL; END IF;
    p := ARRAY[p[3], p[2], p[1]];
  END IF;
  d := p[1]::integer;
  y := p[3]::integer;
  IF p[2] ~ '^[0-9]' THEN
    m := p[2]::integer;
  ELSE
    m := CASE p[2]
      WHEN 'JANUARI' THEN 1 WHEN 'JAN' THEN 1
      WHEN 'FEBRUARI' THEN 2 WHEN 'PEBRUARI' THEN 2 WHEN 'FEB' THEN 2 WHEN 'PEB' THEN 2
      WHEN 'MARET' THEN 3 WHEN 'MAR' THEN 3
      WHEN 'APRIL' THEN 4 WHEN 'APR' THEN 4
      WHEN 'MEI' THEN 5
      WHEN 'JUNI' THEN 6 WHEN 'JUN' THEN 6
      WHEN 'JULI' THEN 7 WHEN 'JUL' THEN 7
      WHEN 'AGUSTUS' THEN 8 WHEN 'AGT' THEN 8 WHEN 'AGS' THEN 8 WHEN 'AGU' THEN 8
      WHEN 'SEPTEMBER' THEN 9 WHEN 'SEP' THEN 9 WHEN 'SEPT' THEN 9
      WHEN 'OKTOBER' THEN 10 WHEN 'OKT' THEN 10
      WHEN 'NOVEMBER' THEN 11 WHEN 'NOPEMBER' THEN 11 WHEN 'NOV' THEN 11
      WHEN 'NOP' THEN 11
      WHEN 'DESEMBER' THEN 12 WHEN 'DES' THEN 12
      ELSE 0 END;
  END IF;
  IF y < 1850 OR m NOT BETWEEN 1 AND 12 OR d < 1 THEN RETURN NULL; END IF;
  IF d > 28 AND d > extract(day FROM
      make_date(y, m, 1) + interval '1 month' - interval '1 day') THEN
    RETURN NULL;
  END IF;
  RETURN make_date(y, m, d);
END $$;

-- In: a NIK as delivery_number leaves it; known province codes. Out: refusal code or ''.
CREATE FUNCTION delivery_nik_problem(nik text, provinces text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN nik ~ '^[0-9]+([.,][0-9]+)?E\+?[0-9]+$' THEN 'NIK_NUMBER'
    WHEN nik !~ '^[0-9]*$' THEN 'NIK_LETTERS'
    WHEN length(nik) <> 16 THEN 'NIK_LENGTH'
    WHEN nik = repeat(left(nik, 1), 16) THEN 'NIK_SAME_DIGITS'
    WHEN left(nik, 2) <> ALL (provinces) THEN 'NIK_PROVINCE'
    WHEN substr(nik, 9, 2) NOT BETWEEN '01' AND '12'
      OR NOT (substr(nik, 7, 2)::integer
              - CASE WHEN substr(nik, 7, 2) > '40' THEN 40 ELSE 0 END)
        BETWEEN 1 AND (ARRAY[31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
          [substr(nik, 9, 2)::integer]
      OR (substr(nik, 9, 2) = '02'
          AND substr(nik, 7, 2) IN ('29', '69')
          AND substr(nik, 11, 2)::integer % 4 <> 0) THEN 'NIK_DATE'
    WHEN right(nik, 4) = '0000' THEN 'NIK_SERIAL'
    ELSE '' END
$$;
