-- What a row of a SIDALIH or DHS download is to the roll; mirrors of
-- voters/rules/sidalih.py, tested against it on every combination.
-- In: facts of one row. Out: the key that matched it, and its outcome.
CREATE FUNCTION sidalih_way(
  dpid_found boolean, nik_agrees boolean, nik_found boolean, other_dpid boolean
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN dpid_found AND nik_agrees THEN 'DPID'
    WHEN dpid_found THEN 'DPID_OTHER_NIK'
    WHEN nik_found AND other_dpid THEN 'NIK_OTHER_DPID'
    WHEN nik_found THEN 'NIK'
    ELSE '' END
$$;

CREATE FUNCTION sidalih_outcome(
  way text, other_person boolean, struck text, told_struck text, differs boolean
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN way IN ('DPID_OTHER_NIK', 'NIK_OTHER_DPID') OR way <> '' AND other_person
      THEN 'CONFLICT'
    WHEN way = '' OR struck <> '' AND told_struck = '' THEN 'ONLY_SIDALIH'
    WHEN struck <> '' AND struck = told_struck THEN 'EQUAL'
    WHEN struck <> '' OR told_struck <> '' OR differs THEN 'DIFFERS'
    ELSE 'EQUAL' END
$$;
GRANT EXECUTE ON FUNCTION sidalih_way(boolean, boolean, boolean, boolean),
  sidalih_outcome(text, boolean, text, text, boolean) TO pdpb_worker;
