-- A page of Bawaslu's list reads its own people (ADR 0075).
-- In: scope_edge() of accounts; period_member.list_no, the roll, the events. Out: the function
-- of scope_token.sql anew, row for row the same; a test holds the two side by side.

SET LOCAL ROLE pdpb_finder;
DROP FUNCTION supervisor_list(text, bigint, text, text, bigint, integer);

-- Bawaslu's copy: seven elements of a PUBLISHED period, cut by kelurahan or TPS
-- (domain rule 19). In: the token's range; regency, period, kelurahan ('' for none
-- asked: gives nothing), TPS ('' for all), rows to skip, most rows.
-- Out: an opaque key, the place, the seven elements, and how many rows there are.
-- Everybody's place in the list of the kelurahan was numbered at the freeze; a station is
-- a stretch of it.
CREATE FUNCTION supervisor_list(
  asked_regency text, asked_period bigint, asked_kelurahan text, asked_tps text,
  skip bigint, most integer)
RETURNS TABLE (
  row_key text, kelurahan text, tps text, nama text, jenis_kelamin text, usia integer,
  alamat text, rt text, rw text, keterangan text, jumlah bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
  reference date;
  passed bigint := 0;
  people bigint;
BEGIN
  SELECT p.reference_date INTO reference
  FROM periods_period p
  JOIN plenos_plenary d ON d.period_id = p.id AND d.state = 'PUBLISHED'
  WHERE p.id = asked_period AND p.regency_code = asked_regency
    AND asked_kelurahan >= (SELECT scope_edge(false))
    AND asked_kelurahan < (SELECT scope_edge(true));
  IF NOT FOUND THEN RETURN; END IF;

  IF asked_tps = '' THEN
    SELECT max(m.list_no) INTO people FROM period_member m
    WHERE m.regency_code = asked_regency AND m.period_id = asked_period
      AND m.kelurahan = asked_kelurahan;
  ELSE
    SELECT count(*), min(m.list_no) - 1 INTO people, passed FROM period_member m
    WHERE m.regency_code = asked_regency AND m.period_id = asked_period
      AND m.kelurahan = asked_kelurahan AND m.tps = asked_tps;
  END IF;
  passed := passed + greatest(skip, 0);

  RETURN QUERY
  SELECT left(encode(sha256(convert_to(v.public_id::text || '/' || asked_period,
      'UTF8')), 'hex'), 16),
    asked_kelurahan, m.tps::text, coalesce(e.before ->> 'name', v.name), m.sex::text,
    extract(year FROM age(reference,
      coalesce((e.before ->> 'birth_date')::date, v.birth_date)))::integer,
    coalesce(e.before ->> 'address', v.address), coalesce(e.before ->> 'rt', v.rt),
    coalesce(e.before ->> 'rw', v.rw), coalesce(e.before ->> 'remark', v.remark), people
  FROM period_member m
  JOIN voter v ON v.regency_code = asked_regency AND v.id = m.voter_id
  LEFT JOIN LATERAL (
    SELECT x.before FROM voter_event x
    WHERE v.row_version > m.row_version AND x.regency_code = asked_regency
      AND x.voter_id = m.voter_id AND x.row_version = m.row_version + 1
    ORDER BY x.id LIMIT 1) e ON true
  WHERE m.regency_code = asked_regency AND m.period_id = asked_period
    AND m.kelurahan = asked_kelurahan AND m.list_no > passed
    AND m.list_no <= passed + least(most, 1000, people - greatest(skip, 0))
  ORDER BY m.list_no;
END $$;
REVOKE ALL ON FUNCTION supervisor_list(text, bigint, text, text, bigint, integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervisor_list(text, bigint, text, text, bigint, integer)
  TO pdpb_supervisor;
RESET ROLE;
