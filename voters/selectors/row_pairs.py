"""Rows of a delivery beside the voter, or the other row, whom they may be.

A row with a NIK of its own is a BARU, or joined one that stood already; it is read from
there, under the viewer's own scope, and no cell is kept for the pair (ADR 29).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from voters.migration_sql import ELEMENTS
from voters.models import (
    ChangeProposal,
    DuplicatePair,
    Evidence,
    Kind,
    PairOrigin,
    Voter,
)
from voters.selectors.duplicates import COMPARED, Line, side_by_side

OF_ROWS = frozenset({PairOrigin.BOTH.value, PairOrigin.FILE.value})
"""Origins of which a side is a row that may be added to the roll."""
TOLD = tuple(name for name in COMPARED if name != "status")
"""What a row can say."""


@dataclass(frozen=True)
class Side:
    """One record of a pair.

    person: the voter, or whom the row would add: never saved, and numbered below zero
    as a search numbers rows; None where the viewer may not see it, or it is no more.
    line and proposal: of a row, where it stands and its BARU.
    """

    person: Voter | None
    line: int | None = None
    proposal: ChangeProposal | None = None


def sides_of(pair: DuplicatePair, people: Any, proposals: Any) -> tuple[Side, Side]:
    """Both records of a pair of rows, in the order of the list (three queries).

    people, proposals: voters and proposals of the regency, cut to the viewer's scope.
    """
    rows = _rows_of(pair, proposals)
    if pair.voter_a is None:
        first = rows.get(pair.line_b or 0, Side(None, pair.line_b))
    else:
        first = Side(people.filter(pk=pair.voter_a).first())
    return first, rows.get(pair.line_no or 0, Side(None, pair.line_no))


def _rows_of(pair: DuplicatePair, proposals: Any) -> dict[int, Side]:
    """The rows of a pair by line, as far as they can be seen.

    What a row said otherwise than the proposal it joined stands beside its evidence.
    """
    lines = [line for line in (pair.line_no, pair.line_b) if line]
    at = {"delivery_id": pair.delivery_id, "line_no__in": lines}
    joined = list(Evidence.objects.of(pair.regency_code).filter(**at))
    numbers = [one.proposal_id for one in joined]
    known = proposals.filter(Q(**at) | Q(pk__in=numbers), kind=Kind.BARU)
    found = {one.pk: one for one in known.order_by("id")}
    told: list[tuple[int | None, int, dict[str, Any]]] = [
        *((one.line_no, one.proposal_id, one.told) for one in joined),
        *((one.line_no, one.pk, {}) for one in found.values() if _is_at(pair, one)),
    ]
    return {
        line: Side(_person(found[number], line, said), line, found[number])
        for line, number, said in told
        if line and number in found
    }


def _is_at(pair: DuplicatePair, proposal: ChangeProposal) -> bool:
    """Whether a row of the pair brought the proposal, and did not only join it."""
    own = proposal.line_no in (pair.line_no, pair.line_b)
    return own and proposal.delivery_id == pair.delivery_id


def _person(proposal: ChangeProposal, line: int, told: dict[str, Any]) -> Voter:
    """Whom a row would add to the roll."""
    said = {**proposal.new, **told}
    elements: dict[str, Any] = {name: said.get(name) or "" for name in ELEMENTS}
    born = elements["birth_date"]
    elements["birth_date"] = date.fromisoformat(born) if born else None
    regency = proposal.regency_code
    return Voter(pk=-line, regency_code=regency, status="", **elements)


def lines_of(people: list[Voter], places: dict[str, str]) -> list[Line]:
    """What a row can say, of each record; `unsaid` where only one says anything."""
    return [
        replace(line, unsaid=any(line.values) and not all(line.values))
        for line in side_by_side(people, places, TOLD)
    ]


def is_hidden(pair: DuplicatePair) -> bool:
    """Whether it is a pair of rows of which a record cannot be seen (three queries)."""
    if pair.origin not in OF_ROWS:
        return False
    regency = pair.regency_code
    people, proposals = Voter.objects.of(regency), ChangeProposal.objects.of(regency)
    return any(one.person is None for one in sides_of(pair, people, proposals))
