-- What the review of the two walls took away (ADR 0020).
-- In: scope_grant, mint_scope() of scope_token.sql; files_exportfile; accounts_session.
-- Out: fewer rights of web and worker, expired_scopes(), forget_scopes().

-- Whoever smuggles SQL into a request could end anybody's tokens.
SET LOCAL ROLE pdpb_finder;
REVOKE EXECUTE ON FUNCTION revoke_scopes(bigint) FROM pdpb_web;
RESET ROLE;
-- The worker reads and writes the roll, and no account: accounts are the gate's.
REVOKE INSERT, UPDATE, DELETE ON accounts_user, accounts_accountchange,
  accounts_onetimecode, mfa_authenticator FROM pdpb_worker;
-- What was pickled before the cache kept JSON is not read again.
TRUNCATE accounts_cache;

-- A request says where no file lies: it could name another office's.
REVOKE UPDATE ON files_exportfile FROM pdpb_web;
GRANT UPDATE (job_id, secret, downloads, removed_at) ON files_exportfile TO pdpb_web;
CREATE POLICY files_exportfile_no_path ON files_exportfile AS RESTRICTIVE
  FOR INSERT TO pdpb_web WITH CHECK (path = '');

-- Tokens past their time. In: nothing. Out: how many there are; how many went.
CREATE FUNCTION expired_scopes() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT count(*) FROM scope_grant WHERE expires_at < now()
$$;
CREATE FUNCTION forget_scopes() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (DELETE FROM scope_grant WHERE expires_at < now() RETURNING 1)
  SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION expired_scopes(), forget_scopes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION expired_scopes(), forget_scopes() TO pdpb_worker;
ALTER FUNCTION expired_scopes() OWNER TO pdpb_finder;
ALTER FUNCTION forget_scopes() OWNER TO pdpb_finder;

-- As in scope_token.sql, but it no longer removes old tokens of the account: a row that
-- the request's own transaction has ended would make the gate wait for that request.
SET LOCAL ROLE pdpb_finder;
CREATE OR REPLACE FUNCTION mint_scope(account bigint, lifetime interval, names boolean)
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
  INSERT INTO scope_grant VALUES (
    sha256(convert_to(token, 'UTF8')), account,
    CASE who.role WHEN 'SUPERVISOR' THEN 'pdpb_supervisor' ELSE 'pdpb_web' END,
    code, CASE WHEN code = '' THEN ''
      ELSE left(code, -1) || chr(ascii(right(code, 1)) + 1) END,
    nullif(who.rw, ''), nullif(who.rt, ''), now() + lifetime);
  RETURN token;
END $$;
RESET ROLE;
