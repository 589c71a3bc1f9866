-- Second wall for deliveries: a request sees those of its own office and no other.
-- In: app.rlo, app.rhi, app.klo. A scope below the regency (a village) sees none.
-- Out: policies and grants; rows of a delivery are written by the worker only.

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['reconciliation_senderprofile', 'reconciliation_delivery',
      'reconciliation_rowissue', 'reconciliation_deliveryrow'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY %I ON %I TO pdpb_worker, pdpb_owner '
                   'USING (true) WITH CHECK (true)', t || '_inside', t);
    EXECUTE format($p$
      CREATE POLICY %I ON %I TO pdpb_web USING (
        regency_code >= nullif(current_setting('app.rlo', true), '')::varchar
        AND regency_code < nullif(current_setting('app.rhi', true), '')::varchar
        AND regency_code >= nullif(current_setting('app.klo', true), '')::varchar)
    $p$, t || '_scope', t);
  END LOOP;
END $$;

REVOKE DELETE ON reconciliation_senderprofile, reconciliation_delivery FROM pdpb_web;
REVOKE INSERT, UPDATE, DELETE ON reconciliation_rowissue, reconciliation_deliveryrow
  FROM pdpb_web;
