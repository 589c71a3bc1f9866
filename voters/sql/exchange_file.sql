-- Another installation's file of keyed hashes. In: {lines} = its rows as text; sender.
-- Out: exchange_hash of that regency; the answers it gave, beside our records.

-- step: taken
INSERT INTO exchange_hash AS h (ref, regency_code, key_id, number_hash, person_hash,
  print, version, by_file)
SELECT DISTINCT ON (rujukan) rujukan::uuid, %(sender)s, %(key)s,
  decode(sidik_nik, 'hex'), decode(nullif(sidik_orang, ''), 'hex'),
  decode(sidik_catatan, 'hex'), versi::integer, true
FROM {lines} ORDER BY rujukan, line
ON CONFLICT (ref) DO UPDATE SET key_id = excluded.key_id,
  number_hash = excluded.number_hash, person_hash = excluded.person_hash,
  print = excluded.print, version = excluded.version, hashed_at = now()

-- step: left
DELETE FROM exchange_hash h WHERE h.regency_code = %(sender)s
  AND NOT EXISTS (SELECT FROM {lines} l WHERE l.rujukan::uuid = h.ref)

-- step: answers
UPDATE exchange_side s SET other_answer = coalesce((
    SELECT l.jawaban FROM {lines} l WHERE l.kab_kota_lawan = s.regency_code
      AND l.rujukan_lawan <> '' AND l.rujukan_lawan::uuid = s.ref
      AND l.rujukan::uuid = s.other_ref LIMIT 1), '')
WHERE s.other_regency = %(sender)s AND s.remote
