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
from audit.services import Persons, record
from files import exports
from files.delivering import deliver, or_back
from files.exports import Column
from files.lists import (
    Picked,
    PickError,
    export_items,
    listed,
    picked_of,
    shows_all,
    up_to_cap,
)
from files.readers import FileRefused
from jobs.models import Job
from periods.models import Period
from periods.selectors import open_of
from voters import selectors
from voters.dhs import exporting, headers, proposing
from voters.dhs.comparing import receive_download
from voters.dhs.filters import ComparisonFilter, SidalihRowFilter
from voters.dhs.forms import DownloadForm
from voters.dhs.selectors import (
    changing,
    coming,
    comparisons_of,
    keys_of,
    of_the_file,
    ordered_by,
    rows_of,
    tiles,
    unreadable_lines,
)
from voters.dhs.tables import ComparisonTable, SidalihRowTable
from voters.dhs.words import area_word
from voters.models import SidalihComparison
from voters.selectors.named import noting
from voters.selectors.sidalih import counts
from voters.services.errors import VoterError
from voters.views.roll import person_of


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
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and (made := _received(request, regency, form)):
        return redirect("voters:comparison", regency, made.public_id)
    rows = comparisons_of(person_of(request), regency)
    found = ComparisonFilter(request.GET, queryset=rows)
    shown = listed(
        request,
        found.qs,
        ComparisonTable,
        by="received_at",
        regency=regency,
        places={**districts, **villages},
    )
    context = {
        "regency": regency,
        "form": form,
        "filter": found,
        **shown,
        "total": rows.count(),
        "export_items": export_items(
            reverse("voters:comparisons_export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, exporting.LIST_KIND]),
        ),
    }
    return render(request, "voters/comparisons.html", context)


def _received(
    request: HttpRequest, regency: str, form: DownloadForm
) -> SidalihComparison | None:
    """The comparison of the file; None with the reason at the field."""
    file = form.cleaned_data["file"]
    try:
        return receive_download(
            actor=request.user,
            regency=regency,
            area=form.cleaned_data["area"],
            file=file,
            filename=file.name,
        )
    except (VoterError, FileRefused) as error:
        form.add_error("file", str(error))
        return None


@role_required(OFFICE)
@require_GET
@or_back("voters:comparisons")
def comparisons_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The list of comparisons by the present filter as a file."""
    return deliver(request, regency, exporting.LIST_KIND)


@role_required(OFFICE)
@require_GET
def comparison(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One download: a tile an outcome, and the rows as filtered."""
    found, user = _comparison(request, regency, public_id), person_of(request)
    if found.ended_at is None:
        return _running(request, regency, found)
    cut = _cut(request, regency, found)
    page = selectors.page_of(
        cut.qs,
        regency=regency,
        columns=ordered_by(request.GET),
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
    count, more = _count(found, cut)
    context = {
        "regency": regency,
        "comparison": found,
        "filter": cut,
        "table": table,
        "page": page,
        "order": request.GET.get("urut", ""),
        "count": count,
        "more": more,
        **_facts(request, found, dict(cut.same_for)),
        **_ways_on(found),
    }
    return render(request, "voters/comparison.html", context)


def _count(found: SidalihComparison, cut: SidalihRowFilter) -> tuple[int, bool]:
    """How many rows the filter leaves; all of them are the sum of the tiles."""
    if shows_all(cut.form) and found.forgotten_at is None:
        return up_to_cap(sum(found.result.get("outcomes", {}).values()))
    return selectors.capped_count(cut.qs)


def _ways_on(found: SidalihComparison) -> dict[str, Any]:
    """What can be done with the rows, and the files of them."""
    regency = found.regency_code
    propose = reverse("voters:comparison_propose", args=[regency, found.public_id])
    return {
        "acts": [{"label": _("Jadikan usulan"), "url": propose, "icon": "pencil"}],
        "export_items": export_items(
            reverse("voters:comparison_export", args=[regency]),
            _("NIK lengkap"),
            reverse("downloads:new", args=[regency, exporting.KIND]),
            {"banding": str(found.public_id)},
        ),
    }


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
    period = open_of(request, regency)
    total, rows = of_the_file(found), found.result.get("rows", 0)
    shown = tiles(found)
    signs = ["", "+", "+", "+", "+"]
    terms = [
        {"sign": sign, "label": word, "value": n, "url": f"?hasil={value}"}
        for sign, (value, word, n) in zip(signs, shown, strict=False)
    ]
    ticks = 0
    is_first = not {"sesudah", "sebelum"} & request.GET.keys()  # said once, on top
    if is_first and period is not None and found.forgotten_at is None:
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
    """The picked rows of the filter become proposals; with `tanda` it was said yes."""
    found = _comparison(request, regency, public_id)
    back = _back(request, regency, found)
    try:
        picked = picked_of(request.POST)
        if not picked.is_named:
            raise PickError(_("Belum ada baris yang dipilih."))
        rows = picked.cut(_cut(request, regency, found).qs)
        if "tanda" not in request.POST:
            return _asking(request, found, rows, picked, back)
        proposing.ask_proposals(
            actor=request.user,
            comparison=found,
            rows=rows,
            mark=request.POST["tanda"],
        )
        messages.success(request, _("Usulan sedang disusun; kemajuannya di sini."))
    except (VoterError, PickError) as error:
        messages.error(request, str(error))
    return redirect(back)


def _asking(
    request: HttpRequest,
    found: SidalihComparison,
    rows: Any,
    picked: Picked,
    back: str,
) -> HttpResponse:
    """How many of the picked can become proposals, and the mark of those."""
    changed, new, every = changing(rows).count(), coming(rows).count(), rows.count()
    context = {
        "regency": found.regency_code,
        "comparison": found,
        "back": back,
        "changed": changed,
        "new": new,
        "fit": changed + new,
        "left": every - changed - new,
        "everyone": picked.every,
        "picked": list(picked.pairs()),
        "mark": proposing.mark_of_rows(rows),
    }
    return render(request, "voters/comparison_propose.html", context)


def _job(regency: str, pk: int | None) -> Job | None:
    if pk is None:
        return None
    found: Job | None = Job.objects.filter(regency_code=regency, pk=pk).first()
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
        if n:
            told = _("%(n)s baris ditandai sudah dientri.") % {"n": n}
            messages.success(request, told)
        else:
            messages.info(request, _("Tidak ada baris yang belum ditandai."))
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
    persons = Persons()
    made = exports.export(
        actor=request.user,
        regency=regency,
        name=f"tidak-terbaca-sidalih-{regency}",
        columns=[
            *(Column(name or f"Kolom {at}", 20, retyped=True) for at, name in heads),
            Column("Kolom", 20),
            Column("Terbaca", 24),
            Column("Kesalahan", 40),
            Column("Saran", 60),
            Column("Baris berkas", 14),
        ],
        rows=noting(regency, unreadable_lines(person_of(request), found), persons),
        persons=persons,
        format="xlsx",
        action="sidalih.unreadable.export",
        request=request,
    )
    return cast(HttpResponse, exports.response(made))
