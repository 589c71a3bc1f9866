-- What each row is to the roll (rules: voters/rules/sidalih.py). DPID first, then NIK;
-- a masked NIK is only held against the record that the DPID found.
-- In: {read}; regency. Out: {judged}, one row a line, with the elements that differ.
CREATE UNLOGGED TABLE {judged} AS
WITH roll AS MATERIALIZED (
  SELECT v.*, CASE WHEN status = 'INELIGIBLE' THEN coalesce(nullif(status_reason, ''), '?')
    ELSE '' END AS struck
  FROM voter v WHERE v.regency_code = %(regency)s
), by_dpid AS (
  SELECT DISTINCT ON (dpid) dpid, id, nik, struck FROM roll WHERE dpid <> ''
  ORDER BY dpid, (struck = '') DESC, id DESC
), by_nik AS (
  SELECT DISTINCT ON (nik) nik, id, dpid, struck FROM roll
  ORDER BY nik, (struck = '') DESC, id DESC
), keyed AS (
  SELECT r.*, d.id AS d_id, n.id AS n_id, d.struck AS d_struck, n.struck AS n_struck,
    sidalih_way(d.id IS NOT NULL,
      r.nik_shown = '' OR r.nik = d.nik
        OR r.masked AND d.nik LIKE translate(r.nik_shown, '*X#•', '____'),
      n.id IS NOT NULL, n.dpid <> '' AND r.dpid <> '') AS way
  FROM {read} r
  LEFT JOIN by_dpid d ON d.dpid = r.dpid AND r.dpid <> ''
  LEFT JOIN by_nik n ON n.nik = r.nik AND r.nik <> ''
  WHERE r.issue = ''
), chosen AS (
  -- Somebody who was removed and came back has two records: the one that counts stands.
  SELECT k.*, CASE
    WHEN way = 'DPID' AND d_struck <> '' AND n_struck = '' THEN n_id
    WHEN way IN ('DPID', 'DPID_OTHER_NIK') THEN d_id
    WHEN way <> '' THEN n_id END AS found
  FROM keyed k
), differing AS (
  SELECT c.line, coalesce(array_agg(e.name ORDER BY e.at), '{{}}') AS elements,
    coalesce(jsonb_object_agg(e.name, e.now) FILTER (WHERE e.name IS NOT NULL), '{{}}')
      AS roll,
    coalesce(jsonb_object_agg(e.name, e.told) FILTER (WHERE e.name IS NOT NULL), '{{}}')
      AS told
  FROM chosen c JOIN roll v ON v.id = c.found
  CROSS JOIN LATERAL (VALUES
    (1, 'dpid', CASE WHEN v.dpid = '' THEN c.dpid ELSE '' END, v.dpid),
    (2, 'nkk', c.nkk, v.nkk), (3, 'name', c.name, v.name),
    (4, 'birth_place', c.birth_place, v.birth_place),
    (5, 'birth_date', coalesce(c.birth_date::text, ''), v.birth_date::text),
    (6, 'sex', c.sex, v.sex), (7, 'marital_status', c.marital_status, v.marital_status),
    (8, 'address', c.address, v.address), (9, 'rt', c.rt, v.rt), (10, 'rw', c.rw, v.rw),
    (11, 'kelurahan', c.kelurahan, v.kelurahan), (12, 'tps', c.tps, v.tps),
    (13, 'disability', c.disability, v.disability),
    (14, 'ektp_status', c.ektp_status, v.ektp_status),
    (15, 'status', CASE WHEN v.struck = '' THEN c.removed ELSE '' END, v.status),
    (16, 'status_reason', CASE WHEN v.struck <> '' THEN c.removed ELSE '' END, v.struck)
  ) e(at, name, told, now)
  WHERE e.told <> '' AND (e.told <> e.now AND e.told <> delivery_plain(e.now)
    -- A station of another kelurahan is another, whatever its number.
    OR e.name = 'tps' AND c.kelurahan <> '' AND c.kelurahan <> v.kelurahan)
  GROUP BY c.line
), told AS (
  SELECT c.*, v.struck, v.kelurahan AS v_kelurahan, v.name AS v_name, v.nik AS v_nik,
    coalesce(f.elements, '{{}}') AS elements, coalesce(f.roll, '{{}}') AS roll,
    coalesce(f.told, '{{}}') AS told,
    coalesce(f.elements @> ARRAY['name', 'birth_date'], false) AS other_person
  FROM chosen c LEFT JOIN roll v ON v.id = c.found LEFT JOIN differing f USING (line)
)
SELECT t.*, sidalih_outcome(way, other_person, coalesce(struck, ''), removed,
    cardinality(elements) > 0) AS outcome,
  way = '' AND masked AS unmatched_mask
FROM told t
