-- A period that is opened once more (ADR 0007), and Bawaslu's advice.
-- In: period_member, guard_by_scope() of accounts. Out: period_member.since_version,
-- period_member_past, replace_members(), policies, grants, supervisor_advice().

ALTER TABLE period_member ADD COLUMN since_version smallint NOT NULL DEFAULT 1;

-- Who was counted in an earlier version and is not in the one in force as they were.
CREATE TABLE period_member_past (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  regency_code varchar(4) NOT NULL,
  period_id bigint NOT NULL,
  voter_id bigint NOT NULL,
  row_version integer NOT NULL,
  kelurahan varchar(10) NOT NULL,
  sex varchar(1) NOT NULL,
  tps varchar(3) NOT NULL,
  since_version smallint NOT NULL,
  last_version smallint NOT NULL CHECK (last_version >= since_version),
  UNIQUE (regency_code, period_id, voter_id, since_version)
);
ALTER TABLE period_member_past ENABLE ROW LEVEL SECURITY;
ALTER TABLE period_member_past FORCE ROW LEVEL SECURITY;
CREATE POLICY period_member_past_inside ON period_member_past
  TO pdpb_worker, pdpb_owner USING (true) WITH CHECK (true);
REVOKE ALL ON period_member_past FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON period_member_past TO pdpb_web, pdpb_worker;

-- The worker may not delete members; this may, of an OPEN period whose recap of the
-- version before stands. In: regency, period, the version to be frozen.
-- Out: how many rows went to the past and how many came.
CREATE FUNCTION replace_members(
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
END $$;
REVOKE ALL ON FUNCTION replace_members(text, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION replace_members(text, bigint, integer) TO pdpb_worker;

-- People whom a letter names: references to the roll, by kelurahan.
ALTER TABLE plenos_advicevoter ENABLE ROW LEVEL SECURITY;
ALTER TABLE plenos_advicevoter FORCE ROW LEVEL SECURITY;
CREATE POLICY plenos_advicevoter_inside ON plenos_advicevoter
  TO pdpb_worker, pdpb_owner USING (true) WITH CHECK (true);
DO $$ BEGIN
  PERFORM guard_by_scope('period_member_past', 'kelurahan', false);
  PERFORM guard_by_scope('plenos_advicevoter', 'kelurahan', false);
END $$;

REVOKE ALL ON plenos_recapchange FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON plenos_recapchange TO pdpb_web, pdpb_worker;
GRANT INSERT ON plenos_recapchange TO pdpb_worker;
REVOKE DELETE ON plenos_reopening, plenos_advice, plenos_advicevoter FROM pdpb_web;
GRANT DELETE ON plenos_advicevoter TO pdpb_web;
GRANT SELECT ON plenos_advice, plenos_advicevoter TO pdpb_finder;

-- What became of each person of Bawaslu's own letter: its seven elements, the finding
-- and the state of the office's proposal. In: the token's range, an advice.
-- Out: one row a person; none outside the range.
CREATE FUNCTION supervisor_advice(asked uuid)
RETURNS TABLE (
  nama text, jenis_kelamin text, usia integer, alamat text, rt text, rw text,
  keterangan text, hasil text, catatan text, usulan text, keadaan text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT v.name, v.sex, extract(year FROM age(a.letter_on, v.birth_date))::integer,
    v.address, v.rt, v.rw, v.remark, l.finding, l.note,
    coalesce(c.kind, ''), coalesce(c.state, '')
  FROM plenos_advice a
  JOIN plenos_advicevoter l ON l.advice_id = a.id
  JOIN voter v ON v.regency_code = a.regency_code AND v.id = l.voter_id
  LEFT JOIN change_proposal c
    ON c.regency_code = a.regency_code AND c.id = l.proposal_id
  WHERE a.public_id = asked
    AND l.kelurahan >= (SELECT scope_edge(false))
    AND l.kelurahan < (SELECT scope_edge(true))
  ORDER BY l.id LIMIT 2000
$$;
REVOKE ALL ON FUNCTION supervisor_advice(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION supervisor_advice(uuid) TO pdpb_supervisor;
ALTER FUNCTION supervisor_advice(uuid) OWNER TO pdpb_finder;
