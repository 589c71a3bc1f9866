-- An account follows a change of regions (ADR 0064).
-- In: accounts_user; regions_regionchange and its lines. Out: place_account().

-- Where the account's own row may be read and its place written, and nothing else of it.
GRANT UPDATE (scope_code, rw, rt) ON accounts_user TO pdpb_finder;
GRANT SELECT (id, regency_code, state) ON regions_regionchange TO pdpb_finder;
GRANT SELECT (change_id, old_code, new_code) ON regions_regionchangeline TO pdpb_finder;

-- In: a change of regions, an account, its place. Out: whether the account stands there
-- now. The worker may write no account (ADR 0020): this one statement, inside the
-- transaction of the change, moves an officer's or a head's along a line of a map that
-- two people have confirmed, within its regency, and back along the same when the
-- change is taken back. The trigger account_changed ends the account's tokens.
CREATE FUNCTION place_account(change bigint, account bigint, place text, corner_rw text,
  corner_rt text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE accounts_user u SET scope_code = place, rw = corner_rw, rt = corner_rt
  WHERE u.id = account AND u.role IN ('POST', 'VILLAGE', 'NEIGHBOURHOOD')
    AND length(u.scope_code) = length(place) AND length(place) IN (6, 10)
    AND (u.rw = '') = (corner_rw = '') AND (u.rt = '') = (corner_rt = '')
    AND EXISTS (
      SELECT FROM regions_regionchange c
      JOIN regions_regionchangeline l ON l.change_id = c.id
      WHERE c.id = change AND left(u.scope_code, 4) = c.regency_code AND (
        c.state = 'CONFIRMED' AND left(l.old_code, length(place)) = u.scope_code
          AND left(l.new_code, length(place)) = place
        OR c.state = 'APPLIED' AND left(l.new_code, length(place)) = u.scope_code
          AND left(l.old_code, length(place)) = place));
  RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION place_account(bigint, bigint, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION place_account(bigint, bigint, text, text, text)
  TO pdpb_worker;
ALTER FUNCTION place_account(bigint, bigint, text, text, text) OWNER TO pdpb_finder;
