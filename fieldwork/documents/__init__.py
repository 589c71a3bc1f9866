"""Paper of coklit terbatas."""
