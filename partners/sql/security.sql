-- Second wall of the room. In: guard_by_scope() of accounts.
-- Out: policies: an office sees its own institutions, contacts, agreements, requests,
--     activities and reminders, an account below the regency none; nothing is deleted
--     but the list of those invited to an activity.

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['partners_institution', 'partners_contact',
      'partners_agreement', 'partners_datarequest', 'partners_activity',
      'partners_guest', 'partners_reminder'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
    PERFORM guard_by_scope(t::regclass, 'regency_code', false);
  END LOOP;
END $$;

REVOKE DELETE ON partners_institution, partners_contact, partners_agreement,
  partners_datarequest, partners_activity, partners_reminder FROM pdpb_web, pdpb_worker;
