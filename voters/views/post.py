"""The post officer's pages: one person of the kecamatan at a time.

There is no list: who looks names a whole NIK or a whole name, in the body of a POST,
and every look is recorded.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import POST, role_required
from audit.services import record
from periods.models import Period
from regions.models import Region
from voters import desks, selectors
from voters.fields import OF_ROLE
from voters.forms import LookUpForm
from voters.models import ChangeProposal, Status, Voter
from voters.selectors.finding import meant
from voters.selectors.reporting import own_reports
from voters.views.roll import person_of, voter_or_404

OWN_SHOWN = 20


@role_required(POST)
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, regency: str) -> HttpResponse:
    """Home of the post: look one person up, and what the officer took."""
    user = person_of(request)
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        rows = Voter.objects.in_scope_of(user).of(regency)
        proposals = ChangeProposal.objects.in_scope_of(user).of(regency)
        voter, how, hits = meant(rows, form.cleaned_data["q"], proposals)
        record(
            actor=user,
            action="voter.search",
            regency_code=regency,
            subject=str(voter.public_id) if voter else "",
            persons=[voter.public_id] if voter else [],
            data={"by": how, "found": hits, "at": user.scope_code},
            request=request,
        )
        if voter is not None:
            return redirect("voters:post_person", regency, voter.public_id)
        form.add_error("q", none_or_many(hits))
    own = own_reports(user, regency, OWN_SHOWN)
    if own:
        record(
            actor=user,
            action="proposal.view",
            regency_code=regency,
            persons=[one.key for one in own if one.key],
            data={"rows": len(own)},
            request=request,
        )
    context = {
        "regency": regency,
        "form": form,
        "desk": desks.desk_of(user),
        "place": Region.objects.filter(code=user.scope_code).first(),
        "this_period": Period.objects.open(regency).first(),
        "reports": own,
    }
    return render(request, "voters/post.html", context)


def none_or_many(hits: int) -> str:
    """Why a look-up shows nobody."""
    if hits:
        return _("Lebih dari satu orang bernama itu; cari dengan NIK.")
    return _("Tidak ada orang dengan NIK atau nama lengkap itu di wilayah Anda.")


@role_required(POST)
@require_GET
def post_person(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One person of the kecamatan, numbers masked; recorded."""
    voter = voter_or_404(request, regency, public_id)
    record_view(request, voter)
    places = selectors.village_names(regency)
    shown = OF_ROLE[person_of(request).role]
    period_open = Period.objects.open(regency).exists()
    context = {
        "regency": regency,
        "voter": voter,
        "shown": shown,
        "village": places.get(voter.kelurahan, voter.kelurahan),
        "marital": selectors.as_read(
            voter.marital_status, "marital_status", places, voter.disability_vintage
        ),
        "may_propose": voter.status != Status.INELIGIBLE and period_open,
        "period_open": period_open,
    }
    return render(request, "voters/post_person.html", context)


def record_view(request: HttpRequest, voter: Voter) -> None:
    """Enter into the ledger that the page shows this voter."""
    record(
        actor=request.user,
        action="voter.view",
        regency_code=voter.regency_code,
        subject=str(voter.public_id),
        persons=[voter.public_id],
        request=request,
    )
