"""What is read of duplicates between regencies and of letters to Dukcapil."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from regions.models import Level, Region
from voters.models import (
    ChangeProposal,
    DukcapilLetter,
    ExchangeSide,
    Kind,
    ProposalState,
)
from voters.rules.exchange import numbers_of

LETTERS_SHOWN = 10
_LETTER = ("letter_no", "letter_on", "answer", "answer_no", "answer_on", "answer_note")


@dataclass(frozen=True)
class Between:
    """Counts of two regencies; names and numbers of nobody."""

    regency: str
    other: str
    pairs: int
    same_number: int
    waiting: int
    leaving: int
    different: int
    both_stay: int


def counts_between(province: str) -> list[Between]:
    """Counts of every two regencies of a province that share a record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exchange_counts(%s)", [province])
        return [Between(*row) for row in cursor.fetchall()]


def regency_names(province: str) -> dict[str, str]:
    """Name of every regency of a province, by code."""
    rows = Region.objects.within(province).filter(level=Level.REGENCY)
    return dict(rows.values_list("code", "name"))


def in_common(side: ExchangeSide) -> str:
    """What both records share, in words."""
    words = []
    if side.same_number:
        words.append(_("NIK sama"))
    if side.same_person:
        words.append(_("nama, tanggal lahir, dan jenis kelamin sama"))
    return "; ".join(words)


def numbers(side: ExchangeSide) -> str:
    """Numbers of the rules that found it: "G8, G9"."""
    return ", ".join(numbers_of(side.same_number, side.same_person))


def one_nik_two_people(rows: Any) -> Any:
    """The proposals NIK_GANDA_ORANG among `rows`, each with its letter's facts."""
    out = (ProposalState.REJECTED, ProposalState.STALE, ProposalState.UNDONE)
    letters = DukcapilLetter.objects.using(rows.db).filter(
        regency_code=OuterRef("regency_code"), proposal_id=OuterRef("pk")
    )
    facts = {name: Subquery(letters.values(name)[:1]) for name in _LETTER}
    asked = rows.filter(kind=Kind.NIK_GANDA_ORANG).exclude(state__in=out)
    return asked.annotate(is_sent=Exists(letters), **facts)


def letters_of(rows: Any) -> list[dict[str, Any]]:
    """The newest letters among `rows`: number, date, how many, how many answered."""
    found = (
        rows.values("letter_no", "letter_on")
        .annotate(n=Count("pk"), open=Count("pk", filter=Q(answer="")))
        .order_by("-letter_on", "-letter_no")
    )
    return list(found[:LETTERS_SHOWN])


def state_of(proposal: ChangeProposal) -> str:
    """NOT_SENT, SENT or ANSWERED, of a row of one_nik_two_people()."""
    facts: Any = proposal
    if not facts.is_sent:
        return "NOT_SENT"
    return "ANSWERED" if facts.answer else "SENT"
