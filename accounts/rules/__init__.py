"""Rules of accounts: pure functions, no ORM, no clock."""
