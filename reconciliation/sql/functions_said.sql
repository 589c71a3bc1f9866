-- A dash alone says nothing, as an empty cell does: registries print it where they know
-- nothing, and it must not become somebody's name, address or RT.
-- Mirrors of reconciliation.rules.text.said and padded.

-- In: a cell. Out: its plain form, '' for a dash.
CREATE FUNCTION delivery_said(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(delivery_plain(cell), '-'), '')
$$;

-- As in functions_place.sql, and '' for a dash.
CREATE OR REPLACE FUNCTION delivery_pad_apart(cell text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  tidy text := delivery_said(cell);
BEGIN
  IF left(tidy, 1) IN ('R', 'T') THEN
    tidy := regexp_replace(tidy, '^(RT|RW|TPS)[ .:-]*(?=[0-9])', '');
  END IF;
  IF translate(tidy, '0123456789', '') <> '' THEN RETURN tidy; END IF;
  tidy := ltrim(tidy, '0');
  RETURN CASE WHEN tidy = '' THEN '' ELSE lpad(tidy, greatest(3, length(tidy)), '0') END;
END $$;
