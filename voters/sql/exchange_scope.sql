-- Duplicates between regencies: keyed hashes, sides, and who keeps the person (ADR 0035).
-- In: guard_by_scope(), scope_edge() of accounts. Out: grants and policies;
-- exchange_keyed(), exchange_stays(), exchange_counts(); triggers that refuse an answer
-- after which nobody would keep the person.

REVOKE ALL ON exchange_hash, exchange_ref, exchange_side, dukcapil_letter
  FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON exchange_hash, exchange_ref, exchange_side
  TO pdpb_worker;
-- Only the own rows, for the file that goes to another installation (policy below).
GRANT SELECT ON exchange_hash TO pdpb_web;
GRANT SELECT ON exchange_side TO pdpb_web;
GRANT UPDATE (answer, proposal_id, note, answered_by_id, answered_by_name, answered_at)
  ON exchange_side TO pdpb_web;
GRANT SELECT, INSERT ON dukcapil_letter TO pdpb_web, pdpb_worker;
GRANT UPDATE (answer, answer_no, answer_on, answer_note, answered_by_id,
  answered_by_name) ON dukcapil_letter TO pdpb_web, pdpb_worker;
GRANT SELECT ON exchange_hash TO pdpb_finder;
GRANT SELECT, UPDATE (other_answer) ON exchange_side TO pdpb_finder;
ALTER TABLE exchange_side ALTER public_id SET DEFAULT uuid7();
ALTER TABLE exchange_ref ALTER ref SET DEFAULT gen_random_uuid();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['exchange_hash', 'exchange_ref', 'exchange_side',
                           'dukcapil_letter'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner, pdpb_finder '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
  END LOOP;
  PERFORM guard_by_scope('exchange_hash', 'regency_code', false);
  PERFORM guard_by_scope('exchange_ref', 'kelurahan', false);
  PERFORM guard_by_scope('exchange_side', 'kelurahan', false);
  PERFORM guard_by_scope('dukcapil_letter', 'kelurahan', false);
END $$;

-- HMAC-SHA256 (RFC 2104), its first 128 bits. In: the key's two pads, a text.
-- Twin of voters/rules/exchange.py.
CREATE FUNCTION exchange_keyed(inner_pad bytea, outer_pad bytea, said text)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT substr(sha256(outer_pad || sha256(inner_pad || convert_to(said, 'UTF8'))), 1, 16)
$$;

-- In: a record. Out: whether it is known and no answer of its office lets it go.
CREATE FUNCTION exchange_stays(record uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM exchange_hash h WHERE h.ref = record)
    AND NOT EXISTS (SELECT FROM exchange_side s
      WHERE s.ref = record AND s.answer IN ('MOVED', 'STRIKE'))
$$;

-- Offices answer one after the other, until the commit: what the second one reads below
-- is what the first one left. Before the statement locks a row: the first one's
-- exchange_told() writes into the row that the second one would hold.
CREATE FUNCTION exchange_lock() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ganda-antar'), 0);
  RETURN NULL;
END $$;
CREATE TRIGGER exchange_lock BEFORE UPDATE OF answer ON exchange_side
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_lock();

CREATE FUNCTION exchange_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  -- The other side's answer as it stands now, not as the row said before the lock.
  IF NOT NEW.remote THEN
    NEW.other_answer := coalesce((SELECT s.answer FROM exchange_side s
      WHERE s.ref = NEW.other_ref AND s.other_ref = NEW.ref), '');
  END IF;
  -- To another installation "tetap" is a promise: its office may have acted on it.
  IF OLD.remote AND OLD.answer = 'STAY' AND NEW.print = OLD.print THEN
    RAISE EXCEPTION 'promised' USING ERRCODE = 'PDX03';
  END IF;
  IF NEW.answer = 'OTHER' AND NEW.other_answer IN ('MOVED', 'STRIKE') THEN
    RAISE EXCEPTION 'needed' USING ERRCODE = 'PDX02';
  END IF;
  IF NEW.answer NOT IN ('MOVED', 'STRIKE') THEN RETURN NEW; END IF;
  IF NEW.other_answer = 'OTHER' OR NOT exchange_stays(NEW.other_ref)
     OR NEW.remote AND NEW.other_answer <> 'STAY'
     OR NOT NEW.remote AND NEW.other_answer IN ('MOVED', 'STRIKE') THEN
    RAISE EXCEPTION 'no keeper' USING ERRCODE = 'PDX01';
  END IF;
  -- Whoever was let go because this record stays needs another one that does.
  IF EXISTS (SELECT FROM exchange_side mine
      WHERE mine.ref = NEW.ref AND mine.other_answer IN ('MOVED', 'STRIKE')
        AND NOT EXISTS (SELECT FROM exchange_side theirs
          WHERE theirs.ref = mine.other_ref AND theirs.other_ref <> NEW.ref
            AND theirs.other_answer <> 'OTHER' AND theirs.answer <> 'OTHER'
            AND (NOT theirs.remote OR theirs.other_answer = 'STAY')
            AND exchange_stays(theirs.other_ref))) THEN
    RAISE EXCEPTION 'keeper' USING ERRCODE = 'PDX02';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_answered BEFORE UPDATE OF answer ON exchange_side
  FOR EACH ROW WHEN (OLD.answer IS DISTINCT FROM NEW.answer)
  EXECUTE FUNCTION exchange_answered();

-- The other office sees the answer beside its own record.
CREATE FUNCTION exchange_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE exchange_side SET other_answer = NEW.answer
  WHERE ref = NEW.other_ref AND other_ref = NEW.ref;
  RETURN NULL;
END $$;
CREATE TRIGGER exchange_told AFTER UPDATE OF answer ON exchange_side
  FOR EACH ROW WHEN (OLD.answer IS DISTINCT FROM NEW.answer)
  EXECUTE FUNCTION exchange_told();

-- In: a province of two digits. Out: counts by pair of regencies, nobody's row.
CREATE FUNCTION exchange_counts(province text)
RETURNS TABLE (regency text, other text, pairs bigint, same_number bigint,
  waiting bigint, leaving bigint, different bigint, both_stay bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT least(s.regency_code, s.other_regency), greatest(s.regency_code, s.other_regency),
    count(*), count(*) FILTER (WHERE s.same_number),
    count(*) FILTER (WHERE s.answer = '' AND s.other_answer = ''),
    count(*) FILTER (WHERE s.answer IN ('MOVED', 'STRIKE')
      OR s.other_answer IN ('MOVED', 'STRIKE')),
    count(*) FILTER (WHERE s.answer = 'OTHER' OR s.other_answer = 'OTHER'),
    count(*) FILTER (WHERE s.answer = 'STAY' AND s.other_answer = 'STAY')
  FROM exchange_side s
  WHERE left(s.regency_code, 2) = province AND NOT s.gone
    AND (s.remote OR s.regency_code < s.other_regency)
  GROUP BY 1, 2 ORDER BY 1, 2
$$;

REVOKE ALL ON FUNCTION exchange_keyed(bytea, bytea, text), exchange_stays(uuid),
  exchange_lock(), exchange_answered(), exchange_told(), exchange_counts(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_keyed(bytea, bytea, text) TO pdpb_worker;
GRANT EXECUTE ON FUNCTION exchange_stays(uuid) TO pdpb_web, pdpb_worker;
GRANT EXECUTE ON FUNCTION exchange_counts(text) TO pdpb_web;
ALTER FUNCTION exchange_stays(uuid) OWNER TO pdpb_finder;
ALTER FUNCTION exchange_answered() OWNER TO pdpb_finder;
ALTER FUNCTION exchange_told() OWNER TO pdpb_finder;
ALTER FUNCTION exchange_counts(text) OWNER TO pdpb_finder;
