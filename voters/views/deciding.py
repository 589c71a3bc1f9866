"""What the decision bar, the bulk page and the evidence panel send."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from voters import services
from voters.forms import BulkForm, DecisionForm, EvidenceForm
from voters.models import ChangeProposal, Evidence, ProposalState
from voters.selectors import PAIR, beyond
from voters.services.bulk import plan
from voters.services.errors import VoterError
from voters.services.evidence import content_type
from voters.views.review import filter_of, order_of, proposal_or_404

WORDS = {
    "ACCEPTED": gettext_lazy("Diterima"),
    "REJECTED": gettext_lazy("Ditolak"),
    "HOLD": gettext_lazy("Ditunda"),
    "COKLIT": gettext_lazy("Dikirim ke coklit terbatas"),
    "SECOND": gettext_lazy("Menunggu orang kedua"),
    "REFERRED": gettext_lazy("Diteruskan ke Dukcapil"),
    "OPEN": gettext_lazy("Dibuka lagi"),
}
SAID = {
    "part": gettext_lazy("Dinyatakan dua orang yang berbeda"),
    "rejoin": gettext_lazy("Disatukan lagi dengan pasangannya"),
}


@role_required(OFFICE)
@require_POST
def decide(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Decide one proposal, then show the next of the same filter."""
    proposal_or_404(request, regency, public_id)
    data = request.POST.copy()
    data.setdefault("keputusan", request.GET.get("keputusan", ""))
    form = DecisionForm(data)
    query = request.GET.copy()
    query.pop("keputusan", None)
    tail = f"?{query.urlencode()}" if query else ""
    here = reverse("voters:proposal", args=[regency, public_id]) + tail
    if not form.is_valid():
        messages.error(request, _("Keputusan ini tidak lengkap; periksa isiannya."))
        return redirect(here)
    try:
        done = _carry_out(request, regency, public_id, form.cleaned_data)
    except VoterError as error:
        messages.error(request, str(error))
        return redirect(here)
    back = reverse("voters:decide", args=[regency, public_id])
    said = SAID.get(form.cleaned_data["keputusan"], WORDS[done.state])
    words = f"{said}: {done.get_kind_display()}, {done.name}"
    if done.state == ProposalState.REJECTED and PAIR in done.new:
        words += ". " + _(
            "Pasangannya ikut ditolak: pemilih tetap dengan NIK di daftar, "
            "tidak ada orang baru."
        )
    tags = "" if done.state == "OPEN" else f"urungkan:{back}?keputusan=reopen"
    messages.success(request, words, extra_tags=tags)
    if done.state == ProposalState.OPEN:
        return redirect(here)
    following = _next(request, regency, done)
    if following:
        return redirect(reverse("voters:proposal", args=[regency, following]) + tail)
    return redirect(reverse("voters:review", args=[regency]) + tail)


def _next(request: HttpRequest, regency: str, proposal: ChangeProposal) -> Any:
    """Public id of what follows a proposal in the queue's order, else of its first."""
    columns = order_of(request)
    rows = filter_of(request, regency).qs.exclude(pk=proposal.pk).order_by(*columns)
    if PAIR in proposal.new:
        rows = rows.exclude(public_id=proposal.new[PAIR])
    key = tuple(getattr(proposal, column) for column in columns)
    rest = beyond(rows, columns, key).values_list("public_id", flat=True)
    return rest.first() or rows.values_list("public_id", flat=True).first()


