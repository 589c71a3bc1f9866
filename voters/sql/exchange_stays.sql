-- Who keeps a person must have a record that counts. Until now the hash of the last
-- comparison was asked alone, which an ordinary removal leaves standing (ADR 0035).
GRANT SELECT ON exchange_ref TO pdpb_ledger;
CREATE POLICY exchange_ref_ledger ON exchange_ref FOR SELECT TO pdpb_ledger USING (true);

SET LOCAL ROLE pdpb_ledger;
-- In: a record of any regency here. Out: whether it counts on its roll no more, or an
-- accepted removal lets it go. false for another installation's, of which nothing but
-- the hash is here.
CREATE FUNCTION exchange_leaves(record uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM exchange_ref r
    LEFT JOIN voter v ON v.regency_code = r.regency_code AND v.id = r.voter_id
      AND v.status IN ('ACTIVE', 'HELD')
    WHERE r.ref = record AND (v.id IS NULL OR EXISTS (
      SELECT FROM change_proposal p
      WHERE p.regency_code = r.regency_code AND p.voter_id = r.voter_id
        AND p.kind IN ('TMS', 'TIDAK_ADA') AND p.state = 'ACCEPTED')))
$$;
REVOKE ALL ON FUNCTION exchange_leaves(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_leaves(uuid) TO pdpb_finder;
RESET ROLE;

SET LOCAL ROLE pdpb_finder;
-- In: a record. Out: whether it is known, counts, and no answer or removal of its office
-- lets it go.
CREATE OR REPLACE FUNCTION exchange_stays(record uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM exchange_hash h WHERE h.ref = record)
    AND NOT EXISTS (SELECT FROM exchange_side s
      WHERE s.ref = record AND s.answer IN ('MOVED', 'STRIKE'))
    AND NOT exchange_leaves(record)
$$;
RESET ROLE;
