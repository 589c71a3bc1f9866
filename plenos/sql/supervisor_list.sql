-- Bawaslu's list of a kelurahan reads the stations of its page (ADR 0075).
-- In: scope_edge() of accounts; period_member, the roll, the events. Out: the function
-- of scope_token.sql anew, row for row the same; a test holds the two side by side.

SET LOCAL ROLE pdpb_finder;
DROP FUNCTION supervisor_list(text, bigint, text, text, bigint, integer);

-- Bawaslu's copy: seven elements of a PUBLISHED period, cut by kelurahan or TPS
-- (domain rule 19). In: the token's range; regency, period, kelurahan ('' for none
-- asked: gives nothing), TPS ('' for all), rows to skip, most rows.
-- Out: an opaque key, the place, the seven elements, and how many rows there are.
-- The list is in the order of stations, so how many people each has says which of them
-- a page cuts; only theirs are read and put in order.
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
  stations varchar[];
  passed bigint;
  people bigint;
BEGIN
  SELECT p.reference_date INTO reference
  FROM periods_period p
  JOIN plenos_plenary d ON d.period_id = p.id AND d.state = 'PUBLISHED'
  WHERE p.id = asked_period AND p.regency_code = asked_regency
    AND asked_kelurahan >= (SELECT scope_edge(false))
    AND asked_kelurahan < (SELECT scope_edge(true));
  IF NOT FOUND THEN RETURN; END IF;

  SELECT max(s.upto), min(s.upto - s.n) FILTER (WHERE s.is_cut),
    array_agg(s.tps) FILTER (WHERE s.is_cut)
  INTO people, passed, stations
  FROM (
    SELECT c.*, c.upto > greatest(skip, 0)
      AND c.upto - c.n < greatest(skip, 0) + least(most, 1000) AS is_cut
    FROM (
      SELECT m.tps, count(*) AS n,
        (sum(count(*)) OVER (ORDER BY m.tps))::bigint AS upto
      FROM period_member m
      WHERE m.regency_code = asked_regency AND m.period_id = asked_period
        AND m.kelurahan = asked_kelurahan AND (asked_tps = '' OR m.tps = asked_tps)
      GROUP BY m.tps) c) s;

  RETURN QUERY
  SELECT left(encode(sha256(convert_to(g.public_id::text || '/' || asked_period,
      'UTF8')), 'hex'), 16),
    asked_kelurahan, g.tps::text, g.name, g.sex::text,
    extract(year FROM age(reference,
      coalesce((g.image ->> 'birth_date')::date, g.birth_date)))::integer,
    coalesce(g.image ->> 'address', g.address), coalesce(g.image ->> 'rt', g.rt),
    coalesce(g.image ->> 'rw', g.rw), coalesce(g.image ->> 'remark', g.remark), people
  FROM (
    SELECT m.tps, m.sex, m.voter_id, v.public_id, v.birth_date, v.address, v.rt, v.rw,
      v.remark, e.before AS image, coalesce(e.before ->> 'name', v.name) AS name
    FROM period_member m
    JOIN voter v ON v.regency_code = asked_regency AND v.id = m.voter_id
    LEFT JOIN LATERAL (
      SELECT x.before FROM voter_event x
      WHERE v.row_version > m.row_version AND x.regency_code = asked_regency
        AND x.voter_id = m.voter_id AND x.row_version = m.row_version + 1
      ORDER BY x.id LIMIT 1) e ON true
    WHERE m.regency_code = asked_regency AND m.period_id = asked_period
      AND m.kelurahan = asked_kelurahan AND m.tps = ANY (stations)
    ORDER BY m.tps, name, m.voter_id
    OFFSET greatest(skip, 0) - coalesce(passed, 0) LIMIT least(most, 1000)) g
  ORDER BY g.tps, g.name, g.voter_id;
END $$;
REVOKE ALL ON FUNCTION supervisor_list(text, bigint, text, text, bigint, integer)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervisor_list(text, bigint, text, text, bigint, integer)
  TO pdpb_supervisor;
RESET ROLE;
