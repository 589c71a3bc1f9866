-- What was said of the same person on an earlier list stands for this row as well.
-- In: {matched}; regency, list. Out: aid_decision.
INSERT INTO aid_decision (regency_code, public_id, kelurahan, rw, rt, recipient_id,
  voter_id, same, recipient_mark, voter_mark, decided_by_id, decided_by_name, decided_at,
  ended_by_name)
SELECT a.regency_code, gen_random_uuid(), a.kelurahan, a.rw, a.rt, a.id, d.voter_id,
  d.same, d.recipient_mark, d.voter_mark, d.decided_by_id, d.decided_by_name,
  d.decided_at, ''
FROM {matched} m
JOIN aid_recipient a ON a.list_id = %(list)s AND a.line_no = m.line
JOIN aid_decision d ON d.regency_code = %(regency)s AND d.id = m.remembered
WHERE m.remembered IS NOT NULL AND m.match IN ('SAME', 'ABSENT')
