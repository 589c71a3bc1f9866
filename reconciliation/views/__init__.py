"""Pages of deliveries, one module a page or two."""
