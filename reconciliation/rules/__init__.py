"""What a cell means and what a row may be: pure functions, mirrored by the SQL."""
