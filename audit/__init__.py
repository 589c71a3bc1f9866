"""The ledger: sign-ins, reads, searches, exports and refusals."""
