"""Tasks of the bench for an office that is tried in the browser: its accounts."""

from __future__ import annotations

from kpu_portal.demo.accounts import PASSWORD, code_of, ensure_demo_accounts


def office_accounts() -> str:
    """Make the accounts of the demo, each with its second factor; their password."""
    ensure_demo_accounts()
    return PASSWORD


def office_code(username: str, steps: int = 0) -> str:
    """The code that the account's app shows now, or some steps later."""
    return code_of(username, steps=steps)
