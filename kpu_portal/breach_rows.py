"""Which rows an account wrote, for the breach pack: every column that names an author.

A row tells who wrote it last; whoever wrote it before stands in the ledger, with the
number of the row. tests/audit/test_breach_pack.py compares the list with the database.
"""

from typing import NamedTuple

VOTER = (
    "SELECT v.public_id, v.name, v.nik FROM voter v "
    "WHERE v.regency_code = w.regency_code AND v.id = "
)
PROPOSAL = (
    "SELECT coalesce(v.public_id, c.public_id) AS public_id, "
    "coalesce(v.name, c.name) AS name, coalesce(v.nik, c.nik) AS nik "
    "FROM change_proposal c LEFT JOIN voter v "
    "ON v.regency_code = c.regency_code AND v.id = c.voter_id "
    "WHERE c.regency_code = w.regency_code AND c.id = "
)
TASK = (
    "SELECT v.public_id, v.name, v.nik FROM fieldwork_task k JOIN voter v "
    "ON v.regency_code = k.regency_code AND v.id = k.voter_id WHERE k.id = w.task_id"
)
RECIPIENT = (
    "SELECT r.public_id, r.name, r.nik FROM aid_recipient r WHERE r.id = w.recipient_id"
)
EVENT = (
    "SELECT v.public_id, v.name, v.nik FROM voter_event e JOIN voter v "
    "ON v.regency_code = e.regency_code AND v.id = e.voter_id "
    "WHERE e.regency_code = w.regency_code AND e.id = w.event_id"
)
ADVISED = (
    "SELECT v.public_id, v.name, v.nik FROM plenos_advicevoter a JOIN voter v "
    "ON v.regency_code = a.regency_code AND v.id = a.voter_id WHERE a.advice_id = w.id"
)
OWN_VOTER = VOTER + "w.voter_id"
PAIR = VOTER.removesuffix("v.id = ") + "v.id IN (w.voter_a, w.voter_b)"
NOBODY = "SELECT NULL::uuid AS public_id, '' AS name, '' AS nik"


class Written(NamedTuple):
    """A table, the column of an author, when, its name, and SQL for its persons."""

    table: str
    by: str
    at: str
    subject: str = "public_id"
    persons: str = NOBODY


WRITTEN = (
    *(
        Written("change_proposal", by, at, persons=PROPOSAL + "w.id")
        for by, at in (
            ("proposed_by_id", "created_at"),
            ("first_by_id", "decided_at"),
            ("decided_by_id", "decided_at"),
        )
    ),
    *(
        Written("duplicate_pair", by, "decided_at", persons=PAIR)
        for by in ("first_by_id", "decided_by_id")
    ),
    Written("evidence", "added_by_id", "added_at", persons=PROPOSAL + "w.proposal_id"),
    Written("evidence_draft", "owner_id", "made_at"),
    Written("exchange_side", "answered_by_id", "answered_at", persons=OWN_VOTER),
    Written("citizen_report", "taken_by_id", "taken_at", persons=OWN_VOTER),
    *(
        Written("dukcapil_letter", by, "sent_at", "id", PROPOSAL + "w.proposal_id")
        for by in ("sent_by_id", "answered_by_id")
    ),
    Written("fieldwork_batch", "made_by_id", "made_at"),
    Written("fieldwork_visit", "entered_by_id", "entered_at", persons=TASK),
    Written("fieldwork_visit", "undone_by_id", "undone_at", persons=TASK),
    Written("fieldwork_spotcheck", "checked_by_id", "checked_at", persons=TASK),
    Written("aid_programme", "made_by_id", "made_at"),
    Written("aid_list", "received_by_id", "received_at"),
    Written("aid_check", "entered_by_id", "entered_at", persons=RECIPIENT),
    Written("aid_decision", "decided_by_id", "decided_at", persons=OWN_VOTER),
    Written("posts_visit", "taken_by_id", "at"),
    Written("sidalih_entry", "done_by_id", "done_at", "id", EVENT),
    Written("sidalih_comparison", "received_by_id", "received_at"),
    Written("station_move", "made_by_id", "made_at", "group_key"),
    Written("review_claim", "user_id", "taken_at", "id"),
    Written("review_claim", "asked_by_id", "taken_at", "id"),
    Written("reconciliation_delivery", "received_by_id", "received_at"),
    Written("reconciliation_ceilingstop", "started_by_id", "stopped_at", "id"),
    Written("reconciliation_ceilingstop", "decided_by_id", "decided_at", "id"),
    Written("regions_regionchange", "prepared_by_id", "prepared_at"),
    Written("regions_regionchange", "decided_by_id", "decided_at"),
    *(
        Written(f"partners_{table}", "entered_by_id", "entered_at")
        for table in ("activity", "agreement", "contact", "datarequest", "institution")
    ),
    Written("plenos_advice", "entered_by_id", "entered_at", persons=ADVISED),
    Written("plenos_recap", "frozen_by_id", "computed_at"),
    Written("plenos_recapdraft", "made_by_id", "made_at"),
    Written("plenos_reopening", "asked_by_id", "asked_at"),
    Written("plenos_reopening", "decided_by_id", "decided_at"),
    Written("plenos_villageconfirmation", "entered_by_id", "confirmed_at"),
    Written("files_exportfile", "actor_id", "asked_at"),
    Written("files_savedview", "owner_id", "saved_at", "id"),
    Written("jobs_job", "asked_by_id", "created_at"),
    Written("office_setting", "set_by_id", "set_at", "id"),
)
ELSEWHERE = {
    "audit_ledgerentry": "a line of its own in the pack (CATATAN, ORANG)",
    "voter_event": "a line of its own in the pack (PERUBAHAN)",
    "code_change": "of no regency; code.change in the ledger",
    "fieldwork_task": "whose task it is, not who wrote it; coklit.assign in the ledger",
    "posts_duty": "whose duty it is, not who wrote it; post.duty in the ledger",
    "scope_grant": "what a request may see, gone with the session",
    "key_choice": "the own keys of the keyboard",
    **dict.fromkeys(
        ("account_emailaddress", "mfa_authenticator"), "the own account; in the ledger"
    ),
    **dict.fromkeys(
        (
            *("accounts_accountchange", "accounts_digestchoice", "accounts_digestsend"),
            *("accounts_onetimecode", "accounts_user_groups"),
            "accounts_user_user_permissions",
        ),
        "accounts; account.* and digest.* in the ledger",
    ),
}
"""Tables with an author that the pack does not read, and where their deeds stand."""


def sql() -> str:
    """The rows as lines of the pack: see sql/breach.sql for the columns."""
    return "\nUNION ALL\n".join(_select(one) for one in WRITTEN)


def _select(one: Written) -> str:
    """Every part is of the list above, none of a person."""
    return (
        f"SELECT 'BARIS', w.{one.at}, '{one.table} {one.by.removesuffix('_id')}', "  # noqa: S608
        f"w.regency_code, w.{one.subject}::text, '', '', "
        "coalesce(p.public_id::text, ''), coalesce(p.name, ''), "
        "left(coalesce(p.nik, ''), 6) || CASE WHEN coalesce(p.nik, '') = '' THEN '' "
        "ELSE '••••••••••' END, '', w.id "
        f"FROM {one.table} w LEFT JOIN LATERAL ({one.persons}) p ON true "
        f"WHERE w.{one.by} = %(actor)s AND w.{one.at} >= %(since)s "
        f"AND w.{one.at} < %(until)s"
    )
