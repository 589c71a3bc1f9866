-- Keyed hashes of a roll, and who else has the same (rules: voters/rules/exchange.py).
-- In: voter; {pads} = the key's two pads; regency, key. Out: exchange_ref, exchange_hash;
-- exchange_side of this regency and of every other one of the province.
-- {pads} is made and dropped in the transaction that hashes: nobody else ever reads it.

-- step: hashed
CREATE UNLOGGED TABLE {hashed} AS
WITH heard AS MATERIALIZED (
  SELECT name, name_key(name) AS key FROM (SELECT DISTINCT name FROM voter
    WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')) n)
SELECT v.id AS voter_id, v.kelurahan, v.row_version AS version,
  exchange_keyed(p.inner_pad, p.outer_pad, 'nik|' || v.nik) AS number_hash,
  CASE WHEN h.key <> '' THEN exchange_keyed(p.inner_pad, p.outer_pad, concat_ws('|',
    'orang', h.key, to_char(v.birth_date, 'YYYYMMDD'), v.sex)) END AS person_hash,
  exchange_keyed(p.inner_pad, p.outer_pad, concat_ws('|', 'catatan', v.nik, v.nkk,
    v.name, v.birth_place, to_char(v.birth_date, 'YYYYMMDD'), v.sex, v.address))
    AS print
FROM voter v JOIN heard h USING (name)
  -- One line: without statistics the planner takes it for a thousand, and compiles.
  CROSS JOIN (SELECT inner_pad, outer_pad FROM {pads} LIMIT 1) p
WHERE v.regency_code = %(regency)s AND v.status IN ('ACTIVE', 'HELD')

-- step: refs
INSERT INTO exchange_ref (regency_code, voter_id, kelurahan)
SELECT %(regency)s, voter_id, kelurahan FROM {hashed}
ON CONFLICT (regency_code, voter_id) DO UPDATE SET kelurahan = excluded.kelurahan
WHERE exchange_ref.kelurahan <> excluded.kelurahan

-- step: gone
DELETE FROM exchange_hash h WHERE h.regency_code = %(regency)s
  AND NOT EXISTS (SELECT FROM {hashed} d JOIN exchange_ref r
    ON r.regency_code = %(regency)s AND r.voter_id = d.voter_id WHERE r.ref = h.ref)

-- step: kept
INSERT INTO exchange_hash AS h (ref, regency_code, key_id, number_hash, person_hash,
  print, version, by_file)
SELECT r.ref, %(regency)s, %(key)s, d.number_hash, d.person_hash, d.print, d.version,
  false
FROM {hashed} d JOIN exchange_ref r
  ON r.regency_code = %(regency)s AND r.voter_id = d.voter_id
ON CONFLICT (ref) DO UPDATE SET key_id = excluded.key_id,
  number_hash = excluded.number_hash, person_hash = excluded.person_hash,
  print = excluded.print, version = excluded.version, hashed_at = now()
WHERE (h.key_id, h.print, h.version) IS DISTINCT FROM
  (excluded.key_id, excluded.print, excluded.version)
  OR h.person_hash IS DISTINCT FROM excluded.person_hash

-- step: pairs
-- Every record of the regency and one of another regency of the province.
CREATE UNLOGGED TABLE {pairs} AS
SELECT ref, other, other_ref, remote, bool_or(same_number) AS same_number,
  bool_or(NOT same_number) AS same_person, print
FROM (
  SELECT a.ref, b.regency_code AS other, b.ref AS other_ref, b.by_file AS remote,
    true AS same_number, a.print || b.print AS print
  FROM exchange_hash a JOIN exchange_hash b
    ON b.number_hash = a.number_hash AND b.key_id = a.key_id
  WHERE a.regency_code = %(regency)s AND b.regency_code <> a.regency_code
    AND left(b.regency_code, 2) = left(a.regency_code, 2)
  UNION ALL
  SELECT a.ref, b.regency_code, b.ref, b.by_file, false, a.print || b.print
  FROM exchange_hash a JOIN exchange_hash b
    ON b.person_hash = a.person_hash AND b.key_id = a.key_id
  WHERE a.regency_code = %(regency)s AND b.regency_code <> a.regency_code
    AND left(b.regency_code, 2) = left(a.regency_code, 2)) m
GROUP BY ref, other, other_ref, remote, print

-- step: sides
-- Both sides at once. An answer stands while neither record changed; one that let the
-- record go stands as long as its proposal does.
INSERT INTO exchange_side AS s (regency_code, ref, voter_id, kelurahan, other_regency,
  other_ref, remote, same_number, same_person, print, gone, answer, other_answer, note,
  answered_by_name)
SELECT r.regency_code, r.ref, r.voter_id, r.kelurahan, m.other, m.other_ref, m.remote,
  m.same_number, m.same_person, m.print, false, '', '', '', ''
FROM (
  SELECT %(regency)s AS regency, ref, other, other_ref, remote, same_number, same_person,
    print FROM {pairs}
  UNION ALL
  SELECT other, other_ref, %(regency)s, ref, false, same_number, same_person,
    substr(print, 17, 16) || substr(print, 1, 16) FROM {pairs} WHERE NOT remote) m
JOIN exchange_ref r ON r.ref = m.ref AND r.regency_code = m.regency
ORDER BY r.regency_code, r.ref, m.other_ref
ON CONFLICT (regency_code, ref, other_regency, other_ref) DO UPDATE SET
  voter_id = excluded.voter_id, kelurahan = excluded.kelurahan,
  remote = excluded.remote, same_number = excluded.same_number,
  same_person = excluded.same_person, print = excluded.print, gone = false,
  answer = CASE WHEN s.print = excluded.print OR s.answer IN ('MOVED', 'STRIKE')
    THEN s.answer ELSE '' END

-- step: lost
UPDATE exchange_side s SET gone = true
WHERE s.regency_code = %(regency)s AND NOT s.gone AND NOT EXISTS (
  SELECT FROM {pairs} p WHERE p.ref = s.ref AND p.other_ref = s.other_ref)

-- step: lost_there
UPDATE exchange_side s SET gone = true
WHERE s.other_regency = %(regency)s AND NOT s.gone AND NOT EXISTS (
  SELECT FROM {pairs} p WHERE p.ref = s.other_ref AND p.other_ref = s.ref)