def _carry_out(
    request: HttpRequest, regency: str, public_id: UUID, said: dict[str, Any]
) -> ChangeProposal:
    base: dict[str, Any] = {
        "actor": request.user,
        "regency": regency,
        "public_id": public_id,
    }
    decision = said["keputusan"]
    if decision == "reopen":
        return services.reopen(**base)
    if decision == "rejoin":
        return services.rejoin(**base)
    base |= {"note": said["catatan"], "seen": said["seen"]}
    if decision == "accept":
        partial = request.POST.get("sebagian") == "1"
        return services.accept(
            **base,
            elements=request.POST.getlist("unsur") if partial else None,
            category=said["sebab"],
            evidence_kind=said["jenis_bukti"],
            evidence_no=said["nomor_bukti"],
        )
    if decision == "pair":
        return services.accept_pair(
            **base,
            evidence_kind=said["jenis_bukti"],
            evidence_no=said["nomor_bukti"],
        )
    if decision == "part":
        return services.part(**base)
    if decision == "reject":
        return services.reject(**base, reason=said["alasan"])
    if decision == "hold":
        return services.hold(**base, until=said["sampai"])
    if decision == "refer":
        return services.refer(**base)
    return services.send_to_coklit(**base)


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest, regency: str) -> HttpResponse:
    """One decision about the present filter: how many, what is left out, confirm."""
    rows = filter_of(request, regency).qs
    picked = [value for value in request.GET.getlist("pilih") if value.isdigit()]
    if picked:
        rows = rows.filter(pk__in=picked)
    query = request.GET.copy()
    for name in ("pilih", "keputusan"):
        query.pop(name, None)
    back = reverse("voters:review", args=[regency]) + (
        f"?{query.urlencode()}" if query else ""
    )
    if request.method == "POST":
        form = BulkForm(request.POST)
        if form.is_valid():
            try:
                outcome = _decide_all(request, regency, rows, form.cleaned_data)
            except VoterError as error:
                messages.error(request, str(error))
            else:
                messages.success(
                    request, _("%(n)s usulan diputus.") % {"n": outcome.decided}
                )
                return redirect(back)
        decision = request.POST.get("keputusan", "")
    else:
        decision = request.GET.get("keputusan", "accept")
        form = BulkForm(initial={"keputusan": decision})
    if decision not in ("accept", "reject", "hold", "coklit"):
        raise Http404
    waiting, left = plan(rows=rows, regency=regency, decision=decision)
    count = waiting.count()
    with_evidence = count + left.get("evidence", 0)
    form.initial = {**form.initial, "jumlah": count}
    context = {
        "regency": regency,
        "form": form,
        "decision": decision,
        "count": count,
        "with_evidence": with_evidence,
        "left": left,
        "back": back,
        "filter_chips_form": filter_of(request, regency),
        "action": request.get_full_path(),
    }
    return render(request, "voters/bulk.html", context)


def _decide_all(
    request: HttpRequest, regency: str, rows: Any, said: dict[str, Any]
) -> Any:
    proof = bool(said["jenis_bukti"] and said["nomor_bukti"])
    return services.decide_bulk(
        actor=request.user,
        regency=regency,
        rows=rows,
        decision=said["keputusan"],
        expected=None if proof else said["jumlah"],
        reason=said["alasan"],
        until=said["sampai"],
        evidence_kind=said["jenis_bukti"],
        evidence_no=said["nomor_bukti"],
        note=said["catatan"],
    )


@role_required(OFFICE)
@require_POST
def evidence(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Put a paper or a scan beside a proposal."""
    proposal_or_404(request, regency, public_id)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Bukti belum lengkap; periksa isiannya."))
    else:
        said = form.cleaned_data
        try:
            services.add_evidence(
                actor=request.user,
                regency=regency,
                public_id=public_id,
                kind=said["kind"],
                number=said["number"],
                upload=said["upload"],
                note=said["note"],
            )
        except VoterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Bukti disimpan."))
    here = reverse("voters:proposal", args=[regency, public_id])
    query = request.GET.urlencode()
    return redirect(f"{here}?{query}" if query else here)


@role_required(OFFICE)
@require_GET
def evidence_file(
    request: HttpRequest, regency: str, public_id: UUID, evidence_id: UUID
) -> HttpResponse:
    """A scan, only to who may see its proposal; each reading is recorded."""
    proposal = proposal_or_404(request, regency, public_id)
    found = Evidence.objects.filter(
        regency_code=regency, proposal_id=proposal.pk, public_id=evidence_id
    ).first()
    if found is None or not found.file or not default_storage.exists(found.file):
        raise Http404
    record(
        actor=request.user,
        action="evidence.read",
        regency_code=regency,
        subject=str(found.public_id),
        persons=[proposal.public_id],
        request=request,
    )
    ending = found.file.rsplit(".", 1)[-1]
    answer = FileResponse(
        default_storage.open(found.file),
        filename=f"bukti-{found.public_id}.{ending}",
        content_type=content_type(found.file),
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, answer)
