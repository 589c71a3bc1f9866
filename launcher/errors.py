"""The one error of the launcher: a message in Indonesian that says what to do."""

from __future__ import annotations


class LauncherError(Exception):
    """Something the person at the terminal has to know or to change."""
