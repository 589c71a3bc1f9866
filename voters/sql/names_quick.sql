-- name_key of names.sql with a short way past what most names do not have: other signs
-- than A to Z, an M, an H, a J, a doubled letter. Same answers. In: an upper-case name.
-- Out: its words in one spelling, in their order; '' for none.
CREATE OR REPLACE FUNCTION name_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  titles CONSTANT text := ' (?:H|HJ|HJH|KH|DRS|DRA|DR|IR|PROF|RADEN|RD|R|NY|TN|SDR|ALM|ALMH|S PD I|S PD|S AG|'
    'S SOS|S KOM|S KEP|S IP|S H|S E|S T|S SI|S HI|M PD|M SI|M H|M M|SPD|SPDI|SAG|'
    'SSOS|SKOM|SKEP|AMD|A MD|SE|SH|ST|SIP|MPD|MSI|MM|MH)(?= )';
  muhammad CONSTANT text := ' (?:M|MD|MHD|MHMD|MUH|MUHD|MOH|MOHD|MOCH|MOC|MUCH|MOKH|MUHAMMAD|MUHAMAD|MUHAMMED|'
    'MUHAMED|MOHAMMAD|MOHAMAD|MOHAMMED|MOHAMED|MOCHAMMAD|MOCHAMAD|MUCHAMMAD|MUCHAMAD|'
    'MOKHAMAD|MOKHAMMAD|MUKHAMAD|MUKHAMMAD|MAHMAD)(?= )';
  doubled CONSTANT text := '  |AA|BB|CC|DD|EE|FF|GG|HH|II|JJ|KK|LL|MM|NN|OO|PP|QQ|RR|SS|TT|UU|VV|WW|XX|YY|ZZ';
  plain text := ' ' || name || ' ';
  said text;
BEGIN
  IF plain COLLATE "C" ~ '[^A-Z ]|  ' THEN
    plain := ' ' || regexp_replace(translate(split_part(name, ',', 1),
      'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ''`’', 'AAAAAACEEEEIIIINOOOOOUUUUY'),
      '[^A-Z]+', ' ', 'g') || ' ';
    plain := replace(replace(plain, '  ', ' '), '  ', ' ');
  END IF;
  said := regexp_replace(plain COLLATE "C", titles, '', 'g');
  IF btrim(said, ' ') = '' THEN said := plain; END IF;
  IF strpos(said, ' M') > 0 THEN
    said := regexp_replace(said COLLATE "C", muhammad, ' MUHAMAD', 'g');
  END IF;
  said := replace(said, 'OE', 'U');
  IF strpos(said, 'J') > 0 THEN
    said := replace(replace(replace(replace(said, 'TJ', 'C'), 'DJ', 'J'), 'SJ', 'SY'), 'NJ', 'NY');
  END IF;
  IF strpos(said, 'H') > 0 THEN
    said := replace(replace(replace(said, 'CH', 'H'), 'KH', 'H'), 'SH', 'S');
  END IF;
  said := replace(said, 'SY', 'S');
  IF strpos(said, 'H') > 0 THEN
    said := replace(replace(replace(replace(said, 'DH', 'D'), 'TH', 'T'), 'BH', 'B'), 'GH', 'G');
  END IF;
  said := replace(replace(replace(said, 'AE', 'E'), 'AI', 'E'), 'AY', 'E');
  said := replace(replace(replace(replace(said, 'Y', 'I'), 'J', 'I'), 'Z', 'I'), 'F', 'P');
  said := replace(replace(replace(replace(replace(said, 'V', 'P'), 'Q', 'K'), 'X', 'KS'), 'H ', ' '), 'D ', 'T ');
  IF said COLLATE "C" ~ doubled THEN
    said := regexp_replace(said, '(.)\1+', '\1', 'g');
  END IF;
  RETURN btrim(said, ' ');
END $$;
