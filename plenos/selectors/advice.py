"""Reads of Bawaslu's advice: counts, the people of a letter, what became of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Count, Q

from accounts import scope
from plenos.models import Advice, AdviceVoter
from regions.querysets import code_after
from voters.models import ChangeProposal, Voter


@dataclass(frozen=True)
class Person:
    """One person of a letter, as the office sees them; the NIK is masked when shown."""

    link: AdviceVoter
    voter: Voter | None
    proposal: ChangeProposal | None


def advice_counts(code: str, today: date) -> dict[str, tuple[int, int]]:
    """Unfinished letters and the overdue among them, by regency below a code."""
    late = Count("pk", filter=Q(due_on__lt=today))
    rows = (
        Advice.objects.filter(regency_code__gte=code, regency_code__lt=code_after(code))
        .unfinished()
        .order_by()
        .values("regency_code")
        .annotate(n=Count("pk"), late=late)
    )
    return {row["regency_code"]: (row["n"], row["late"]) for row in rows}


def people_of(user: Any, advice: Advice) -> list[Person]:
    """People of a letter in the account's scope, in the order they were entered."""
    links = list(
        AdviceVoter.objects.in_scope_of(user).filter(
            regency_code=advice.regency_code, advice=advice
        )
    )
    voters = {
        voter.pk: voter
        for voter in Voter.objects.of(advice.regency_code)
        .in_scope_of(user)
        .filter(pk__in=[link.voter_id for link in links])
    }
    proposals = {
        one.pk: one
        for one in ChangeProposal.objects.of(advice.regency_code).filter(
            pk__in=[link.proposal_id for link in links if link.proposal_id]
        )
    }
    return [
        Person(link, voters.get(link.voter_id), proposals.get(link.proposal_id or 0))
        for link in links
    ]


def supervisor_people(public_id: UUID) -> list[dict[str, Any]]:
    """Bawaslu's people of its letter: seven elements, finding, state of the proposal.

    Reads over the supervisor's own connection with the token of this transaction.
    """
    with transaction.atomic(using="supervisor"):
        scope.lend("supervisor")
        with connections["supervisor"].cursor() as cursor:
            cursor.execute("SELECT * FROM supervisor_advice(%s)", [str(public_id)])
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
