"""Deliveries of Dukcapil and others: read, validate, compare, propose."""
