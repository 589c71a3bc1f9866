"""What the decision bar, the bulk page and the evidence panel send."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from files.lists import PickError, mark_of, picked_of
from files.lists.picking import WORDS as PICK_WORDS
from files.lists.picking import counted_in
from files.places import is_kept
from voters import services
from voters.forms import BulkForm, DecisionForm, EvidenceForm
from voters.models import ChangeProposal, Evidence, ProposalState
from voters.rules.partial import DROPPED
from voters.selectors import ELEMENT_LABELS, PAIR, free_of_others, live_claims
from voters.services.bulk import plan
from voters.services.errors import NotDecidable, VoterError
from voters.services.evidence import content_type
from voters.views.keeping import Keeping
from voters.views.review import (
    PART,
    filter_of,
    following,
    order_of,
    proposal_or_404,
    proposals_of,
    queue_of,
    with_evidence,
)
from voters.views.review_shown import claimed
from voters.views.roll import person_of

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
    """Decide one proposal, then show the next of the same filter.

    The script of the page, which shows the next at once, is told in JSON how it went.
    """
    proposal = proposal_or_404(request, regency, public_id)
    data = request.POST.copy()
    data.setdefault("keputusan", request.GET.get("keputusan", ""))
    form = DecisionForm(data)
    done = None
    if not form.is_valid():
        words = _("Keputusan ini tidak lengkap; periksa isiannya.")
    else:
        try:
            done = _carry_out(request, regency, public_id, form.cleaned_data)
            words = _told(done, form.cleaned_data["keputusan"])
        except VoterError as error:
            words = str(error)
    if PART in request.headers:
        return _answer(request, regency, public_id, done, words)
    if done is None:
        messages.error(request, words)
        return redirect(_address(request, regency, public_id))
    tags = "" if done.state == "OPEN" else f"urungkan:{_back(regency, public_id)}"
    messages.success(request, words, extra_tags=tags)
    if done.state == ProposalState.OPEN:
        return redirect(_address(request, regency, public_id))
    return redirect(_address(request, regency, _next(request, regency, proposal, done)))


def _told(done: ChangeProposal, decision: str) -> str:
    """What was decided, of whom."""
    said = SAID.get(decision, WORDS[done.state])
    words = f"{said}: {done.get_kind_display()}, {done.name}"
    if done.state == ProposalState.REJECTED and PAIR in done.new:
        words += ". " + _(
            "Pasangannya ikut ditolak: pemilih tetap dengan NIK di daftar, "
            "tidak ada orang baru."
        )
    if DROPPED in done.new:
        labels = [str(ELEMENT_LABELS.get(n, n)) for n in done.new[DROPPED]]
        words += ". " + _("Tidak diambil: %(names)s.") % {"names": ", ".join(labels)}
    return words


def _back(regency: str, public_id: UUID) -> str:
    """Where a POST takes the decision back."""
    url = reverse("voters:decide", args=[regency, public_id])
    return f"{url}?keputusan=reopen"


def _address(request: HttpRequest, regency: str, public_id: Any) -> str:
    """Page of a proposal, or of the queue, with the filter of this request."""
    query = request.GET.copy()
    query.pop("keputusan", None)
    tail = f"?{query.urlencode()}" if query else ""
    if public_id is None:
        return reverse("voters:review", args=[regency]) + tail
    return reverse("voters:proposal", args=[regency, public_id]) + tail


def _answer(
    request: HttpRequest,
    regency: str,
    public_id: UUID,
    done: ChangeProposal | None,
    words: str,
) -> JsonResponse:
    """How a decision went, and whether somebody else holds what is now on screen."""
    said = {
        "words": words,
        "state": str(WORDS[done.state]) if done else "",
        "undo": "",
        "gone": _gone(done),
        "held": _take_next(request, regency),
    }
    if done is not None and done.state != ProposalState.OPEN:
        said["undo"] = _back(regency, public_id)
    return JsonResponse(said, status=200 if done else 409)


def _gone(done: ChangeProposal | None) -> int:
    """How many proposals the decision took out of the queue: both of a pair."""
    if done is None or done.is_undecided:
        return 0
    return 2 if PAIR in done.new else 1


def _take_next(request: HttpRequest, regency: str) -> str:
    """Claim the proposal that the screen shows by now; says who holds it instead."""
    try:
        number = UUID(request.POST.get("tampil", ""))
    except ValueError:
        return ""
    current = proposals_of(request, regency).filter(public_id=number).first()
    if current is None:
        return ""
    claims = live_claims(request.user, regency)
    found = claimed(request, current, claims, take=True)
    return str(services.Claimed(found["holder"])) if found["holder"] else ""


def _next(
    request: HttpRequest, regency: str, before: ChangeProposal, done: ChangeProposal
) -> Any:
    """Public id of what follows in the queue's order, else of its first."""
    claims = live_claims(request.user, regency)
    queue, _places = queue_of(request, regency)
    if PAIR in done.new:
        before.new = {**before.new, PAIR: done.new[PAIR]}
    after = following(request, queue, before, claims)
    if after:
        return after
    rows = free_of_others(queue, claims.values(), person_of(request).pk)
    first = rows.exclude(pk=before.pk).order_by(*order_of(request)[-1:])
    return first.values_list("public_id", flat=True).first()


