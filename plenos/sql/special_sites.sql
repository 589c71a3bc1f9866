-- Voters of special sites (lokasi khusus: prisons, hospitals, dormitories) in the recap
-- (domain rule 20: reguler + lokasi khusus = total).
-- In: the roll, membership, images kept by later events. Out: an index of the few who
-- vote there, and view period_list with the element as it was that day.

CREATE INDEX voter_special_site ON voter (regency_code, kelurahan, sex)
  WHERE is_special_site;

CREATE OR REPLACE VIEW period_list WITH (security_invoker = true) AS
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
  CASE WHEN e.before IS NULL THEN v.status ELSE e.before ->> 'status' END AS status,
  CASE WHEN e.before IS NULL THEN v.is_special_site
       ELSE (e.before ->> 'is_special_site')::boolean END AS is_special_site
FROM period_member m
JOIN voter v ON v.regency_code = m.regency_code AND v.id = m.voter_id
LEFT JOIN LATERAL (
  SELECT x.before FROM voter_event x
  WHERE v.row_version > m.row_version AND x.regency_code = m.regency_code
    AND x.voter_id = m.voter_id AND x.row_version = m.row_version + 1
  ORDER BY x.id LIMIT 1) e ON true;
