"""The period of a regency: reference date, cut-off, OPEN or CLOSED."""