def _carry_out(
    request: HttpRequest, regency: str, public_id: UUID, said: dict[str, Any]
) -> ChangeProposal:
    partial = request.POST.get("sebagian") == "1"
    return services.carry_out(
        actor=request.user,
        regency=regency,
        public_id=public_id,
        decision=said["keputusan"],
        elements=request.POST.getlist("unsur") if partial else None,
        reason=said["alasan"],
        category=said["sebab"],
        evidence_kind=said["jenis_bukti"],
        evidence_no=said["nomor_bukti"],
        until=said["sampai"],
        note=said["catatan"],
        seen=said["seen"],
    )


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest, regency: str) -> HttpResponse:
    """One decision about the present filter: how many, what is left out, confirm."""
    every = filter_of(request, regency).qs
    back = _back_to_queue(request, regency)
    try:
        picked = picked_of(request.GET, request.POST)
        every = picked.cut(every) if picked.is_named else every
    except PickError as error:
        messages.error(request, str(error))
        return redirect(back)
    claims = live_claims(request.user, regency).values()
    rows = free_of_others(every, claims, person_of(request).pk)
    asked = request.POST.get("keputusan") or request.GET.get("keputusan", "accept")
    if request.method == "POST" and "jumlah" in request.POST:
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
    else:
        form = BulkForm(initial={"keputusan": asked})
    if asked not in ("accept", "reject", "hold", "coklit"):
        raise Http404
    left_by_claims = every.count() - rows.count() if claims else 0
    context = {
        "regency": regency,
        "form": form,
        "decision": asked,
        **_planned(rows, regency, asked, left_by_claims),
        "back": back,
        "picked": list(picked.pairs()),
        "action": request.get_full_path(),
    }
    return render(request, "voters/bulk.html", context)


def _back_to_queue(request: HttpRequest, regency: str) -> str:
    """The queue with the filter of this address."""
    query = request.GET.copy()
    for name in (*PICK_WORDS, "keputusan"):
        query.pop(name, None)
    tail = f"?{query.urlencode()}" if query else ""
    return reverse("voters:review", args=[regency]) + tail


def _planned(rows: Any, regency: str, decision: str, claimed: int) -> dict[str, Any]:
    """How many the decision touches and which, and what is left out by reason."""
    waiting, left = plan(rows=rows, regency=regency, decision=decision)
    mark = mark_of(waiting.values_list("pk", flat=True))
    proven = mark
    if left.get("evidence"):
        with_proof, _left = plan(
            rows=rows, regency=regency, decision=decision, evidence=True
        )
        proven = mark_of(with_proof.values_list("pk", flat=True))
    if claimed:
        left["claimed"] = claimed
    return {
        "count": counted_in(mark),
        "with_evidence": counted_in(proven),
        "mark": mark,
        "mark_proven": proven,
        "left": left,
    }


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
        mark=said["tanda_bukti" if proof else "tanda"],
        reason=said["alasan"],
        until=said["sampai"],
        evidence_kind=said["jenis_bukti"],
        evidence_no=said["nomor_bukti"],
        note=said["catatan"],
    )


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Put a paper or a scan beside a proposal.

    A form with an error comes back with its file, under this address: links and
    filters of that page lead on to the proposal's own.
    """
    proposal = proposal_or_404(request, regency, public_id)
    if request.method == "POST":
        kept = Keeping(request, regency)
        form = EvidenceForm(*kept.data)
        if not _added(request, regency, proposal, form):
            kept.keep(form)
            return with_evidence(request, regency, proposal, form)
        kept.drop(form)
    here = reverse("voters:proposal", args=[regency, public_id])
    query = request.GET.urlencode()
    return redirect(f"{here}?{query}" if query else here)


def _added(
    request: HttpRequest, regency: str, proposal: ChangeProposal, form: EvidenceForm
) -> bool:
    """Whether nothing is left to correct: it was added, or never can be."""
    if not form.is_valid():
        return False
    try:
        services.add_evidence(
            actor=request.user,
            regency=regency,
            public_id=proposal.public_id,
            **form.cleaned_data,
        )
    except NotDecidable as error:
        messages.error(request, str(error))
    except VoterError as error:
        form.add_error(None, str(error))
        return False
    else:
        messages.success(request, _("Bukti disimpan."))
    return True


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
    if found is None or not is_kept(found.file, regency):
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
