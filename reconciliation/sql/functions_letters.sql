-- delivery_plain and delivery_number for every blank, apostrophe and invisible sign of
-- Unicode, and for letters whose accent stands beside them: they look like the roll's
-- own, and were proposed as changes. Mirrors of reconciliation.rules.text.

-- In: a cell that the short way of delivery_plain does not take. Out: its plain form.
-- ASCII has few of these signs and nothing to compose: its own table is short.
CREATE FUNCTION delivery_plain_apart(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(CASE
    WHEN octet_length(cell) = length(cell)
      THEN upper(translate(cell, E'`\t\n\x0B\x0C\r', '''     ') COLLATE "C")
    ELSE normalize(upper(translate(cell,
      U&'\2018\2019\201B\02BB\02BC\2032\0060\00B4\201C\201D'
        '\0009\000A\000B\000C\000D\0085\00A0\1680\2000\2001\2002\2003\2004\2005'
        '\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000'
        '\00AD\200B\200C\200D\200E\200F\202A\202B\202C\202D\202E\2060\2061\2062'
        '\2063\2064\2066\2067\2068\2069\FEFF',
      '''''''''''''''''""                        ')), NFC)
    END, ' {2,}', ' ', 'g'), ' ')
$$;

CREATE OR REPLACE FUNCTION delivery_plain(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN cell = '' THEN ''
    WHEN octet_length(cell) = length(cell) AND strpos(cell, '  ') = 0
      AND strpos(cell, '`') = 0 AND strpos(cell, E'\t') = 0
      AND strpos(cell, E'\r') = 0 AND strpos(cell, E'\n') = 0
      AND strpos(cell, E'\x0B') = 0 AND strpos(cell, E'\x0C') = 0
      THEN btrim(upper(cell COLLATE "C"), ' ')
    ELSE delivery_plain_apart(cell) END
$$;

CREATE OR REPLACE FUNCTION delivery_number(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN translate(cell, '0123456789', '') = '' THEN cell
    WHEN octet_length(cell) = length(cell)
      THEN translate(upper(cell COLLATE "C"), E' \'"`\t\n\x0B\x0C\r', '')
    ELSE translate(delivery_plain_apart(cell), ' ''"', '') END
$$;
