-- The list behind a frozen figure is the list of that day (design 9).
-- In: membership, the roll, and the images that later events kept from before them.
-- Out: view period_list (row security of whoever asks), function supervisor_list.

CREATE VIEW period_list WITH (security_invoker = true) AS
SELECT m.regency_code, m.period_id, m.voter_id, m.row_version, m.kelurahan, m.tps,
  m.sex, v.public_id,
  CASE WHEN e.before IS NULL THEN v.nik ELSE e.before ->> 'nik' END AS nik,
  CASE WHEN e.before IS NULL THEN v.name ELSE e.before ->> 'name' END AS name,
  CASE WHEN e.before IS NULL THEN v.birth_date
       ELSE (e.before ->> 'birth_date')::date END AS birth_date,
  CASE WHEN e.before IS NULL THEN v.address ELSE e.before ->> 'address' END AS address,
  CASE WHEN e.before IS NULL THEN v.rt ELSE e.before ->> 'rt' END AS rt,
  CASE WHEN e.before IS NULL THEN v.rw ELSE e.before ->> 'rw' END AS rw,
  CASE WHEN e.before IS NULL THEN v.remark ELSE e.before ->> 'remark' END AS remark,
  CASE WHEN e.before IS NULL THEN v.status ELSE e.before ->> 'status' END AS status
FROM period_member m
JOIN voter v ON v.regency_code = m.regency_code AND v.id = m.voter_id
LEFT JOIN LATERAL (
  SELECT x.before FROM voter_event x
  WHERE v.row_version > m.row_version AND x.regency_code = m.regency_code
    AND x.voter_id = m.voter_id AND x.row_version = m.row_version + 1
  ORDER BY x.id LIMIT 1) e ON true;
REVOKE ALL ON period_list FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON period_list TO pdpb_web, pdpb_worker;

-- Bawaslu's copy: seven elements of a PUBLISHED period, cut by kelurahan or TPS
-- (domain rule 19). In: app.rlo, app.rhi; regency, period, kelurahan ('' for none
-- asked: gives nothing), TPS ('' for all), rows to skip, most rows.
-- Out: an opaque key, the place, the seven elements, and how many rows there are.
CREATE FUNCTION supervisor_list(
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
    AND supervisor_list.regency >= nullif(current_setting('app.rlo', true), '')
    AND supervisor_list.regency < nullif(current_setting('app.rhi', true), '')
    AND m.kelurahan = supervisor_list.kelurahan
    AND (supervisor_list.tps = '' OR m.tps = supervisor_list.tps)
  ORDER BY m.tps, 4, m.voter_id
  OFFSET greatest(skip, 0) LIMIT least(most, 1000)
$$;
REVOKE ALL ON FUNCTION supervisor_list(text, bigint, text, text, bigint, integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervisor_list(text, bigint, text, text, bigint, integer)
  TO pdpb_supervisor;
ALTER FUNCTION supervisor_list(text, bigint, text, text, bigint, integer)
  OWNER TO pdpb_finder;
