"""Downloads of SIDALIH beside the roll: upload, tiles and rows, proposals, ticks."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from files import exports
from files.delivering import deliver
from files.exports import Column
from files.lists import export_items, listed
from files.readers import FileRefused
from jobs.models import Job
from periods.models import Period
from voters import selectors
from voters.dhs import exporting, headers, proposing
from voters.dhs.comparing import receive_download
from voters.dhs.filters import SidalihRowFilter
from voters.dhs.forms import DownloadForm
from voters.dhs.selectors import (
    changing,
    coming,
    comparisons_of,
    keys_of,
    of_the_file,
    rows_of,
    tiles,
    unreadable_lines,
)
from voters.dhs.tables import ComparisonTable, SidalihRowTable, area_word
from voters.models import SidalihComparison
from voters.selectors.sidalih import counts
from voters.services.errors import VoterError
from voters.views.roll import person_of

ORDERS = {
    "baris": ("id",),
    "nama": ("name", "id"),
    "tempat": ("kelurahan", "id"),
}


def _comparison(
    request: HttpRequest, regency: str, public_id: UUID
) -> SidalihComparison:
    rows = comparisons_of(person_of(request), regency).filter(public_id=public_id)
    found: SidalihComparison | None = rows.first()
    if found is None:
        raise Http404
    return found


def _cut(
    request: HttpRequest, regency: str, comparison: SidalihComparison
) -> SidalihRowFilter:
    districts, villages = selectors.past_places(regency)
    return SidalihRowFilter(
        request.GET,
        queryset=rows_of(person_of(request), comparison),
        regency=regency,
        districts=districts,
        villages=villages,
    )


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def comparisons(request: HttpRequest, regency: str) -> HttpResponse:
    """Downloads that were compared, and the form that takes the next one."""
    districts, villages = selectors.place_names(regency)
    form = DownloadForm(
        request.POST or None,
        request.FILES or None,
        regency=regency,
        districts=districts,
        villages=villages,
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = receive_download(
                actor=request.user,
                regency=regency,
                area=form.cleaned_data["area"],
                file=file,
                filename=file.name,
            )
            return redirect("voters:comparison", regency, made.public_id)
        except (VoterError, FileRefused) as error:
            form.add_error("file", str(error))
    rows = comparisons_of(person_of(request), regency)
    shown = listed(
        request,
        rows,
        ComparisonTable,
        by="received_at",
        regency=regency,
        places={**districts, **villages},
    )
    context = {"regency": regency, "form": form, **shown}
    return render(request, "voters/comparisons.html", context)


@role_required(OFFICE)
@require_GET
def comparison(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One download: a tile an outcome, and the rows as filtered."""
    found, user = _comparison(request, regency, public_id), person_of(request)
    if found.ended_at is None:
        return _running(request, regency, found)
    cut = _cut(request, regency, found)
    order = request.GET.get("urut", "")
    page = selectors.page_of(
        cut.qs,
        regency=regency,
        columns=ORDERS.get(order, ORDERS["baris"]),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    keys = keys_of(user, regency, page.rows)
    record(
        actor=user,
        action="sidalih.compare.list",
        regency_code=regency,
        subject=str(found.public_id),
        persons=[keys.get(one.voter_id or 0, one.public_id) for one in page.rows],
        request=request,
    )
    table = SidalihRowTable(
        page.rows, regency=regency, places=dict(cut.same_for), keys=keys
    )
    table.choose(request.GET)
    told = f"?banding={found.public_id}"
    url = reverse("voters:comparison_export", args=[regency]) + told
    context = {
        "regency": regency,
        "comparison": found,
        "filter": cut,
        "table": table,
        "page": page,
        "order": order,
        **_facts(request, found, dict(cut.same_for)),
        "export_items": export_items(url, _("NIK lengkap")),
    }
    return render(request, "voters/comparison.html", context)


def _running(
    request: HttpRequest, regency: str, found: SidalihComparison
) -> HttpResponse:
    job = _job(regency, found.job_id)
    context = {"regency": regency, "comparison": found, "job": job}
    return render(request, "voters/comparison_running.html", context)


def _facts(
    request: HttpRequest, found: SidalihComparison, places: dict[str, str]
) -> dict[str, Any]:
    """Tiles, the proof of their sum, what the file lacks, what can be ticked."""
    regency = found.regency_code
    period = Period.objects.open(regency).first()
    total, rows = of_the_file(found), found.result.get("rows", 0)
    shown = tiles(found)
    signs = ["", "+", "+", "+", "+"]
    terms = [
        {"sign": sign, "label": word, "value": n, "url": f"?hasil={value}"}
        for sign, (value, word, n) in zip(signs, shown, strict=False)
    ]
    ticks = 0
    if period is not None and found.forgotten_at is None:
        ticks = len(proposing.entered_ids(found, period))
    return {
        "tiles": shown,
        "terms": [*terms, {"sign": "=", "label": _("baris berkas"), "value": rows}],
        "holds": total == rows,
        "gap": rows - total,
        "area": area_word(found.area, places),
        "ignored": headers.ignored(found.recognised["header"], found.fields),
        "ticks": ticks,
        "job": _job(regency, found.propose_job_id),
    }


@role_required(OFFICE)
@require_POST
def comparison_propose(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Chosen rows, or all of the filter, become proposals; asks once before."""
    found = _comparison(request, regency, public_id)
    rows, chosen = _cut(request, regency, found).qs, list[str]()
    everyone = "semua" in request.POST
    if not everyone:
        chosen = [one for one in request.POST.getlist("pilih") if one.isdecimal()]
        rows = rows.filter(pk__in=chosen)
    back = _back(request, regency, found)
    if "yakin" not in request.POST:
        changed, new, every = changing(rows).count(), coming(rows).count(), rows.count()
        context = {
            "regency": regency,
            "comparison": found,
            "back": back,
            "changed": changed,
            "new": new,
            "fit": changed + new,
            "left": every - changed - new,
            "everyone": everyone,
            "chosen": chosen,
        }
        return render(request, "voters/comparison_propose.html", context)
    try:
        proposing.ask_proposals(actor=request.user, comparison=found, rows=rows)
        messages.success(request, _("Usulan sedang disusun; kemajuannya di sini."))
    except VoterError as error:
        messages.error(request, str(error))
    return redirect(back)


def _job(regency: str, pk: int | None) -> Job | None:
    found: Job | None = Job.objects.filter(regency_code=regency, pk=pk or 0).first()
    return found


def _back(request: HttpRequest, regency: str, found: SidalihComparison) -> str:
    url = reverse("voters:comparison", args=[regency, found.public_id])
    query = request.GET.urlencode()
    return f"{url}?{query}" if query else url


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def comparison_tick(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """What the download shows as entered, sheet by sheet; one confirmation ticks it."""
    found = _comparison(request, regency, public_id)
    period = Period.objects.open(regency).first()
    back = reverse("voters:comparison", args=[regency, found.public_id])
    if period is None:
        messages.error(request, _("Tidak ada periode yang terbuka."))
        return redirect(back)
    if request.method == "POST":
        n = proposing.tick_entered(actor=request.user, comparison=found, period=period)
        messages.success(request, _("%(n)s baris ditandai sudah dientri.") % {"n": n})
        return redirect(back)
    lines = counts(proposing.entered(person_of(request), found, period))
    context = {
        "regency": regency,
        "comparison": found,
        "this_period": period,
        "back": back,
        "sheets": [
            (name, exporting.SHEET_WORDS[name], line["n"])
            for name, line in lines.items()
            if name != "TARIK"
        ],
        "n": sum(line["n"] for line in lines.values()),
    }
    return render(request, "voters/comparison_tick.html", context)


@role_required(OFFICE)
@require_GET
def comparison_export(request: HttpRequest, regency: str) -> HttpResponse:
    """Rows of a comparison (`?banding=`) by the present filter, numbers in full."""
    return deliver(request, regency, exporting.KIND)


@role_required(OFFICE)
@require_GET
def comparison_unreadable(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Rows that cannot be read, with column, what was found and how to mend it."""
    found = _comparison(request, regency, public_id)
    heads = enumerate(found.recognised["header"], 1)
    made = exports.export(
        actor=request.user,
        regency=regency,
        name=f"tidak-terbaca-sidalih-{regency}",
        columns=[
            *(Column(name or f"Kolom {at}", 20) for at, name in heads),
            Column("Kolom", 20),
            Column("Terbaca", 24),
            Column("Kesalahan", 40),
            Column("Saran", 60),
            Column("Baris berkas", 14),
        ],
        rows=unreadable_lines(person_of(request), found),
        format="xlsx",
        action="sidalih.unreadable.export",
        request=request,
    )
    return cast(HttpResponse, exports.response(made))
