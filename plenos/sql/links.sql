-- Every link of a sealed chain, kept so that a row that was changed later can be named:
-- the head alone only says that some row does not fit.
-- In: voter_event rows of a seal. Out: table chain_link of the ledger's role, and
-- keep_links(regency, first excluded, last), which the freeze calls.
GRANT SELECT ON plenos_chainseal TO pdpb_ledger;
SET ROLE pdpb_ledger;
CREATE TABLE chain_link (
  regency_code varchar(4) NOT NULL,
  event_id bigint NOT NULL,
  digest bytea NOT NULL,
  PRIMARY KEY (regency_code, event_id));

-- What was sealed before this table stood.
INSERT INTO chain_link
SELECT e.regency_code, e.id, event_digest(e) FROM voter_event e
WHERE e.id <= (SELECT max(s.last_id) FROM plenos_chainseal s
  WHERE s.regency_code = e.regency_code);

GRANT SELECT, INSERT ON chain_link TO pdpb_worker;
GRANT SELECT ON chain_link TO pdpb_owner;
RESET ROLE;

CREATE FUNCTION keep_links(regency text, after_id bigint, last_id bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE kept bigint;
BEGIN
  INSERT INTO chain_link
  SELECT e.regency_code, e.id, event_digest(e) FROM voter_event e
  WHERE e.regency_code = regency AND e.id > after_id AND e.id <= last_id;
  GET DIAGNOSTICS kept = ROW_COUNT;
  RETURN kept;
END $$;
REVOKE ALL ON FUNCTION keep_links(text, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_links(text, bigint, bigint) TO pdpb_worker;
