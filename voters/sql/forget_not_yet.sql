-- Of those who wait for their day: whom a delivery says has died or left, and who only
-- lives in another kelurahan of the regency now.
-- In: landing.{table} (nik, gone = why, "" for whoever waits; kelurahan = where a move
--   may have ended inside the regency, with its data); regency, delivery; reasons and
--   moves: what the sender may say. Out: left_by or the new place in not_yet_eligible;
--   one result row: how many are forgotten.
WITH named AS MATERIALIZED (
  SELECT y.id, t.gone, t.kelurahan, t.data,
    -- The kelurahan where they live already is the one that they left, as of a voter.
    coalesce(t.kelurahan <> y.kelurahan, false) AS moves
  FROM landing.{table} t
  JOIN not_yet_eligible y ON y.regency_code = %(regency)s AND y.nik = t.nik
  WHERE t.gone <> ''
), moved AS (
  UPDATE not_yet_eligible y
  SET kelurahan = n.kelurahan, data = y.data || n.data, seen_on = current_date
  FROM named n
  WHERE y.regency_code = %(regency)s AND y.id = n.id AND n.moves AND %(moves)s
), forgotten AS (
  UPDATE not_yet_eligible y
  SET left_by = array_append(y.left_by, %(delivery)s::bigint), seen_on = current_date
  FROM named n
  WHERE y.regency_code = %(regency)s AND y.id = n.id AND NOT n.moves
    AND n.gone = ANY (%(reasons)s::text[])
  RETURNING 1
)
SELECT count(*) FROM forgotten
