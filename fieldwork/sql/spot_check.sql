-- Draw finished tasks of a batch for uji petik, in the order of a hash of the seed.
-- In: regency, batch, seed, most, name (who draws). Out: rows of fieldwork_spotcheck.
INSERT INTO fieldwork_spotcheck (regency_code, public_id, kelurahan, rw, rt, task_id,
  seed, found, note, drawn_by_name, checked_by_name)
SELECT t.regency_code, gen_random_uuid(), t.kelurahan, t.rw, t.rt, t.id, %(seed)s, '', '',
  %(name)s, ''
FROM fieldwork_task t
WHERE t.regency_code = %(regency)s AND t.batch_id = %(batch)s AND t.state = 'DONE'
  AND NOT EXISTS (SELECT FROM fieldwork_spotcheck s WHERE s.task_id = t.id)
ORDER BY md5(%(seed)s || '/' || t.public_id), t.id
LIMIT %(most)s
