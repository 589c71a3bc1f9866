-- Second wall by token (ADR 0006). In: guard_by_scope() of accounts. Out: policies; an
-- account below the regency sees no delivery.

DO $$ BEGIN
  PERFORM guard_by_scope('reconciliation_senderprofile', 'regency_code', false);
  PERFORM guard_by_scope('reconciliation_delivery', 'regency_code', false);
  PERFORM guard_by_scope('reconciliation_rowissue', 'regency_code', false);
  PERFORM guard_by_scope('reconciliation_deliveryrow', 'regency_code', false);
END $$;
