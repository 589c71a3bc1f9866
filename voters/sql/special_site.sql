-- Whether a polling station is a special site (lokasi khusus): twin of
-- voters.rules.sites.is_special, tested against it. In: its number, NULL or '' for none.
-- Out: true from 901 to 999, never NULL.
CREATE FUNCTION special_site(tps text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(tps ~ '^9[0-9][0-9]$' AND tps <> '900', false)
$$;
REVOKE ALL ON FUNCTION special_site(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION special_site(text) TO pdpb_worker, pdpb_web;
