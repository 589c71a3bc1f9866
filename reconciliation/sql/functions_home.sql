-- RT and RW in one cell. Mirror of reconciliation.rules.lines.home.

-- In: a cell. Out: [RT, RW] as they are written; of a cell that cannot be read the whole
-- text, marked so that it is no number of a place. COST as in functions_birth.sql.
CREATE FUNCTION delivery_home(cell text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1 AS $$
DECLARE
  tidy text := delivery_said(cell);
  found text[] := regexp_match(tidy,
    '^(?:RT ?[/.-]? ?RW[ .:]*)?(?:(RT|RW)[ .:-]*)?([0-9]{1,3}|[0-9]{1,2}[A-Z])'
    '(?: ?[/.,-] ?| )(?:(RT|RW)[ .:-]*)?([0-9]{1,3}|[0-9]{1,2}[A-Z])$');
BEGIN
  IF tidy = '' THEN RETURN ARRAY['', '']; END IF;
  IF found IS NULL OR found[1] = found[3] THEN
    RETURN ARRAY['RT/RW ' || tidy, 'RT/RW ' || tidy];
  END IF;
  IF found[1] = 'RW' OR found[3] = 'RT' THEN RETURN ARRAY[found[4], found[2]]; END IF;
  RETURN ARRAY[found[2], found[4]];
END $$;
