-- Second wall of what came to aid later (ADR 0061), and the mark of a record.
-- In: guard_by_scope() of accounts. Out: policies, grants, aid_mark().
REVOKE ALL ON aid_mapping, aid_decision FROM pdpb_web, pdpb_worker, PUBLIC;
GRANT SELECT, INSERT, UPDATE ON aid_mapping TO pdpb_web, pdpb_worker;
GRANT SELECT, INSERT, UPDATE (ended_at, ended_by_name) ON aid_decision
  TO pdpb_web, pdpb_worker;
GRANT DELETE ON aid_decision TO pdpb_worker;
GRANT UPDATE (pending) ON aid_recipient TO pdpb_web;
ALTER TABLE aid_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE aid_decision FORCE ROW LEVEL SECURITY;
CREATE POLICY aid_decision_inside ON aid_decision TO pdpb_worker, pdpb_owner
  USING (true) WITH CHECK (true);
SELECT guard_by_scope('aid_decision'::regclass, 'kelurahan', true);

-- In: what a match rests on, of a recipient or of a voter. Out: a mark that differs
-- whenever one of them does; it leads back to nobody without the record itself.
CREATE FUNCTION aid_mark(nik text, nkk text, name text, birth date, sex text)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT encode(sha256(convert_to(concat_ws('|', nik, nkk, upper(name),
    to_char(birth, 'YYYY-MM-DD'), sex), 'UTF8')), 'hex')
$$;
REVOKE ALL ON FUNCTION aid_mark(text, text, text, date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aid_mark(text, text, text, date, text)
  TO pdpb_web, pdpb_worker, pdpb_owner;
