"""What an account that only reads may send, each name for itself.

Written out here and not taken from the middleware: whatever is added there fails until
its reason stands here and in docs/access.md.
"""

from __future__ import annotations

LISTED = {
    **dict.fromkeys(("login", "logout"), "sign-in and sign-out"),
    **dict.fromkeys(
        (
            *("mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp"),
            *("mfa_reauthenticate_webauthn", "mfa_deactivate_totp"),
            *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
            "mfa_generate_recovery_codes",
        ),
        "MFA",
    ),
    **dict.fromkeys(
        ("one-time-code", "account_change_password", "account_reauthenticate"),
        "password",
    ),
    "set_language": "language",
    "plenos:sample": "samples",
}
"""What the rule names. Searches it names too; no page of a reader has one."""
BEYOND = {
    "own-sessions": "ends the account's own other sessions: a part of signing out",
    "own-keys": "keys on or off (WCAG 2.1.4), a setting of the own account",
    "own-bell": "marks the own finished files as read",
    "downloads:new": "a published recap or letters as a file, made by a job",
    "downloads:chosen": "the same of picked rows",
    "downloads:delete": "takes an own file away before its time",
    "own-digest": "the own address, hour and language of mail",
    "digest-stop": "the signed link of a mail, for whoever holds it, signed in or not",
    "digest-verify": "likewise",
    "report-check": "a public page: signing in must take nothing away",
    "report-status": "likewise",
    "fieldwork:aid_sheet": "an observation of the head of an RT or RW, who only reads "
    "otherwise; it proposes nothing",
    "fieldwork:aid_person": "likewise, of one recipient",
}
"""Beyond the rule, and why (docs/adr/0071)."""
MAY_SEND = frozenset({*LISTED, *BEYOND})
