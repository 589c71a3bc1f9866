"""A row without a usable NIK beside the voter whom the score suggests."""

from django.http import HttpRequest, HttpResponse, QueryDict

from audit.services import record
from voters import selectors
from voters.delivered import row_of
from voters.models import ChangeProposal, DuplicatePair, PairState, Voter
from voters.selectors import duplicates as reading
from voters.selectors import links
from voters.views.pair_frame import Neighbours, pair_response
from voters.views.roll import person_of


def link_page(
    request: HttpRequest,
    pair: DuplicatePair,
    neighbours: Neighbours,
    said: QueryDict | None = None,
) -> HttpResponse:
    """Voter and row element by element, with reasons, score and answers.

    neighbours: public ids of the pairs before and after this one in the list.
    said: an answer that was refused, which the page shows again.
    """
    regency, user = pair.regency_code, person_of(request)
    people = Voter.objects.in_scope_of(user).of(regency)
    voter = people.filter(pk=pair.voter_a or 0).first()
    home = voter.kelurahan if voter else pair.kelurahan_a
    row = row_of(regency, pair.delivery_id, pair.line_no, home)
    places = selectors.village_names(regency)
    proposals = ChangeProposal.objects.in_scope_of(user).of(regency)
    made = proposals.filter(pk=pair.proposal_id or 0).first()
    others = links.other_links(pair)
    record(
        actor=request.user,
        action="duplicate.view",
        regency_code=regency,
        subject=str(pair.public_id),
        persons={voter.public_id} if voter else set(),
        request=request,
    )
    waits = reading.is_free(pair)
    lines = links.link_lines(voter, row, places) if voter and row else []
    taken = any(one.state == PairState.RESOLVED for one in others)
    return pair_response(
        request,
        "voters/link_pair.html",
        pair,
        neighbours,
        said,
        voter=voter,
        row=row,
        lines=lines,
        unsaid=[one.label for one in lines if one.state == "SKIPPED"],
        changes=len(links.differing(voter, row)) if voter and row else 0,
        proposal=made,
        others=others,
        taken=taken,
        waits=waits,
        decidable=waits and bool(voter and row and voter.is_counted) and not taken,
        answered=pair.state in (PairState.NOT_DUPLICATE, PairState.RESOLVED),
    )
