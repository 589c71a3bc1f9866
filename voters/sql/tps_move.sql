-- One act about stations carried out: its proposals and the roll, in one transaction.
-- In: regency, move (station_move), job; ids, stood and stations (arrays, voter by
--   voter: whom, where from, where to), rule, source; app.actor, app.actor_name and
--   app.period. The lock of the roll.
-- Out: change_proposal rows of the act's key; voters changed (their trigger writes the
--   events).
-- A proposal is written once, as what became of it: APPLIED, or STALE for whoever has
-- left the kelurahan or the station since the confirmation, or is no longer counted.

-- step: propose
INSERT INTO change_proposal (regency_code, period_id, kind, state, voter_id,
  base_version, nik, name, sex, kelurahan, elements, old, new, rule, source, note,
  group_key, proposed_by_id, proposed_by_name, decided_by_id, decided_by_name,
  decided_at, applied_at, apply_job_id, created_at)
SELECT m.regency_code, m.period_id, 'PINDAH_DALAM',
  CASE WHEN f.fits THEN 'APPLIED' ELSE 'STALE' END, v.id, v.row_version, v.nik, v.name,
  v.sex, v.kelurahan, '{{tps}}'::varchar[], jsonb_build_object('tps', t.stood),
  jsonb_build_object('tps', t.tps), %(rule)s, %(source)s, m.note, m.group_key,
  m.made_by_id, m.made_by_name, m.made_by_id, m.made_by_name, m.made_at,
  CASE WHEN f.fits THEN now() END, %(job)s, m.made_at
FROM unnest(%(ids)s::bigint[], %(stood)s::varchar[], %(stations)s::varchar[])
  AS t (id, stood, tps)
JOIN station_move m ON m.id = %(move)s AND m.regency_code = %(regency)s
JOIN voter v ON v.regency_code = %(regency)s AND v.id = t.id,
LATERAL (SELECT v.kelurahan = m.kelurahan AND v.status IN ('ACTIVE', 'HELD')
  AND v.tps = t.stood AS fits) f
ORDER BY v.id;

-- step: change
UPDATE voter v SET tps = t.tps, is_special_site = special_site(t.tps),
  row_version = v.row_version + 1, change_id = t.id
FROM (SELECT p.id, p.voter_id, p.new->>'tps' AS tps
  FROM change_proposal p JOIN station_move m ON m.group_key = p.group_key
  WHERE m.id = %(move)s AND p.regency_code = %(regency)s AND p.state = 'APPLIED'
    AND p.apply_job_id = %(job)s) t
WHERE v.regency_code = %(regency)s AND v.id = t.voter_id;
