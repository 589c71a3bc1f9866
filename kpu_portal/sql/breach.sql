-- Everything one account touched in a window (UU 27/2022, art. 46).
-- In: actor, since, until (left out). Runs as the worker, who sees every regency.
-- Out: a line for each touch; one for each person of a touch that showed people; one
-- for each voter that was changed; one for each row that the account wrote and each
-- person of it (that part is made by breach_rows.py). Numbers are masked here already.
WITH entry AS (
  SELECT * FROM audit_ledgerentry
  WHERE actor_id = %(actor)s AND recorded_at >= %(since)s AND recorded_at < %(until)s),
shown AS (
  SELECT e.id, e.recorded_at, e.action, e.regency_code, e.subject, e.purpose, e.address,
    key, coalesce(e.data ->> 'period', e.subject) AS period
  FROM entry e JOIN ledger_persons s ON s.entry_id = e.id, unnest(s.persons) AS key),
watched AS (
  SELECT DISTINCT w.regency_code, p.id AS period_id
  FROM shown w JOIN periods_period p
    ON p.regency_code = w.regency_code AND p.code = w.period
  WHERE w.action IN ('supervisor.list', 'supervisor.list.export',
    'supervisor.sample', 'supervisor.sample.export')),
watched_voter AS (
  SELECT w.regency_code, v.public_id, v.name, v.nik, rpad(left(encode(sha256(
    convert_to(v.public_id::text || '/' || w.period_id, 'UTF8')), 'hex'), 16),
    32, '0')::uuid AS key
  FROM watched w JOIN voter v ON v.regency_code = w.regency_code),
about AS (
  SELECT id, recorded_at, action, regency_code, subject, purpose, address, key FROM shown
  UNION
  -- Whom a decision was about: its row may have been written again by somebody else.
  SELECT e.id, e.recorded_at, e.action, e.regency_code, e.subject, e.purpose, e.address,
    c.public_id
  FROM entry e JOIN change_proposal c
    ON c.regency_code = e.regency_code AND c.public_id::text = e.subject),
person AS (
  SELECT s.*, coalesce(v.public_id, o.public_id, w.public_id,
      c.public_id) AS public_id,
    coalesce(v.name, c.name, w.name, '') AS name,
    coalesce(v.nik, c.nik, w.nik, '') AS nik
  FROM about s
  LEFT JOIN voter v ON v.regency_code = s.regency_code AND v.public_id = s.key
  LEFT JOIN change_proposal c
    ON c.regency_code = s.regency_code AND c.public_id = s.key
  LEFT JOIN voter o ON o.regency_code = c.regency_code AND o.id = c.voter_id
  LEFT JOIN watched_voter w ON w.regency_code = s.regency_code AND w.key = s.key)
SELECT 'CATATAN' AS kind, recorded_at, action, regency_code, subject, purpose,
  coalesce(host(address), '') AS address, '' AS person, '' AS name, '' AS nik,
  coalesce(data ->> 'sha256', '') AS sha256, id AS number
FROM entry
UNION ALL
SELECT 'ORANG', recorded_at, action, regency_code, subject, purpose,
  coalesce(host(address), ''), coalesce(public_id, key)::text, name,
  left(nik, 6) || CASE WHEN nik = '' THEN '' ELSE '••••••••••' END, '', id
FROM person
UNION ALL
SELECT 'PERUBAHAN', e.recorded_at, lower(e.effect), e.regency_code,
  'peristiwa ' || e.id, e.reason, '', coalesce(v.public_id::text, ''),
  coalesce(v.name, ''), coalesce(left(v.nik, 6) || '••••••••••', ''), '', e.id
FROM voter_event e
LEFT JOIN voter v ON v.regency_code = e.regency_code AND v.id = e.voter_id
WHERE e.actor_id = %(actor)s AND e.recorded_at >= %(since)s
  AND e.recorded_at < %(until)s
UNION ALL
{written}
ORDER BY recorded_at, kind, number, person
