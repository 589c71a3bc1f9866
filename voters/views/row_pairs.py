"""A row of a delivery beside the voter, or the other row, whom it may be."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from audit.services import record
from voters import selectors
from voters.models import ChangeProposal, DuplicatePair, PairState, Voter
from voters.selectors import duplicates as reading
from voters.selectors import row_pairs
from voters.views.pair_frame import Neighbours, pair_response
from voters.views.roll import person_of


def row_pair_page(
    request: HttpRequest,
    pair: DuplicatePair,
    neighbours: Neighbours,
    said: QueryDict | None = None,
) -> HttpResponse:
    """Both records element by element; where one cannot be seen nothing is answered.

    neighbours: public ids of the pairs before and after this one in the list.
    said: an answer that was refused, which the page shows again.
    """
    regency, user = pair.regency_code, person_of(request)
    voters = Voter.objects.in_scope_of(user).of(regency)
    proposals = ChangeProposal.objects.in_scope_of(user).of(regency)
    sides = row_pairs.sides_of(pair, voters, proposals)
    people = [one.person for one in sides if one.person is not None]
    kin = reading.households(people, voters)
    _record(request, pair, sides, kin)
    return pair_response(
        request,
        "voters/duplicates_pair.html",
        pair,
        neighbours,
        said,
        columns=_columns(sides, kin, proposals),
        lines=row_pairs.lines_of(people, selectors.village_names(regency)),
        of_rows=True,
        hidden=len(people) < len(sides),
        waits=reading.is_free(pair),
        answered=pair.state == PairState.NOT_DUPLICATE,
    )


def _columns(
    sides: tuple[row_pairs.Side, ...], kin: dict[int, list[Voter]], proposals: Any
) -> list[dict[str, Any]]:
    """Each record that is seen: who, family, line and BARU of a row."""
    seen = [(one, one.person) for one in sides if one.person is not None]
    people = [person for _side, person in seen]
    leaving = reading.proposals_of_members(people, proposals, reading.STANDING)
    return [
        {
            "voter": person,
            "line": one.line,
            "kin": kin[person.pk],
            "proposal": one.proposal or leaving.get(person.pk),
        }
        for one, person in seen
    ]


def _record(
    request: HttpRequest,
    pair: DuplicatePair,
    sides: tuple[row_pairs.Side, ...],
    kin: dict[int, list[Voter]],
) -> None:
    """Everybody the page shows; who is not on the roll has the proposal's key only."""
    seen = [one.proposal or one.person for one in sides]
    families = [one for others in kin.values() for one in others]
    record(
        actor=request.user,
        action="duplicate.view",
        regency_code=pair.regency_code,
        subject=str(pair.public_id),
        persons={one.public_id for one in (*seen, *families) if one is not None},
        request=request,
    )
