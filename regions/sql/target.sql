-- Where the map of a change sends an RT; the mirror of regions.rules.change.destination.
-- In: id of a change; kelurahan, RW and RT as the roll has them. Out: one row with the
-- kelurahan, RW and RT after the change; none where no line speaks of the place.
CREATE FUNCTION region_target(change bigint, kelurahan text, rw text, rt text)
RETURNS TABLE (new_code text, new_rw text, new_rt text)
LANGUAGE sql STABLE AS $$
  SELECT l.new_code, coalesce(nullif(l.new_rw, ''), $3), coalesce(nullif(l.new_rt, ''), $4)
  FROM regions_regionchangeline l
  WHERE l.change_id = $1 AND l.old_code = $2
    AND (l.rw = '' OR ($3 <> '' AND l.rw = lpad($3, 3, '0')))
    AND (l.rt = '' OR ($4 <> '' AND l.rt = lpad($4, 3, '0')))
  ORDER BY (l.rw <> '')::int + (l.rt <> '')::int DESC LIMIT 1
$$;
