-- Draw the tasks of a batch, grouped by RT, a sheet each, spread over days by the load.
-- In: candidates.sql; batch, per_day. Out: rows of fieldwork_task, none when the batch
-- has some already; how many.
INSERT INTO fieldwork_task (regency_code, public_id, batch_id, voter_id, proposal_id,
  pair_id, side_id, reason, kelurahan, rw, rt, sheet, line, day, officer_name, state,
  visits, result)
SELECT %(regency)s, gen_random_uuid(), %(batch)s, voter_id, proposal_id, pair_id, side_id,
  reason, kelurahan, rw, rt,
  dense_rank() OVER (ORDER BY kelurahan, rw, rt),
  row_number() OVER (
    PARTITION BY kelurahan, rw, rt ORDER BY name, voter_id, proposal_id),
  1 + (row_number() OVER (
    PARTITION BY kelurahan ORDER BY rw, rt, name, voter_id, proposal_id) - 1)
    / %(per_day)s,
  '', 'TODO', 0, ''
FROM chosen
WHERE NOT EXISTS (SELECT FROM fieldwork_task t
  WHERE t.regency_code = %(regency)s AND t.batch_id = %(batch)s)
ORDER BY kelurahan, rw, rt, name, voter_id, proposal_id
