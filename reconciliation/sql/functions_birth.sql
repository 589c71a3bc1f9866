-- Place and date of birth in one cell, the service that an occupation names, and what is
-- a number of a place. Mirrors of reconciliation.rules.lines.birth, codes.service_of and
-- text.place_number.

-- In: a cell. Out: [place, date as it is written]; a cell with digits that hold no date
-- is all date, so that it is refused and not taken for a place. What it costs is told
-- low: functions around a dear one are called at every row and not written into it.
CREATE FUNCTION delivery_birth(cell text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1 AS $$
DECLARE
  tidy text := delivery_said(cell);
  found text[] := regexp_match(tidy,
    '^(.*?)[ ,/]*(([0-9]{1,2}[-/.| ]([0-9]{1,2}|[A-Z]+)[-/.| ][0-9]{4}'
    '|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})( 00:00:00|T00:00:00)?)$');
BEGIN
  IF found IS NOT NULL THEN RETURN found[1:2]; END IF;
  IF translate(tidy, '0123456789', '') <> tidy THEN RETURN ARRAY['', tidy]; END IF;
  RETURN ARRAY[rtrim(tidy, ' ,/'), ''];
END $$;

-- In: an occupation as delivery_said leaves it. Out: TNI, POLRI or ''.
CREATE FUNCTION delivery_service(occupation text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN strpos(occupation, 'TNI') = 0 AND strpos(occupation, 'POLRI') = 0
      AND strpos(occupation, 'TENTARA') = 0 AND strpos(occupation, 'KEPOLISIAN') = 0
      THEN ''
    WHEN occupation ~ 'PENSIUN|PURNA'
      OR occupation ~ '\m(ISTRI|SUAMI|ANAK|JANDA|DUDA|NON|BUKAN|MANTAN|EKS|PNS|ASN)\M'
      THEN ''
    WHEN occupation ~ '\mTNI(AD|AL|AU)?\M|\mTENTARA NASIONAL' THEN 'TNI'
    WHEN occupation ~ '\mPOLRI\M|\mKEPOLISIAN' THEN 'POLRI' ELSE '' END
$$;

-- In: a cell as delivery_pad leaves it. Out: the same, '' where it is no number of a
-- place: three signs at most, a digit among them.
CREATE OR REPLACE FUNCTION delivery_place_number(padded text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(padded) <= 3 AND translate(padded, '0123456789', '') <> padded
    THEN padded ELSE '' END
$$;
