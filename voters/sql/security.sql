-- Second wall (design 3): who may do what, and which rows a request can see.
-- In: app.rlo, app.rhi (range of regency codes), app.klo, app.khi (of kelurahan codes).
-- Out: grants, policies, the enrolment functions, the name search.

REVOKE ALL ON voter, voter_event, change_proposal, evidence, not_yet_eligible,
  period_tally, roll_tally FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT ON voter TO pdpb_web, pdpb_worker, pdpb_ledger, pdpb_finder;
GRANT INSERT, UPDATE ON voter TO pdpb_worker;
GRANT SELECT, INSERT, UPDATE ON change_proposal, evidence TO pdpb_web, pdpb_worker;
GRANT SELECT ON change_proposal TO pdpb_ledger, pdpb_finder;
GRANT SELECT ON not_yet_eligible TO pdpb_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON not_yet_eligible TO pdpb_worker;
GRANT SELECT ON voter_event, period_tally, roll_tally
  TO pdpb_web, pdpb_worker, pdpb_finder, pdpb_owner;
GRANT SELECT ON periods_period TO pdpb_ledger, pdpb_finder;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['voter', 'voter_event', 'change_proposal', 'evidence',
                           'not_yet_eligible'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner, pdpb_ledger '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['voter', 'not_yet_eligible', 'change_proposal'] LOOP
    EXECUTE format($p$
      CREATE POLICY %I ON %I TO pdpb_web USING (
        regency_code >= nullif(current_setting('app.rlo', true), '')::varchar
        AND regency_code < nullif(current_setting('app.rhi', true), '')::varchar
        AND kelurahan >= nullif(current_setting('app.klo', true), '')::varchar
        AND kelurahan < nullif(current_setting('app.khi', true), '')::varchar)
    $p$, t || '_scope', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['voter_event', 'evidence'] LOOP
    EXECUTE format($p$
      CREATE POLICY %I ON %I TO pdpb_web USING (
        regency_code >= nullif(current_setting('app.rlo', true), '')::varchar
        AND regency_code < nullif(current_setting('app.rhi', true), '')::varchar)
    $p$, t || '_scope', t);
  END LOOP;
END $$;

CREATE TRIGGER voter_version BEFORE UPDATE ON voter
  FOR EACH ROW WHEN (OLD.row_version = NEW.row_version AND OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION voter_next_version();
CREATE TRIGGER voter_update AFTER UPDATE ON voter
  REFERENCING OLD TABLE AS old_t NEW TABLE AS new_t
  FOR EACH STATEMENT EXECUTE FUNCTION voter_updated();
CREATE TRIGGER voter_insert AFTER INSERT ON voter
  REFERENCING NEW TABLE AS new_t
  FOR EACH STATEMENT EXECUTE FUNCTION voter_inserted();
CREATE TRIGGER voter_delete BEFORE DELETE ON voter
  FOR EACH STATEMENT EXECUTE FUNCTION voter_deleted();

-- Partitions of the ledger's own table; called by enrol_regency only.
CREATE FUNCTION enrol_ledger(code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  EXECUTE format('CREATE TABLE part.voter_event_%s (LIKE voter_event INCLUDING '
    'DEFAULTS INCLUDING CONSTRAINTS, CHECK (regency_code = %L))', code, code);
  EXECUTE format('ALTER TABLE voter_event ATTACH PARTITION part.voter_event_%s '
    'FOR VALUES IN (%L)', code, code);
  EXECUTE format('ALTER TABLE part.voter_event_%s ENABLE ROW LEVEL SECURITY', code);
  EXECUTE format('ALTER TABLE part.voter_event_%s FORCE ROW LEVEL SECURITY', code);
END $$;

-- In: a regency code of four digits. Out: true when partitions were made, false when
-- they stood already.
CREATE FUNCTION enrol_regency(code text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE t text;
BEGIN
  IF code !~ '^[0-9]{4}$' THEN
    RAISE EXCEPTION 'Kode kab/kota harus empat angka: %', code;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('enrol'), code::int);
  IF to_regclass('part.voter_' || code) IS NOT NULL THEN RETURN false; END IF;
  FOREACH t IN ARRAY ARRAY['voter', 'change_proposal'] LOOP
    EXECUTE format('CREATE TABLE part.%s_%s (LIKE %I INCLUDING DEFAULTS INCLUDING '
      'CONSTRAINTS, CHECK (regency_code = %L)) WITH (fillfactor = 85)', t, code, t, code);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION part.%s_%s FOR VALUES IN (%L)',
      t, t, code, code);
    EXECUTE format('ALTER TABLE part.%s_%s ENABLE ROW LEVEL SECURITY', t, code);
    EXECUTE format('ALTER TABLE part.%s_%s FORCE ROW LEVEL SECURITY', t, code);
  END LOOP;
  EXECUTE format('CREATE TRIGGER voter_update AFTER UPDATE ON part.voter_%s '
    'REFERENCING OLD TABLE AS old_t NEW TABLE AS new_t '
    'FOR EACH STATEMENT EXECUTE FUNCTION voter_updated()', code);
  EXECUTE format('CREATE TRIGGER voter_insert AFTER INSERT ON part.voter_%s '
    'REFERENCING NEW TABLE AS new_t '
    'FOR EACH STATEMENT EXECUTE FUNCTION voter_inserted()', code);
  EXECUTE format('CREATE TRIGGER voter_delete BEFORE DELETE ON part.voter_%s '
    'FOR EACH STATEMENT EXECUTE FUNCTION voter_deleted()', code);
  PERFORM enrol_ledger(code);
  RETURN true;
END $$;

-- Name search that an index can serve: LIKE is not leakproof, so under a policy the
-- trigram index is not used. It repeats the scope itself; the policy rechecks outside.
-- In: regency, upper-case words, most rows. Out: voter ids by name.
CREATE FUNCTION search_voters(regency text, words text[], most integer)
RETURNS TABLE (id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT v.id FROM voter v
  WHERE v.regency_code = regency
    AND v.regency_code >= nullif(current_setting('app.rlo', true), '')::varchar
    AND v.regency_code < nullif(current_setting('app.rhi', true), '')::varchar
    AND v.kelurahan >= nullif(current_setting('app.klo', true), '')::varchar
    AND v.kelurahan < nullif(current_setting('app.khi', true), '')::varchar
    AND v.name LIKE ALL (
      SELECT '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      FROM unnest(words) w)
  ORDER BY v.name, v.id LIMIT least(most, 1000)
$$;

REVOKE ALL ON FUNCTION enrol_regency(text), enrol_ledger(text),
  search_voters(text, text[], integer), voter_updated(), voter_inserted(),
  voter_deleted(), voter_next_version() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enrol_regency(text) TO pdpb_worker;
GRANT EXECUTE ON FUNCTION search_voters(text, text[], integer) TO pdpb_web;

-- Owners last: from here on the owner cannot touch them.
ALTER TABLE voter_event OWNER TO pdpb_ledger;
ALTER TABLE period_tally OWNER TO pdpb_ledger;
ALTER TABLE roll_tally OWNER TO pdpb_ledger;
ALTER FUNCTION voter_updated() OWNER TO pdpb_ledger;
ALTER FUNCTION voter_inserted() OWNER TO pdpb_ledger;
ALTER FUNCTION search_voters(text, text[], integer) OWNER TO pdpb_finder;
ALTER FUNCTION enrol_ledger(text) OWNER TO pdpb_ledger;
-- A grant to the owner itself would have moved to the new owner: made by it, it stays.
SET LOCAL ROLE pdpb_ledger;
GRANT EXECUTE ON FUNCTION enrol_ledger(text), voter_updated(), voter_inserted()
  TO pdpb_owner;
RESET ROLE;
