-- What a cell of a person says; instead of those of functions_birth.sql. Mirrors of
-- reconciliation.rules.lines.birth, codes.service_of and codes.nationality.

-- In: a cell. Out: [place, date as it is written]. A place that ends in a number is set
-- apart by a comma; a cell with digits that hold no date is all date, so that it is
-- refused. What it costs is told low: functions around a dear one are called at every
-- row and not written into it.
CREATE OR REPLACE FUNCTION delivery_birth(cell text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1 AS $$
DECLARE
  tidy text := delivery_said(cell);
  found text[] := regexp_match(tidy,
    '^(?:(.*[^0-9 ,;:/.|-])[ ,;:/.|-]*|(.*[0-9]) ?[,;/] ?|[ ,;:/.|-]*)'
    '((?:[0-9]{1,2}[-/.| ](?:[0-9]{1,2}|[A-Z]+)[-/.| ][0-9]{4}'
    '|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?: 00:00:00|T00:00:00)?)$');
BEGIN
  IF found IS NOT NULL THEN
    RETURN ARRAY[coalesce(found[1], found[2], ''), found[3]];
  END IF;
  IF translate(tidy, '0123456789', '') <> tidy THEN RETURN ARRAY['', tidy]; END IF;
  RETURN ARRAY[rtrim(tidy, ' ,;:/.|-'), ''];
END $$;

-- In: an occupation as delivery_said leaves it. Out: TNI, POLRI or ''.
CREATE OR REPLACE FUNCTION delivery_service(occupation text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN strpos(occupation, 'TNI') = 0 AND strpos(occupation, 'POLRI') = 0
      AND strpos(occupation, 'TENTARA') = 0 AND strpos(occupation, 'KEPOLISIAN') = 0
      THEN ''
    WHEN occupation ~ 'PENSIUN|PURN|VETERAN'
      OR occupation ~ ('\m(ISTRI|SUAMI|ANAK|JANDA|DUDA|KELUARGA|NON|BUKAN|MANTAN'
        '|BEKAS|EKS|SIPIL|PNS|ASN|PPPK|HONORER)\M')
      THEN ''
    WHEN occupation ~ '\mTNI(AD|AL|AU)?\M|\mTENTARA NASIONAL' THEN 'TNI'
    WHEN occupation ~ '\mPOLRI\M|\mKEPOLISIAN' THEN 'POLRI' ELSE '' END
$$;

-- In: a nationality as delivery_said leaves it. Out: WNI, WNA, or '' for neither.
CREATE FUNCTION delivery_nationality(cell text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN regexp_replace(cell, '[^A-Z]', '', 'g')
      ~ '^(WNA|ASING|WARGANEGARAASING|ORANGASING)' THEN 'WNA'
    WHEN regexp_replace(cell, '[^A-Z]', '', 'g')
      ~ '^(WNI|INDONESIA|WARGANEGARAINDONESIA|IDN)' THEN 'WNI'
    ELSE '' END
$$;
