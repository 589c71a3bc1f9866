-- Everything that waits with a date, in one list. In: change_proposal, voter, with the
-- policies of whoever asks. Out: view held_item, an index of the held voters.
CREATE INDEX voter_held ON voter (regency_code, kelurahan) WHERE status = 'HELD';
CREATE VIEW held_item WITH (security_invoker = true) AS
SELECT 'U'::varchar AS what, p.id, p.regency_code, p.public_id, p.kind, p.name, p.nik,
  p.kelurahan, p.note AS reason, p.hold_until AS until,
  coalesce(p.hold_until, DATE '9999-12-31') AS due, p.decided_at AS since,
  p.decided_by_name AS by_name
FROM change_proposal p WHERE p.state = 'HOLD'
UNION ALL
SELECT 'P'::varchar, v.id, v.regency_code, v.public_id, 'TAHAN'::varchar, v.name, v.nik,
  v.kelurahan, v.status_reason, v.status_until,
  coalesce(v.status_until, DATE '9999-12-31'), NULL::timestamptz, ''::varchar
FROM voter v WHERE v.status = 'HELD';
REVOKE ALL ON held_item FROM PUBLIC;
GRANT SELECT ON held_item TO pdpb_web, pdpb_worker;
