"""Pages that mix rooms, or belong to rooms below accounts: home, jobs, the ledger."""
