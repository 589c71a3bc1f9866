-- The functions of functions.sql with a short way for the cells that most rows have:
-- plain ASCII, single spaces, digits. Same answers. In: a cell. Out: its plain form.
-- ASCII alone may use the C collation, whose upper() costs a fraction.
CREATE OR REPLACE FUNCTION delivery_plain(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN cell = '' THEN ''
    WHEN octet_length(cell) = length(cell) AND strpos(cell, '  ') = 0
      AND strpos(cell, '`') = 0 AND strpos(cell, E'\t') = 0
      AND strpos(cell, E'\r') = 0 AND strpos(cell, E'\n') = 0
      THEN btrim(upper(cell COLLATE "C"), ' ')
    ELSE btrim(regexp_replace(upper(translate(cell,
      U&'\2018\2019\02BC\0060\00B4\201C\201D\00A0\2007\202F\0009\000D\000A\200B\FEFF\00AD',
      U&'''''''''''""      ')), ' {2,}', ' ', 'g'), ' ') END
$$;

CREATE OR REPLACE FUNCTION delivery_number(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN translate(cell, '0123456789', '') = '' THEN cell
    ELSE translate(upper(translate(cell,
      U&'\2018\2019\02BC\0060\00B4\201C\201D\00A0\2007\202F\0009\000D\000A\200B\FEFF\00AD',
      U&'''''''''''""      ')), ' ''"', '') END
$$;

CREATE OR REPLACE FUNCTION delivery_pad(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN cell = '' THEN ''
    WHEN length(cell) <= 3 AND translate(cell, '0123456789', '') = '' THEN
      CASE WHEN translate(cell, '0', '') = '' THEN '' ELSE lpad(cell, 3, '0') END
    WHEN delivery_plain(cell) ~ '^[0-9]+$' THEN
      CASE WHEN ltrim(delivery_plain(cell), '0') = '' THEN ''
        ELSE lpad(ltrim(delivery_plain(cell), '0'),
          greatest(3, length(ltrim(delivery_plain(cell), '0'))), '0') END
    ELSE delivery_plain(cell) END
$$;
