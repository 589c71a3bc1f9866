-- What each row is to the roll (rules: fieldwork/rules/aid.py). A suggestion without a
-- NIK changes nobody.
-- In: {read}; regency, programme; same, near, likely = the likenesses of the rules.
-- Out: {matched}, the rows that the programme does not hold yet.
CREATE UNLOGGED TABLE {matched} AS
WITH good AS MATERIALIZED (
  SELECT g.*, name_key(g.name) AS key FROM {read} g
  WHERE g.issue = '' AND NOT EXISTS (
    SELECT FROM aid_recipient a WHERE a.programme_id = %(programme)s
      AND (a.nik <> '' AND a.nik = g.nik OR a.number <> '' AND a.number = g.number))
), by_nik AS (
  SELECT DISTINCT ON (g.line) g.line, v.id, v.status = 'INELIGIBLE' AS struck,
    v.status_reason, v.kelurahan, v.rw, v.rt,
    name_likeness(g.key, name_key(upper(v.name))) >= %(same)s
      OR v.birth_date = g.birth_date
        AND name_likeness(g.key, name_key(upper(v.name))) >= %(near)s AS same
  FROM good g JOIN voter v ON v.regency_code = %(regency)s AND v.nik = g.nik
  WHERE g.nik <> ''
  ORDER BY g.line, (v.status <> 'INELIGIBLE') DESC, v.id DESC
), alike AS (
  SELECT g.line, v.id, v.sex, v.name FROM good g
  JOIN voter v ON v.regency_code = %(regency)s AND v.birth_date = g.birth_date
    AND v.status IN ('ACTIVE', 'HELD')
  WHERE g.nik = ''
  UNION
  SELECT g.line, v.id, v.sex, v.name FROM good g
  JOIN voter v ON v.regency_code = %(regency)s AND v.nkk = g.nkk AND v.nkk <> ''
    AND v.status IN ('ACTIVE', 'HELD')
  WHERE g.nik = ''
), likely AS (
  SELECT DISTINCT ON (line) line, id
  FROM (SELECT a.line, a.id, name_likeness(g.key, name_key(upper(a.name))) AS n
    FROM alike a JOIN good g USING (line) WHERE g.sex IN ('', a.sex)) s
  WHERE n >= %(likely)s
  ORDER BY line, n DESC, id
), said AS (
  -- What a person said of the same two records, while neither has changed since.
  SELECT DISTINCT ON (l.line) l.line, d.id, d.same
  FROM likely l JOIN good g USING (line)
  JOIN aid_decision d ON d.regency_code = %(regency)s AND d.ended_at IS NULL
    AND d.recipient_mark = aid_mark(g.nik, g.nkk, g.name, g.birth_date, g.sex)
    AND d.voter_id = l.id
  JOIN voter v ON v.regency_code = %(regency)s AND v.id = l.id
    AND d.voter_mark = aid_mark(v.nik, v.nkk, v.name, v.birth_date, v.sex)
  ORDER BY l.line, d.id DESC
), told AS (
  SELECT g.*, CASE WHEN p.same THEN coalesce(v.id, l.id) ELSE v.id END AS found_id,
    l.id AS suggested_id, p.id AS remembered, v.same, v.status_reason,
    v.kelurahan AS v_kelurahan, v.rw AS v_rw, v.rt AS v_rt,
    CASE
      WHEN v.id IS NOT NULL THEN CASE
        WHEN v.same IS NOT TRUE THEN 'OTHER' WHEN v.struck THEN 'STRUCK' ELSE 'SAME' END
      WHEN g.outside THEN 'OUTSIDE'
      WHEN p.same THEN 'SAME'
      WHEN p.same IS NULL AND l.id IS NOT NULL THEN 'LIKELY'
      ELSE 'ABSENT' END AS match
  FROM good g LEFT JOIN by_nik v USING (line) LEFT JOIN likely l USING (line)
  LEFT JOIN said p USING (line)
)
SELECT t.*, t.match IN ('SAME', 'STRUCK') AND NOT t.outside
  AND t.v_kelurahan IS NOT NULL AND (t.kelurahan IS NULL OR t.kelurahan = t.v_kelurahan AND t.rw = '' AND t.rt = '')
  AS by_roll
FROM told t
