-- Names of places behind the word for what they are: "KEC. GUNUNG PUYUH", "DESA BARU".
-- Mirror of reconciliation.rules.lines.

-- In: places (places.sql); a kecamatan and a kelurahan as delivery_said leaves them,
-- which together name no place as they are written. Out: what they name without the
-- word before the one, the other or both: a code, '' for several, NULL for none.
CREATE FUNCTION delivery_place_undressed(places jsonb, district text, village text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  within text := regexp_replace(district, '[^A-Z0-9]', '', 'g');
  key text := regexp_replace(village, '[^A-Z0-9]', '', 'g');
  bare_within text := regexp_replace(regexp_replace(district,
    '^(KECAMATAN|KEC)[ .:-]+(?=[A-Z0-9])', ''), '[^A-Z0-9]', '', 'g');
  bare_key text := regexp_replace(regexp_replace(village,
    '^(KELURAHAN|KEL|DESA|DS)[ .:-]+(?=[A-Z0-9])', ''), '[^A-Z0-9]', '', 'g');
BEGIN
  RETURN coalesce(places ->> (bare_within || ' ' || key),
    places ->> (within || ' ' || bare_key), places ->> (bare_within || ' ' || bare_key));
END $$;
