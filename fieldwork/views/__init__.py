"""Pages of coklit terbatas."""
