-- One act about stations as accepted proposals of one key, in one statement.
-- In: regency, period, kelurahan, ids and stations (arrays, pair by pair), rule, note,
--   group, actor, actor_name. Out: change_proposal rows; how many there are. Whoever
-- has left the kelurahan, is no longer counted, stands there already or has an open
-- move gets none: the service compares the count with what was confirmed.
WITH made AS (
  INSERT INTO change_proposal (regency_code, period_id, kind, state, voter_id,
    base_version, nik, name, sex, kelurahan, elements, old, new, rule, source, note,
    group_key, proposed_by_id, proposed_by_name, decided_by_id, decided_by_name,
    decided_at)
  SELECT v.regency_code, %(period)s, 'PINDAH_DALAM', 'ACCEPTED', v.id, v.row_version,
    v.nik, v.name, v.sex, v.kelurahan, '{tps}'::varchar[], jsonb_build_object('tps', v.tps),
    jsonb_build_object('tps', m.tps), %(rule)s, %(source)s, %(note)s, %(group)s::uuid,
    %(actor)s, %(actor_name)s, %(actor)s, %(actor_name)s, now()
  FROM unnest(%(ids)s::bigint[], %(stations)s::varchar[]) AS m (id, tps)
  JOIN voter v ON v.regency_code = %(regency)s AND v.id = m.id
  WHERE v.kelurahan = %(kelurahan)s AND v.status IN ('ACTIVE', 'HELD')
    AND v.tps <> m.tps
  ORDER BY v.id
  ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT count(*) FROM made
