"""Bawaslu draws a sample for uji petik, and reads who did what without any person."""

import io
import re
import secrets
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SUPERVISOR, role_required
from accounts.models import Role
from audit.services import record
from files import exports
from files.delivering import or_back
from plenos.documents.sample import sample_pdf
from plenos.models import Plenary
from plenos.selectors.readers import (
    deeds,
    shown_key,
    supervisor_place,
    supervisor_sample,
)
from plenos.views.readers import asked_list, listed_of
from regions.models import Region
from regions.selectors import names_on

MOST = 500
SEED = re.compile(r"\A[0-9A-Za-z-]{1,40}\Z")


class SampleForm(forms.Form):
    """What a sample is drawn from; an empty seed is drawn by the portal."""

    periode = forms.ChoiceField(label=gettext_lazy("Periode"))
    wilayah = forms.ChoiceField(label=gettext_lazy("Wilayah"))
    jumlah = forms.IntegerField(
        label=gettext_lazy("Jumlah orang"), min_value=1, max_value=MOST, initial=30
    )
    benih = forms.RegexField(
        SEED,
        label=gettext_lazy("Benih"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Kosongkan untuk benih baru; benih sama, sampel sama."),
    )

    def __init__(
        self, *args: Any, plenaries: list[Plenary], places: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        periods: Any = self.fields["periode"]
        periods.choices = [(p.period.code, p.period.title) for p in plenaries]
        regions: Any = self.fields["wilayah"]
        regions.choices = [(p.code, f"{p.name} ({p.dotted})") for p in places]


@require_http_methods(["GET", "POST"])
@role_required(SUPERVISOR)
def sample(request: HttpRequest, regency: str) -> HttpResponse:
    """n people of a published period, the same ones for the same seed; recorded."""
    plenaries = listed_of(regency)
    form = SampleForm(
        request.POST if request.method == "POST" else None,
        plenaries=plenaries,
        places=Region.objects.within(regency).filter(level__in=(4, 6, 10)),
    )
    context: dict[str, Any] = {"regency": regency, "form": form, "any": plenaries}
    if request.method == "POST" and form.is_valid():
        drawn = _drawn(regency, plenaries, form.cleaned_data)
        if request.POST.get("keluaran") == "pdf":
            return _paper(request, regency, drawn)
        record(
            actor=request.user,
            action="supervisor.sample",
            regency_code=regency,
            subject=drawn["period"].code,
            persons=_shown(drawn),
            data=_said(drawn),
            request=request,
        )
        context["drawn"] = drawn
    return render(request, "plenos/sample.html", context)


def _drawn(
    regency: str, plenaries: list[Plenary], asked: dict[str, Any]
) -> dict[str, Any]:
    period = next(p.period for p in plenaries if p.period.code == asked["periode"])
    seed = asked["benih"] or secrets.token_hex(6)
    rows, total = supervisor_sample(
        regency=regency,
        period=period,
        place=asked["wilayah"],
        seed=seed,
        most=asked["jumlah"],
    )
    names = names_on(regency, period.reference_date)
    for row in rows:
        row["place"] = names.get(row["kelurahan"], row["kelurahan"])
    return {
        "period": period,
        "seed": seed,
        "rows": rows,
        "total": total,
        "asked": asked["jumlah"],
        "code": asked["wilayah"],
        "place": names[asked["wilayah"]],
    }


def _said(drawn: dict[str, Any]) -> dict[str, Any]:
    return {
        "place": drawn["code"],
        "seed": drawn["seed"],
        "asked": drawn["asked"],
        "rows": len(drawn["rows"]),
    }


def _shown(drawn: dict[str, Any]) -> list[UUID]:
    return [shown_key(row["row_key"]) for row in drawn["rows"]]


def _paper(request: HttpRequest, regency: str, drawn: dict[str, Any]) -> HttpResponse:
    """The sample as PDF through the one way out, which records it."""
    at = timezone.localtime()
    user = request.user
    cells = ("jenis_kelamin", "usia", "alamat", "rt", "rw", "keterangan")
    pdf = sample_pdf(
        {
            "title": "Sampel uji petik PDPB",
            "office": "Bawaslu",
            "place": drawn["place"],
            "period": drawn["period"].title,
            "seed": drawn["seed"],
            "drawn": len(drawn["rows"]),
            "total": drawn["total"],
            "taker": f"{user} ({user.get_username()})",
            "taken_at": f"{at:%d-%m-%Y %H.%M} {at.tzname() or ''}".strip(),
            "rows": [
                [str(n), row["place"], row["tps"], row["nama"]]
                + [str(row[name] or "") for name in cells]
                for n, row in enumerate(drawn["rows"], 1)
            ],
        }
    )
    made = exports.finish(
        actor=user,
        regency=regency,
        name=f"sampel-{regency}-{drawn['period'].code}-{drawn['seed']}.pdf",
        handle=io.BytesIO(pdf),
        rows=len(drawn["rows"]),
        action="supervisor.sample.export",
        persons=_shown(drawn),
        data={"period": drawn["period"].code, **_said(drawn)},
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


SEVEN = [
    exports.Column("Nama", 24),
    exports.Column("Jenis kelamin", 9),
    exports.Column("Usia", 6),
    exports.Column("Alamat", 34),
    exports.Column("RT", 5),
    exports.Column("RW", 5),
    exports.Column("Keterangan", 16),
]


@require_safe
@role_required(SUPERVISOR)
@or_back("plenos:supervisor_list")
def supervisor_paper(request: HttpRequest, regency: str) -> HttpResponse:
    """The seven elements of one kelurahan or TPS as a PDF that cannot be changed.

    The filter and order of the page; too many rows send back to it, with the way out.
    """
    chosen, place, tps = asked_list(request, regency)
    period, most = chosen.period, settings.POLICY.pdf_most_rows
    rows, total = supervisor_place(
        regency=regency, period=period, kelurahan=place.code, tps=tps, most=most
    )
    if not total:
        raise exports.ExportError(_("Tidak ada pemilih di sini"))
    if total > most:
        told = _("Daftar ini %(n)s pemilih; PDF memuat paling banyak %(most)s.")
        way = "" if tps else _("Isi TPS dan unduh satu per satu.")
        said = f"{told % {'n': total, 'most': most}} {way}".strip()
        raise exports.ExportError(said)
    where = f"{place.name}, TPS {tps}" if tps else place.name
    made = exports.export(
        actor=request.user,
        regency=regency,
        name="-".join(filter(None, ("daftar", place.code, tps, period.code))),
        columns=SEVEN,
        rows=([row[column.name] for column in SEVEN] for row in rows),
        format="pdf",
        action="supervisor.list.export",
        sheet=f"Daftar pemilih PDPB: {where}",
        notes=[f"Periode {period.title}, pada hari pleno. {total} pemilih."],
        locked=True,
        persons=[shown_key(row["row_key"]) for row in rows],
        data={"period": period.code, "kelurahan": place.code, "tps": tps},
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


GROUPS = [
    ("", gettext_lazy("Semua")),
    ("voter", gettext_lazy("Pemilih")),
    ("proposal", gettext_lazy("Usulan")),
    ("delivery", gettext_lazy("Kiriman")),
    ("plenary", gettext_lazy("Pleno")),
    ("supervisor", gettext_lazy("Bawaslu")),
    ("login", gettext_lazy("Masuk dan keluar")),
    ("refused", gettext_lazy("Penolakan")),
]


@require_safe
@role_required(SUPERVISOR)
def supervisor_ledger(request: HttpRequest, regency: str) -> HttpResponse:
    """Actions, counts, times and roles of who acted: no subject, name or address."""
    asked = request.GET.get("tindakan", "")
    group = asked if asked in dict(GROUPS) else ""
    roles = dict(Role.choices)
    rows = [
        {"deed": deed, "role": roles.get(deed.role, _("sistem atau tanpa akun"))}
        for deed in deeds(regency, group)
    ]
    context = {"regency": regency, "rows": rows, "groups": GROUPS, "group": group}
    return render(request, "plenos/supervisor_ledger.html", context)
