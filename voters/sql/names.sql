-- Names as they sound; twin of voters/rules/names.py, tested against it.
-- In: an upper-case name. Out: its words in one spelling, in their order; '' for none.
CREATE OR REPLACE FUNCTION name_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  titles CONSTANT text := ' (?:H|HJ|HJH|KH|DRS|DRA|DR|IR|PROF|RADEN|RD|R|NY|TN|SDR|ALM|ALMH|S PD I|S PD|S AG|'
    'S SOS|S KOM|S KEP|S IP|S H|S E|S T|S SI|S HI|M PD|M SI|M H|M M|SPD|SPDI|SAG|'
    'SSOS|SKOM|SKEP|AMD|A MD|SE|SH|ST|SIP|MPD|MSI|MM|MH)(?= )';
  muhammad CONSTANT text := ' (?:M|MD|MHD|MHMD|MUH|MUHD|MOH|MOHD|MOCH|MOC|MUCH|MOKH|MUHAMMAD|MUHAMAD|MUHAMMED|'
    'MUHAMED|MOHAMMAD|MOHAMAD|MOHAMMED|MOHAMED|MOCHAMMAD|MOCHAMAD|MUCHAMMAD|MUCHAMAD|'
    'MOKHAMAD|MOKHAMMAD|MUKHAMAD|MUKHAMMAD|MAHMAD)(?= )';
  plain text;
  said text;
BEGIN
  plain := ' ' || regexp_replace(translate(split_part(name, ',', 1),
    'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ''`’', 'AAAAAACEEEEIIIINOOOOOUUUUY'),
    '[^A-Z]+', ' ', 'g') || ' ';
  plain := replace(replace(plain, '  ', ' '), '  ', ' ');
  said := regexp_replace(plain, titles, '', 'g');
  IF btrim(said, ' ') = '' THEN said := plain; END IF;
  said := regexp_replace(said, muhammad, ' MUHAMAD', 'g');
  said := replace(replace(replace(replace(replace(said, 'OE', 'U'), 'TJ', 'C'), 'DJ', 'J'), 'SJ', 'SY'), 'NJ', 'NY');
  said := replace(replace(replace(replace(replace(said, 'CH', 'H'), 'KH', 'H'), 'SH', 'S'), 'SY', 'S'), 'DH', 'D');
  said := replace(replace(replace(replace(replace(said, 'TH', 'T'), 'BH', 'B'), 'GH', 'G'), 'AE', 'E'), 'AI', 'E');
  said := replace(replace(replace(replace(replace(said, 'AY', 'E'), 'Y', 'I'), 'J', 'I'), 'Z', 'I'), 'F', 'P');
  said := replace(replace(replace(replace(replace(said, 'V', 'P'), 'Q', 'K'), 'X', 'KS'), 'H ', ' '), 'D ', 'T ');
  RETURN btrim(regexp_replace(said, '(.)\1+', '\1', 'g'), ' ');
END $$;

-- In: two keys. Out: shared trigrams of all, in thousandths.
CREATE OR REPLACE FUNCTION name_likeness(a text, b text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT round(similarity(a, b)::numeric * 1000)::integer
$$;

-- In: how many people there are for one of a name. Out: its bits, 0 to 16.
CREATE OR REPLACE FUNCTION bits_of(share numeric) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT least(16, 63 - position('1' IN (greatest(1, floor(share))::bigint)::bit(64)::text)
    + 1)::smallint
$$;
