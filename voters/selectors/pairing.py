"""Finds the TIDAK ADA and the BARU that are one person under a corrected NIK."""

from typing import Any

from django.db import connection

from voters.migration_sql import FOLDER
from voters.models import ChangeProposal, Kind

PAIR = "_pair"
"""Key in `new` of both while they are decided together: the other's public id."""
NOT_PAIR = "NOT_PAIR"
"""Warning of a BARU that a person declared to be somebody else."""
PAIRED_KINDS = frozenset({Kind.TIDAK_ADA, Kind.BARU})


def pairs_sql(only: str = "") -> str:
    """The query of sql/pairs.sql: every pair, or those of one `proposal`.

    `only` says which side that one is: a TIDAK_ADA or a BARU.
    """
    text = (FOLDER / "pairs.sql").read_text(encoding="utf-8")
    text = "\n".join(one for one in text.splitlines() if not one.startswith("--"))
    absent = "t.id = %(proposal)s" if only == Kind.TIDAK_ADA else "true"
    newcomer = "b.id = %(proposal)s" if only == Kind.BARU else "true"
    return text.replace("{absent}", absent).replace("{newcomer}", newcomer)


def partner_ids(proposal: ChangeProposal) -> list[int]:
    """Numbers of the proposals that may be the same person (one query)."""
    if proposal.kind not in PAIRED_KINDS or not proposal.is_undecided:
        return []
    is_absent = proposal.kind == Kind.TIDAK_ADA
    with connection.cursor() as cursor:
        cursor.execute(
            pairs_sql(proposal.kind),
            {"regency": proposal.regency_code, "proposal": proposal.pk},
        )
        return [row[1 if is_absent else 0] for row in cursor.fetchall()]


def partners(proposal: ChangeProposal, rows: Any = None) -> list[ChangeProposal]:
    """The proposals that may be the same person, by number; `rows` cuts the scope."""
    found = partner_ids(proposal)
    if not found:
        return []
    if rows is None:
        rows = ChangeProposal.objects.of(proposal.regency_code)
    return list(rows.filter(pk__in=found).order_by("id"))


def only_partner(proposal: ChangeProposal, rows: Any = None) -> ChangeProposal | None:
    """The partner when both sides have one and the same; None otherwise."""
    found = partners(proposal, rows)
    if len(found) != 1 or partner_ids(found[0]) != [proposal.pk]:
        return None
    return found[0]


def differing_digits(one: str, other: str) -> list[int]:
    """Places, from 1, where two NIK differ: told instead of the numbers."""
    pairs = zip(one, other, strict=False)
    return [place for place, (a, b) in enumerate(pairs, 1) if a != b]
