-- What comparisons and searches ask of a voter, as numbers, worked out once (ADR 0055). A memo of the roll: it holds no name, no NIK and no address, only hashes;
-- unlogged, for after a crash it is made anew. voter_mark_until says up to which event
-- of the roll it is true; what came later is worked out before it is read. name_count:
-- how many of them bear a spelling (spelt, as in name_sound).
-- In: nothing. Out: voter_mark, voter_mark_until, name_count, enrol_marks(); the
-- worker's alone.
CREATE TABLE voter_mark (
  regency_code varchar(4) NOT NULL,
  voter_id bigint NOT NULL,
  nik_mark bigint NOT NULL,
  print bigint,
  spelt bigint NOT NULL,
  nkk_mark bigint,
  district integer NOT NULL,
  born date NOT NULL,
  is_single boolean NOT NULL,
  tps varchar(3) NOT NULL,
  disability varchar(1) NOT NULL,
  ektp_status varchar(1) NOT NULL,
  sex varchar(1) NOT NULL,
  kelurahan varchar(10) NOT NULL
) PARTITION BY LIST (regency_code);
CREATE UNLOGGED TABLE voter_mark_until (
  regency_code varchar(4) PRIMARY KEY,
  event_id bigint NOT NULL,
  events bigint NOT NULL
);
CREATE UNLOGGED TABLE name_count (
  regency_code varchar(4) NOT NULL,
  spelt bigint NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (regency_code, spelt)
);
ALTER TABLE voter_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE voter_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY voter_mark_inside ON voter_mark TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
REVOKE ALL ON voter_mark, voter_mark_until, name_count FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, DELETE ON voter_mark TO pdpb_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON voter_mark_until, name_count TO pdpb_worker;

-- In: the code of an enrolled regency. Out: its part of voter_mark, where it is missing.
CREATE FUNCTION enrol_marks(code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF to_regclass('part.voter_mark_' || code) IS NOT NULL THEN RETURN; END IF;
  IF code !~ '^[0-9]{4}$' OR to_regclass('part.voter_' || code) IS NULL THEN
    RAISE EXCEPTION 'Kab/kota belum terdaftar: %', code;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('enrol'), code::int);
  IF to_regclass('part.voter_mark_' || code) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE UNLOGGED TABLE part.voter_mark_%s (LIKE voter_mark INCLUDING '
    'DEFAULTS INCLUDING CONSTRAINTS, CHECK (regency_code = %L))', code, code);
  EXECUTE format('ALTER TABLE voter_mark ATTACH PARTITION part.voter_mark_%s '
    'FOR VALUES IN (%L)', code, code);
  EXECUTE format('ALTER TABLE part.voter_mark_%s ENABLE ROW LEVEL SECURITY', code);
  EXECUTE format('ALTER TABLE part.voter_mark_%s FORCE ROW LEVEL SECURITY', code);
END $$;
REVOKE ALL ON FUNCTION enrol_marks(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enrol_marks(text) TO pdpb_worker;
