-- Reminders that have come due and were not made yet. Twin of partners/rules.py::step_due.
-- In: today; agreement_steps and request_steps (days before, int[]).
-- Out: rows in partners_reminder, one for a thing, its day and the latest step reached;
--     an earlier step of the same thing that nobody dealt with is closed by it.
WITH due AS (
  SELECT 'AGREEMENT' AS kind, a.id AS agreement_id, NULL::bigint AS request_id,
    a.regency_code, a.ends_on AS due_on,
    (SELECT min(s) FROM unnest(%(agreement_steps)s::int[]) s
     WHERE a.ends_on - %(today)s::date <= s) AS step
  FROM partners_agreement a
  WHERE a.archived_at IS NULL AND a.ends_on >= %(today)s::date
  UNION ALL
  SELECT 'REQUEST', NULL, r.id, r.regency_code, r.due_on,
    (SELECT min(s) FROM unnest(%(request_steps)s::int[]) s
     WHERE r.due_on - %(today)s::date <= s)
  FROM partners_datarequest r
  WHERE r.archived_at IS NULL AND r.state = 'ASKED'
), made AS (
  INSERT INTO partners_reminder (regency_code, public_id, kind, agreement_id,
    request_id, due_on, step, done_by_name)
  SELECT regency_code, gen_random_uuid(), kind, agreement_id, request_id, due_on, step,
    ''
  FROM due WHERE step IS NOT NULL
  ON CONFLICT DO NOTHING
  RETURNING id, agreement_id, request_id
), replaced AS (
  UPDATE partners_reminder p SET done_at = now(), done_by_name = 'sistem'
  FROM made m
  WHERE p.done_at IS NULL AND p.id <> m.id
    AND (p.agreement_id = m.agreement_id OR p.request_id = m.request_id)
  RETURNING 1
)
SELECT count(*) FROM made
