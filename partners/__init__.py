"""Institutions around the office: who they are, what was agreed, asked and done."""
