"""Recap, plenary, minutes, publication; alone closes a period."""
