"""Reads a SIDALIH or DHS download beside the roll; what differs may be proposed."""
