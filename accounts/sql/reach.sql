-- Second wall round the ledger's lines and the jobs; one question a statement (ADR 0033).
-- In: scope_grant, guard_by_scope() of scope_token.sql, mint_scope() of tighter.sql;
-- audit_ledgerentry, ledger_persons, jobs_job.
-- Out: spans of a token, scope_span(), scope_doer(), scope_asker(), ledger_record(),
-- job_asked(), policies.

SET LOCAL ROLE pdpb_finder;
-- A token minted before knows no span: everybody signs in again.
DELETE FROM scope_grant;
-- Spans are {lowest, first above}; NULL opens nothing. Of persons in rows that stand in
-- an RT, of persons in rows that do not, of jobs, of the ledger to read, and of the
-- regencies the account's own deeds are entered under; and the name they carry.
ALTER TABLE scope_grant
  ADD COLUMN household text[], ADD COLUMN person text[], ADD COLUMN job text[],
  ADD COLUMN ledger text[], ADD COLUMN deed text[], ADD COLUMN office boolean,
  ADD COLUMN called text;
RESET ROLE;
GRANT SELECT (username, full_name) ON accounts_user TO pdpb_finder;
SET LOCAL ROLE pdpb_finder;

-- In: a region code, or what stands before an RW's or RT's end. Out: its span; NULL for
-- an empty one.
CREATE FUNCTION span_of(code text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, public AS $$
  SELECT CASE WHEN code > ''
    THEN ARRAY[code, left(code, -1) || chr(ascii(right(code, 1)) + 1)] END
$$;

-- As in tighter.sql, with the spans.
CREATE OR REPLACE FUNCTION mint_scope(account bigint, lifetime interval, names boolean)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  who record;
  code text;
  reach text;
  in_office boolean;
  token text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
  SELECT role, scope_code, rt, rw, left(coalesce(nullif(full_name, ''), username), 150)
    AS called INTO who FROM accounts_user
  WHERE id = account AND is_active
    AND (ends_on IS NULL OR ends_on >= (now() AT TIME ZONE 'Asia/Jakarta')::date);
  IF NOT FOUND THEN RETURN NULL; END IF;
  reach := CASE WHEN names THEN who.scope_code ELSE '' END;
  in_office := who.role IN ('OPERATOR', 'CHAIR', 'MEMBER') AND length(reach) = 4;
  code := CASE
    WHEN who.role IN ('OPERATOR', 'CHAIR', 'MEMBER', 'POST', 'VILLAGE', 'NEIGHBOURHOOD')
      AND length(reach) >= 4 THEN reach
    WHEN who.role = 'SUPERVISOR' AND length(reach) >= 2 THEN reach
    ELSE '' END;
  IF who.role = 'NEIGHBOURHOOD' AND who.rw = '' THEN code := ''; END IF;
  INSERT INTO scope_grant (token_hash, user_id, login, lo, hi, rw, rt, expires_at,
    household, person, job, ledger, deed, office, called)
  VALUES (
    sha256(convert_to(token, 'UTF8')), account,
    CASE who.role WHEN 'SUPERVISOR' THEN 'pdpb_supervisor' ELSE 'pdpb_web' END,
    code, coalesce((span_of(code))[2], ''),
    nullif(who.rw, ''), nullif(who.rt, ''), now() + lifetime,
    -- As guard_by_scope() writes a row's place: kelurahan, RW and RT, each after \x01.
    CASE WHEN code = '' OR who.rw = '' THEN span_of(code)
      WHEN who.rt = '' THEN span_of(code || chr(1) || who.rw || chr(1))
      ELSE span_of(code || chr(1) || who.rw || chr(1) || who.rt || chr(1)) END,
    CASE WHEN who.rw = '' AND who.rt = '' THEN span_of(code) END,
    CASE WHEN in_office OR who.role IN ('PROVINCE', 'SUPERVISOR') THEN span_of(reach)
      END,
    CASE WHEN in_office OR who.role = 'SUPERVISOR' THEN span_of(reach) END,
    CASE WHEN NOT names THEN NULL WHEN who.role = 'ADMIN' THEN ARRAY['0', ':']
      ELSE span_of(left(reach, 4)) END,
    in_office, who.called);
  RETURN token;
END $$;
REVOKE ALL ON FUNCTION span_of(text) FROM PUBLIC;
RESET ROLE;

-- In: household, person, job or ledger. Out: that span of the transaction's token; NULL
-- when it has none. Persons are for the token's own login; Bawaslu's pages read jobs and
-- the ledger, which name nobody, over the web's.
CREATE FUNCTION scope_span(what text) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE span text[];
BEGIN
  SELECT CASE what WHEN 'household' THEN household WHEN 'person' THEN person
    WHEN 'job' THEN job WHEN 'ledger' THEN ledger END INTO span
  FROM scope_grant
  WHERE token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
    AND (login = session_user OR what IN ('job', 'ledger')) AND expires_at > now();
  RETURN span;
END $$;

-- In: an account and a regency code. Out: the account's name, when the transaction's
-- token is its own and lets it enter deeds under that regency; '' is under none.
CREATE FUNCTION scope_doer(account bigint, regency text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT called FROM scope_grant
    WHERE token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
      AND expires_at > now() AND user_id = account
      AND (regency = '' OR width_bucket(regency COLLATE "C", deed) = 1));
END $$;

-- In: an account, a regency, a kind of job. Out: the account's name, when the
-- transaction's token is its own and may ask for it: an office for any, others for
-- files only.
CREATE FUNCTION scope_asker(account bigint, regency text, kind text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  RETURN (SELECT called FROM scope_grant
    WHERE token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
      AND expires_at > now() AND user_id = account AND (office OR kind = 'export')
      AND width_bucket(regency COLLATE "C", job) = 1);
END $$;

REVOKE ALL ON FUNCTION scope_span(text), scope_doer(bigint, text),
  scope_asker(bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scope_span(text) TO pdpb_web, pdpb_ledger;
GRANT EXECUTE ON FUNCTION scope_doer(bigint, text) TO pdpb_ledger;
GRANT EXECUTE ON FUNCTION scope_asker(bigint, text, text) TO pdpb_web;
ALTER FUNCTION scope_span(text) OWNER TO pdpb_finder;
ALTER FUNCTION scope_doer(bigint, text) OWNER TO pdpb_finder;
ALTER FUNCTION scope_asker(bigint, text, text) OWNER TO pdpb_finder;

-- As in scope_token.sql, with one question a statement in place of three or four:
-- planning each cost as much as asking. In: the table; the column that holds a code
-- (kelurahan, or regency_code: then an account below the regency sees no row); whether
-- the rows stand in an RT (if not, the head of an RT or RW sees none). CASE keeps the
-- planner from taking the test for a narrow range and choosing a sort over the index
-- that the page is ordered by (ADR 0006); COLLATE keeps \x01 below every digit.
CREATE OR REPLACE FUNCTION guard_by_scope(
  guarded regclass, code_column text, in_an_rt boolean)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE place text := format('%I', code_column);
BEGIN
  IF in_an_rt THEN
    place := place || $p$ || E'\x01' || coalesce(rw, '') || E'\x01'$p$
      || $p$ || coalesce(rt, '') || E'\x01'$p$;
  END IF;
  EXECUTE format('DROP POLICY IF EXISTS %I ON %s', guarded::text || '_scope', guarded);
  EXECUTE format('CREATE POLICY %I ON %s TO pdpb_web USING ('
    'CASE width_bucket((%s) COLLATE "C", (SELECT scope_span(%L)))'
    ' WHEN 1 THEN true ELSE false END)',
    guarded::text || '_scope', guarded, place,
    CASE WHEN in_an_rt THEN 'household' ELSE 'person' END);
END $$;

-- Every policy that an older guard_by_scope() made is made anew, as the table's owner.
DO $$
DECLARE old record;
BEGIN
  FOR old IN
    SELECT p.tablename, p.schemaname, t.tableowner, p.qual ~ 'rt' AND p.qual ~ 'COALESCE'
        AS in_an_rt, substring(p.qual FROM '\(*(\w+)\)::text >=') AS code_column
    FROM pg_policies p JOIN pg_tables t USING (schemaname, tablename)
    WHERE p.schemaname = 'public' AND p.policyname = p.tablename || '_scope'
      AND p.qual LIKE '%scope_corner(%'
  LOOP
    EXECUTE format('SET LOCAL ROLE %I', old.tableowner);
    PERFORM guard_by_scope(
      old.tablename::regclass, old.code_column, old.in_an_rt);
    RESET ROLE;
  END LOOP;
END $$;

-- The ledger. An office reads its own, Bawaslu that of its regencies; lines without a
-- regency (administrators, unknown names) are for no page.
SET LOCAL ROLE pdpb_ledger;
ALTER TABLE audit_ledgerentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_ledgerentry FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_ledgerentry_inside ON audit_ledgerentry
  TO pdpb_worker, pdpb_gate, pdpb_owner, pdpb_ledger USING (true) WITH CHECK (true);
CREATE POLICY audit_ledgerentry_reach ON audit_ledgerentry FOR SELECT TO pdpb_web
  USING (CASE width_bucket(regency_code COLLATE "C", (SELECT scope_span('ledger')))
    WHEN 1 THEN true ELSE false END);
-- A request writes no line by itself: the function below does.
DROP POLICY ledger_persons_write ON ledger_persons;
REVOKE INSERT ON audit_ledgerentry, ledger_persons FROM pdpb_web;
REVOKE ALL ON SEQUENCE audit_ledgerentry_id_seq, ledger_persons_id_seq FROM pdpb_web;

-- The one way in for a request, and everybody else's too. In: who, what, where, about
-- what, why, details, address, and the keys of persons shown as texts of uuid arrays.
-- The web enters deeds of its token's account, by the name of that account, under its
-- own regencies and no others;
-- sign-ins and refusals, where a token is missing or the regency is another's, come
-- over the gate. No answer: whoever writes a line may not be one to read it.
CREATE FUNCTION ledger_record(actor bigint, name text, deed text, regency text,
  about text, why text, details jsonb, came_from inet, shown text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE entry bigint;
BEGIN
  IF session_user = 'pdpb_web' THEN
    name := scope_doer(actor, regency);
    IF name IS NULL THEN
      RAISE EXCEPTION 'Jejak ini bukan milik akun atau kab/kota permintaan ini.'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  INSERT INTO audit_ledgerentry (recorded_at, actor_id, actor_name, action,
    regency_code, subject, purpose, data, address)
  VALUES (clock_timestamp(), actor, name, deed, regency, about, why, details, came_from)
  RETURNING id INTO entry;
  IF shown IS NOT NULL THEN
    INSERT INTO ledger_persons (entry_id, regency_code, persons)
    SELECT entry, regency, chunk::uuid[] FROM unnest(shown) AS chunk;
  END IF;
END $$;
REVOKE ALL ON FUNCTION ledger_record(bigint, text, text, text, text, text, jsonb, inet,
  text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_record(bigint, text, text, text, text, text, jsonb,
  inet, text[]) TO pdpb_web, pdpb_gate, pdpb_worker, pdpb_owner;
RESET ROLE;

-- The jobs: followed, cancelled and tried again inside the span, asked for in one's own
-- name only; what a job is and for whom never changes.
REVOKE UPDATE, DELETE ON jobs_job FROM pdpb_web;
GRANT UPDATE (state, stage, done, total, attempts, token, error, cancel_requested,
  ended_at, asked_by_id, asked_by_name) ON jobs_job TO pdpb_web;
ALTER TABLE jobs_job ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs_job FORCE ROW LEVEL SECURITY;
CREATE POLICY jobs_job_inside ON jobs_job
  TO pdpb_worker, pdpb_owner USING (true) WITH CHECK (true);
CREATE POLICY jobs_job_reach ON jobs_job TO pdpb_web
  USING (CASE width_bucket(regency_code COLLATE "C", (SELECT scope_span('job')))
    WHEN 1 THEN true ELSE false END);

-- A policy does not see the row of before, so a trigger holds who asks to the token:
-- for a new job, and for a failed one that is tried again. Nothing else puts a job into
-- the queue; waiting ones are cancelled by anybody of the office.
CREATE FUNCTION job_asked() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.state = OLD.state OR NEW.state = 'CANCELLED')
    AND (NEW.asked_by_id, NEW.asked_by_name)
      IS NOT DISTINCT FROM (OLD.asked_by_id, OLD.asked_by_name) THEN
    RETURN NEW;
  END IF;
  NEW.asked_by_name := scope_asker(NEW.asked_by_id, NEW.regency_code, NEW.kind);
  IF NEW.asked_by_name IS NULL OR NEW.state <> 'QUEUED'
    OR (TG_OP = 'UPDATE' AND OLD.state <> 'FAILED') THEN
    RAISE EXCEPTION 'Pekerjaan hanya diminta atas nama akun sendiri.'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION job_asked() FROM PUBLIC;
CREATE TRIGGER job_asked
  BEFORE INSERT OR UPDATE OF state, asked_by_id, asked_by_name ON jobs_job
  FOR EACH ROW WHEN (session_user = 'pdpb_web') EXECUTE FUNCTION job_asked();
