-- Second wall by token (ADR 0006). In: guard_by_scope(), scope_edge() of accounts.
-- Out: the policy of period_member, and Bawaslu's list with the token's range.

DO $$ BEGIN PERFORM guard_by_scope('period_member', 'kelurahan', false); END $$;

SET LOCAL ROLE pdpb_finder;
-- Bawaslu's copy: seven elements of a PUBLISHED period, cut by kelurahan or TPS
-- (domain rule 19). In: the token's range; regency, period, kelurahan ('' for none
-- asked: gives nothing), TPS ('' for all), rows to skip, most rows.
-- Out: an opaque key, the place, the seven elements, and how many rows there are.
CREATE OR REPLACE FUNCTION supervisor_list(
  regency text, period bigint, kelurahan text, tps text, skip bigint, most integer)
RETURNS TABLE (
  row_key text, kelurahan text, tps text, nama text, jenis_kelamin text, usia integer,
  alamat text, rt text, rw text, keterangan text, jumlah bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT left(encode(sha256(convert_to(v.public_id::text || '/' || p.id, 'UTF8')),
      'hex'), 16),
    m.kelurahan, m.tps, coalesce(e.before ->> 'name', v.name), m.sex,
    extract(year FROM age(p.reference_date,
      coalesce((e.before ->> 'birth_date')::date, v.birth_date)))::integer,
    coalesce(e.before ->> 'address', v.address), coalesce(e.before ->> 'rt', v.rt),
    coalesce(e.before ->> 'rw', v.rw), coalesce(e.before ->> 'remark', v.remark),
    count(*) OVER ()
  FROM periods_period p
  JOIN plenos_plenary d ON d.period_id = p.id AND d.state = 'PUBLISHED'
  JOIN period_member m ON m.period_id = p.id AND m.regency_code = supervisor_list.regency
  JOIN voter v ON v.regency_code = supervisor_list.regency AND v.id = m.voter_id
  LEFT JOIN LATERAL (
    SELECT x.before FROM voter_event x
    WHERE v.row_version > m.row_version AND x.regency_code = supervisor_list.regency
      AND x.voter_id = m.voter_id AND x.row_version = m.row_version + 1
    ORDER BY x.id LIMIT 1) e ON true
  WHERE p.id = supervisor_list.period
    AND p.regency_code = supervisor_list.regency
    AND m.kelurahan = supervisor_list.kelurahan
    AND m.kelurahan >= (SELECT scope_edge(false))
    AND m.kelurahan < (SELECT scope_edge(true))
    AND (supervisor_list.tps = '' OR m.tps = supervisor_list.tps)
  ORDER BY m.tps, 4, m.voter_id
  OFFSET greatest(skip, 0) LIMIT least(most, 1000)
$$;
RESET ROLE;
