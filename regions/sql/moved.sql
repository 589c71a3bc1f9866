-- A sender that still writes the codes of before a change of regions: where its people
-- live now (rule Y8). Run once for each applied change, the oldest first.
-- In: {read}, with line, kelurahan, rw and rt; change, the id of the change. Out: the
-- three of {read} as its map has them.
UPDATE {read} c SET kelurahan = m.new_code, rw = m.new_rw, rt = m.new_rt
FROM (
  SELECT t.line, g.new_code, g.new_rw, g.new_rt
  FROM {read} t
  CROSS JOIN LATERAL region_target(%(change)s, t.kelurahan, t.rw, t.rt) g
) m
WHERE m.line = c.line AND m.new_code <> c.kelurahan
