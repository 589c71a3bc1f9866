-- Who may see which people, by a token that only the sign-in path can mint (ADR 0006).
-- In: accounts_user; app.token of the transaction. Out: scope_grant, mint_scope(),
-- revoke_scopes(), revoke_scope(), scope_lives(), scope_edge(), scope_corner(),
-- guard_by_scope().

CREATE TABLE scope_grant (
  token_hash bytea PRIMARY KEY,
  user_id bigint NOT NULL,
  login text NOT NULL CHECK (login IN ('pdpb_web', 'pdpb_supervisor')),
  lo varchar(10) NOT NULL,
  hi varchar(10) NOT NULL,
  rw varchar(3),
  rt varchar(3),
  expires_at timestamptz NOT NULL
);
CREATE INDEX scope_grant_user ON scope_grant (user_id);
REVOKE ALL ON scope_grant FROM PUBLIC, pdpb_web, pdpb_worker;
GRANT SELECT (id, role, scope_code, rt, rw, is_active, ends_on) ON accounts_user
  TO pdpb_finder;

-- In: an account, how long the token lives, whether it opens people by name (not before
-- the second factor). Out: the token, which is kept nowhere else;
-- NULL for an account that is not active, has ended or does not exist. The range comes
-- from the account's row and from no argument; it is empty for who sees no names.
CREATE FUNCTION mint_scope(account bigint, lifetime interval, names boolean)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  who record;
  code text;
  token text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
  SELECT role, scope_code, rt, rw INTO who FROM accounts_user
  WHERE id = account AND is_active
    AND (ends_on IS NULL OR ends_on >= (now() AT TIME ZONE 'Asia/Jakarta')::date);
  IF NOT FOUND THEN RETURN NULL; END IF;
  code := CASE
    WHEN NOT names THEN ''
    WHEN who.role IN ('OPERATOR', 'CHAIR', 'MEMBER', 'POST', 'VILLAGE', 'NEIGHBOURHOOD')
      AND length(who.scope_code) >= 4 THEN who.scope_code
    WHEN who.role = 'SUPERVISOR' AND length(who.scope_code) >= 2 THEN who.scope_code
    ELSE '' END;
  IF who.role = 'NEIGHBOURHOOD' AND who.rw = '' THEN code := ''; END IF;
  DELETE FROM scope_grant WHERE user_id = account AND expires_at < now();
  INSERT INTO scope_grant VALUES (
    sha256(convert_to(token, 'UTF8')), account,
    CASE who.role WHEN 'SUPERVISOR' THEN 'pdpb_supervisor' ELSE 'pdpb_web' END,
    code, CASE WHEN code = '' THEN ''
      ELSE left(code, -1) || chr(ascii(right(code, 1)) + 1) END,
    nullif(who.rw, ''), nullif(who.rt, ''), now() + lifetime);
  RETURN token;
END $$;

-- In: an account. Out: how many of its tokens ended.
CREATE FUNCTION revoke_scopes(account bigint) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (DELETE FROM scope_grant WHERE user_id = account RETURNING 1)
  SELECT count(*) FROM gone
$$;

-- A changed role, region, end date or state ends every token of the account, whoever
-- wrote the change and however.
CREATE FUNCTION account_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM scope_grant WHERE user_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER account_changed
  AFTER UPDATE OF role, scope_code, rt, rw, is_active, ends_on ON accounts_user
  FOR EACH ROW WHEN ((OLD.role, OLD.scope_code, OLD.rt, OLD.rw, OLD.is_active,
    OLD.ends_on) IS DISTINCT FROM (NEW.role, NEW.scope_code, NEW.rt, NEW.rw,
    NEW.is_active, NEW.ends_on))
  EXECUTE FUNCTION account_changed();

-- Ends the token that the transaction shows. Out: whether there was one.
CREATE FUNCTION revoke_scope() RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (DELETE FROM scope_grant
    WHERE token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
    RETURNING 1)
  SELECT EXISTS (SELECT FROM gone)
$$;

-- In: an account. Out: whether the transaction's token is its own and still lives.
CREATE FUNCTION scope_lives(account bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM scope_grant
    WHERE token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
      AND user_id = account AND expires_at > now())
$$;

-- In: false for the lower edge, true for the one above. Out: the edge of the half-open
-- range of codes that the transaction's token opens to this login; NULL for none.
-- plpgsql keeps its plan from call to call, and costs a third of the same in SQL.
CREATE FUNCTION scope_edge(above boolean) RETURNS varchar
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE edge varchar;
BEGIN
  SELECT nullif(CASE WHEN above THEN hi ELSE lo END, '') INTO edge FROM scope_grant
  WHERE token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
    AND login = session_user AND expires_at > now();
  RETURN edge;
END $$;

-- In: 'rw' or 'rt'. Out: the only one the token opens; NULL when it opens all.
CREATE FUNCTION scope_corner(what text) RETURNS varchar
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE corner varchar;
BEGIN
  SELECT CASE what WHEN 'rw' THEN rw ELSE rt END INTO corner FROM scope_grant
  WHERE token_hash = sha256(convert_to(current_setting('app.token', true), 'UTF8'))
    AND login = session_user AND expires_at > now();
  RETURN corner;
