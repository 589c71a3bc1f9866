-- Where each counted person stands in the list of the kelurahan (ADR 0075).
-- In: period_member, period_list. Out: period_member.list_no, number_members(),
-- replace_members() of reopening.sql anew: it numbers the list that it changed.

ALTER TABLE period_member ADD COLUMN list_no integer NOT NULL DEFAULT 0;

-- The owner reads no event: the finder does, and writes this column of members alone.
GRANT SELECT ON period_list TO pdpb_finder;
GRANT UPDATE (list_no) ON period_member TO pdpb_finder;
SET LOCAL ROLE pdpb_finder;
-- In: a regency and a frozen period of it. Numbers the list of each kelurahan in the
-- order of Bawaslu's: station, name of that day, voter. Out: how many had another number.
CREATE FUNCTION number_members(asked_regency text, asked_period bigint)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH numbered AS (
    SELECT l.voter_id, row_number() OVER (
      PARTITION BY l.kelurahan ORDER BY l.tps, l.name, l.voter_id) AS n
    FROM period_list l
    WHERE l.regency_code = asked_regency AND l.period_id = asked_period
  ), changed AS (
    UPDATE period_member m SET list_no = x.n FROM numbered x
    WHERE m.regency_code = asked_regency AND m.period_id = asked_period
      AND m.voter_id = x.voter_id AND m.list_no <> x.n
    RETURNING 1
  )
  SELECT count(*) FROM changed
$$;
REVOKE ALL ON FUNCTION number_members(text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION number_members(text, bigint) TO pdpb_owner;
RESET ROLE;
SELECT number_members(p.regency_code, p.id) FROM periods_period p
WHERE EXISTS (SELECT FROM period_member m
  WHERE m.regency_code = p.regency_code AND m.period_id = p.id);
CREATE INDEX member_by_list
  ON period_member (regency_code, period_id, kelurahan, list_no);

-- The worker may not delete members; this may, of an OPEN period whose recap of the
-- version before stands. In: regency, period, the version to be frozen.
-- Out: how many rows went to the past and how many came.
CREATE OR REPLACE FUNCTION replace_members(
  regency text, period bigint, new_version integer, OUT gone bigint, OUT come bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM periods_period p JOIN plenos_recap r ON r.period_id = p.id
    WHERE p.id = period AND p.regency_code = regency AND p.state = 'OPEN'
      AND r.version = new_version - 1) THEN
    RAISE EXCEPTION 'Periode % tidak dibuka kembali', period;
  END IF;
  WITH left_out AS (
    DELETE FROM period_member m
    WHERE m.regency_code = regency AND m.period_id = period AND NOT EXISTS (
      SELECT FROM voter v WHERE v.regency_code = regency AND v.id = m.voter_id
        AND v.status IN ('ACTIVE', 'HELD') AND v.row_version = m.row_version)
    RETURNING m.*
  )
  INSERT INTO period_member_past (regency_code, period_id, voter_id, row_version,
    kelurahan, sex, tps, since_version, last_version)
  SELECT regency_code, period_id, voter_id, row_version, kelurahan, sex, tps,
    since_version, new_version - 1 FROM left_out;
  GET DIAGNOSTICS gone = ROW_COUNT;
  INSERT INTO period_member (regency_code, period_id, voter_id, row_version,
    kelurahan, sex, tps, since_version)
  SELECT v.regency_code, period, v.id, v.row_version, v.kelurahan, v.sex, v.tps,
    new_version
  FROM voter v
  WHERE v.regency_code = regency AND v.status IN ('ACTIVE', 'HELD') AND NOT EXISTS (
    SELECT FROM period_member m WHERE m.regency_code = regency
      AND m.period_id = period AND m.voter_id = v.id);
  GET DIAGNOSTICS come = ROW_COUNT;
  PERFORM number_members(regency, period);
END $$;
