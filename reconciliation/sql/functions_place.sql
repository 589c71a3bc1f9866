-- RT, RW and TPS as people write them: "RT 05", "TPS-12". Mirrors of
-- reconciliation.rules.text.padded and place_number.

-- In: a cell. Out: its number in three digits, longer where it is; other texts as they
-- are, without the word before a number.
CREATE FUNCTION delivery_pad_apart(cell text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  tidy text := delivery_plain(cell);
BEGIN
  IF left(tidy, 1) IN ('R', 'T') THEN
    tidy := regexp_replace(tidy, '^(RT|RW|TPS)[ .:-]*(?=[0-9])', '');
  END IF;
  IF translate(tidy, '0123456789', '') <> '' THEN RETURN tidy; END IF;
  tidy := ltrim(tidy, '0');
  RETURN CASE WHEN tidy = '' THEN '' ELSE lpad(tidy, greatest(3, length(tidy)), '0') END;
END $$;

CREATE OR REPLACE FUNCTION delivery_pad(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN cell = '' THEN ''
    WHEN length(cell) <= 3 AND translate(cell, '0123456789', '') = '' THEN
      CASE WHEN translate(cell, '0', '') = '' THEN '' ELSE lpad(cell, 3, '0') END
    ELSE delivery_pad_apart(cell) END
$$;

-- In: a cell as delivery_pad leaves it. Out: the same, '' where it is no number of a
-- place: a cell cut to three signs would name another one.
CREATE FUNCTION delivery_place_number(padded text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(padded) <= 3 THEN padded ELSE '' END
$$;
