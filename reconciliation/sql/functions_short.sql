-- Functions of functions.sql whose common cells no regular expression looks at any more:
-- each call of one sets its states up anew. Same answers.

-- Whether a cell as delivery_number leaves it has the form of an NKK.
CREATE FUNCTION delivery_sixteen_digits(cell text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT octet_length(cell) = 16 AND translate(cell, '0123456789', '') = ''
$$;

-- In: a NIK as delivery_number leaves it; known province codes. Out: refusal code or ''.
CREATE OR REPLACE FUNCTION delivery_nik_problem(nik text, provinces text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN translate(nik, '0123456789', '') <> '' THEN
      CASE WHEN nik ~ '^[0-9]+([.,][0-9]+)?E\+?[0-9]+$' THEN 'NIK_NUMBER'
        ELSE 'NIK_LETTERS' END
    WHEN octet_length(nik) <> 16 THEN 'NIK_LENGTH'
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

-- In: a cell as delivery_plain leaves it. Out: the date, NULL when impossible.
ALTER FUNCTION delivery_date(text) RENAME TO delivery_date_apart;
CREATE FUNCTION delivery_date(cell text) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN cell = '' THEN NULL
    WHEN octet_length(cell) = 10 AND translate(cell, '0123456789', '') = '--'
      AND substr(cell, 3, 1) = '-' AND substr(cell, 6, 1) = '-'
      AND substr(cell, 7, 4) >= '1850' AND substr(cell, 4, 2) BETWEEN '01' AND '12'
      AND substr(cell, 1, 2) BETWEEN '01' AND
        CASE substr(cell, 4, 2) WHEN '02' THEN '28' WHEN '04' THEN '30' WHEN '06' THEN '30'
          WHEN '09' THEN '30' WHEN '11' THEN '30' ELSE '31' END
      THEN make_date(substr(cell, 7, 4)::integer, substr(cell, 4, 2)::integer,
        substr(cell, 1, 2)::integer)
    ELSE delivery_date_apart(cell) END
$$;
