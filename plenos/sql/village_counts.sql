-- What the list of kelurahan shows, kept until the work of the regency moves (ADR 0076).
-- In: work_moved of voters, scope_edge(), scope_corner() of accounts.
-- Out: village_count, village_counts(), keep_village_counts().

CREATE TABLE village_count (
  regency_code varchar(4) PRIMARY KEY,
  period_id bigint NOT NULL,
  sources text NOT NULL,
  counts text NOT NULL,
  counted_at timestamptz NOT NULL DEFAULT now()
);
REVOKE ALL ON village_count FROM pdpb_web, pdpb_worker, PUBLIC;

-- In: a regency. Out: whether whoever asks reads all of it; else a count would be of a
-- part of it.
CREATE FUNCTION reads_whole(regency text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT session_user = 'pdpb_worker' OR coalesce(scope_corner('rw') IS NULL
    AND scope_edge(false) <= regency
    AND scope_edge(true) >= left(regency, -1) || chr(ascii(right(regency, 1)) + 1),
    false)
$$;

-- In: a regency, a period, the names of who contributes. Out: the counts that were kept
-- and still hold; without them, whether the caller is to count and keep.
-- What told of a move is taken away before the caller counts: a move that commits later
-- leaves its own, and one that is under way holds the row. Only one counts to keep, so
-- that nobody who counted earlier keeps it later.
CREATE FUNCTION village_counts(
  asked_regency text, asked_period bigint, asked_sources text,
  OUT kept text, OUT may_keep boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  may_keep := false;
  IF NOT reads_whole(asked_regency) THEN RETURN; END IF;
  SELECT c.counts INTO kept FROM village_count c
  WHERE c.regency_code = asked_regency AND c.period_id = asked_period
    AND c.sources = asked_sources AND NOT EXISTS (
      SELECT FROM work_moved w WHERE w.regency_code = asked_regency);
  IF FOUND THEN RETURN; END IF;
  may_keep := pg_try_advisory_xact_lock(hashtext('village_count'), asked_regency::int);
  IF NOT may_keep THEN RETURN; END IF;
  DELETE FROM village_count c WHERE c.regency_code = asked_regency;
  DELETE FROM work_moved WHERE id IN (
    SELECT w.id FROM work_moved w WHERE w.regency_code = asked_regency
    FOR UPDATE SKIP LOCKED);
END $$;

CREATE FUNCTION keep_village_counts(
  asked_regency text, asked_period bigint, asked_sources text, made text)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO village_count (regency_code, period_id, sources, counts)
  SELECT asked_regency, asked_period, asked_sources, made
  WHERE reads_whole(asked_regency)
$$;
REVOKE ALL ON FUNCTION reads_whole(text), village_counts(text, bigint, text),
  keep_village_counts(text, bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION village_counts(text, bigint, text),
  keep_village_counts(text, bigint, text, text) TO pdpb_web, pdpb_worker;

ALTER TABLE village_count OWNER TO pdpb_ledger;
ALTER FUNCTION reads_whole(text) OWNER TO pdpb_ledger;
ALTER FUNCTION village_counts(text, bigint, text) OWNER TO pdpb_ledger;
ALTER FUNCTION keep_village_counts(text, bigint, text, text) OWNER TO pdpb_ledger;