END $$;

-- Gives a table its policy for pdpb_web. In: the table; the column that holds a code
-- (kelurahan, or regency_code: then an account below the regency sees no row); whether
-- the rows stand in an RT (if not, the head of an RT or RW sees none). The edges are scalar subqueries, asked once a statement.
-- IS TRUE keeps the planner from taking them for a narrow range and choosing a sort
-- over the index that the page is ordered by: measured in docs/adr/0006.
CREATE FUNCTION guard_by_scope(guarded regclass, code_column text, in_an_rt boolean)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE corner text := '';
BEGIN
  IF NOT in_an_rt THEN
    corner := ' AND (SELECT scope_corner(''rw'')) IS NULL';
  ELSE
    corner := ' AND coalesce(rw = (SELECT scope_corner(''rw'')), true)'
           || ' AND coalesce(rt = (SELECT scope_corner(''rt'')), true)';
  END IF;
  EXECUTE format('DROP POLICY IF EXISTS %I ON %s', guarded::text || '_scope', guarded);
  EXECUTE format('CREATE POLICY %I ON %s TO pdpb_web USING ('
    '(%I >= (SELECT scope_edge(false))) IS TRUE'
    ' AND (%I < (SELECT scope_edge(true))) IS TRUE%s)',
    guarded::text || '_scope', guarded, code_column, code_column, corner);
END $$;

REVOKE ALL ON FUNCTION mint_scope(bigint, interval, boolean), revoke_scopes(bigint),
  revoke_scope(), scope_lives(bigint), scope_edge(boolean), scope_corner(text),
  account_changed(), guard_by_scope(regclass, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard_by_scope(regclass, text, boolean) TO pdpb_ledger;
GRANT EXECUTE ON FUNCTION mint_scope(bigint, interval, boolean) TO pdpb_gate;
GRANT EXECUTE ON FUNCTION revoke_scopes(bigint) TO pdpb_gate, pdpb_web;
GRANT EXECUTE ON FUNCTION revoke_scope() TO pdpb_web, pdpb_worker;
GRANT EXECUTE ON FUNCTION scope_lives(bigint) TO pdpb_web, pdpb_worker;
GRANT EXECUTE ON FUNCTION scope_edge(boolean), scope_corner(text)
  TO pdpb_web, pdpb_supervisor, pdpb_finder, pdpb_ledger;

-- An account's role and region are the range a token gets, its password and second
-- factor the way to one: the web's login changes none of them, only the gate's does.
REVOKE INSERT, UPDATE, DELETE ON accounts_user, accounts_accountchange,
  accounts_onetimecode, mfa_authenticator FROM pdpb_web;
GRANT SELECT, INSERT, UPDATE ON accounts_user, accounts_accountchange,
  accounts_onetimecode, mfa_authenticator TO pdpb_gate;
GRANT DELETE ON mfa_authenticator TO pdpb_gate;
GRANT USAGE ON SEQUENCE accounts_user_id_seq, accounts_accountchange_id_seq,
  accounts_onetimecode_id_seq, mfa_authenticator_id_seq TO pdpb_gate;
SET LOCAL ROLE pdpb_ledger;
GRANT SELECT, INSERT ON audit_ledgerentry TO pdpb_gate;
GRANT USAGE ON SEQUENCE audit_ledgerentry_id_seq TO pdpb_gate;
RESET ROLE;

-- Who may read whom the ledger showed.
SET LOCAL ROLE pdpb_ledger;
SELECT guard_by_scope('ledger_persons', 'regency_code', false);

-- Array overlap is not leakproof, so under a policy its index would not be used; this
-- function repeats the scope itself. In: regency, keys of one person.
-- Out: entries that showed the person, newest first.
CREATE FUNCTION person_trail(regency text, keys uuid[])
RETURNS TABLE (entry_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT s.entry_id FROM ledger_persons s
  WHERE s.regency_code = regency AND s.persons && keys
    AND (session_user <> 'pdpb_web'
      OR (regency >= scope_edge(false) AND regency < scope_edge(true)))
  ORDER BY s.entry_id DESC
$$;
REVOKE ALL ON FUNCTION person_trail(text, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_trail(text, uuid[]) TO pdpb_web, pdpb_worker;
RESET ROLE;

ALTER TABLE scope_grant OWNER TO pdpb_finder;
ALTER FUNCTION mint_scope(bigint, interval, boolean) OWNER TO pdpb_finder;
ALTER FUNCTION revoke_scopes(bigint) OWNER TO pdpb_finder;
ALTER FUNCTION account_changed() OWNER TO pdpb_finder;
ALTER FUNCTION revoke_scope() OWNER TO pdpb_finder;
ALTER FUNCTION scope_lives(bigint) OWNER TO pdpb_finder;
ALTER FUNCTION scope_edge(boolean) OWNER TO pdpb_finder;
ALTER FUNCTION scope_corner(text) OWNER TO pdpb_finder;
