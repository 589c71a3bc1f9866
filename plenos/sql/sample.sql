-- Bawaslu's sample for uji petik: the seven elements of n people of a PUBLISHED period,
-- in the order of a hash of the seed and the opaque key, so that the same seed gives the
-- same people on any later day (what is frozen does not move).
-- In: the token's range; regency, period, a region code (regency, kecamatan or
-- kelurahan), seed, most people (500 at most).
-- Out: as supervisor_list: an opaque key, the place, the seven elements, and how many
-- people the sample was drawn from.
SET LOCAL ROLE pdpb_finder;
CREATE FUNCTION supervisor_sample(
  regency text, period bigint, place text, seed text, most integer)
RETURNS TABLE (
  row_key text, kelurahan text, tps text, nama text, jenis_kelamin text, usia integer,
  alamat text, rt text, rw text, keterangan text, jumlah bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.key, s.kelurahan, s.tps, coalesce(e.before ->> 'name', v.name), s.sex,
    extract(year FROM age(s.reference_date,
      coalesce((e.before ->> 'birth_date')::date, v.birth_date)))::integer,
    coalesce(e.before ->> 'address', v.address), coalesce(e.before ->> 'rt', v.rt),
    coalesce(e.before ->> 'rw', v.rw), coalesce(e.before ->> 'remark', v.remark),
    s.jumlah
  FROM (
    SELECT k.key, m.voter_id, m.row_version, m.kelurahan, m.tps, m.sex,
      p.reference_date, count(*) OVER () AS jumlah,
      encode(sha256(convert_to(supervisor_sample.seed || '/' || k.key, 'UTF8')), 'hex')
        AS turn
    FROM periods_period p
    JOIN plenos_plenary d ON d.period_id = p.id AND d.state = 'PUBLISHED'
    JOIN period_member m ON m.period_id = p.id
      AND m.regency_code = supervisor_sample.regency
    JOIN voter w ON w.regency_code = supervisor_sample.regency AND w.id = m.voter_id
    CROSS JOIN LATERAL (SELECT left(encode(sha256(convert_to(
      w.public_id::text || '/' || p.id, 'UTF8')), 'hex'), 16) AS key) k
    WHERE p.id = supervisor_sample.period
      AND p.regency_code = supervisor_sample.regency
      AND length(supervisor_sample.place) >= 4
      AND left(m.kelurahan, length(supervisor_sample.place)) = supervisor_sample.place
      AND m.kelurahan >= (SELECT scope_edge(false))
      AND m.kelurahan < (SELECT scope_edge(true))
    ORDER BY turn, k.key
    LIMIT least(greatest(most, 0), 500)) s
  JOIN voter v ON v.regency_code = supervisor_sample.regency AND v.id = s.voter_id
  LEFT JOIN LATERAL (
    SELECT x.before FROM voter_event x
    WHERE v.row_version > s.row_version AND x.regency_code = supervisor_sample.regency
      AND x.voter_id = s.voter_id AND x.row_version = s.row_version + 1
    ORDER BY x.id LIMIT 1) e ON true
  ORDER BY s.turn, s.key
$$;
REVOKE ALL ON FUNCTION supervisor_sample(text, bigint, text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervisor_sample(text, bigint, text, text, integer)
  TO pdpb_supervisor;
RESET ROLE;
