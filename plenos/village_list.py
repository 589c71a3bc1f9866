"""The list of kelurahan: what it can be cut by, its table, and the same as a file."""

from collections.abc import Iterable, Iterator
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from files.exports import Column
from files.exports.sources import Prepared
from files.lists import ListTable, page_by_id
from periods.models import Period, State
from plenos.models import VillageState
from plenos.presenters import place_names
from plenos.selectors.recap import latest_recap, published_recap
from plenos.selectors.villages import Line, confirmed_on, live_lines, locked_lines
from regions.models import Region
from voters.selectors import past_places

ALL = ("", _("Semua"))
SELECT = {"class": "form-select"}
NUM = {"th": {"class": "pd-num"}, "td": {"class": "pd-num"}}
NOWHERE = "0000000000"
"""Stands in an address that is reversed once a page, not once a row."""
OFFICE_ONLY = frozenset({"by", "paper"})
PAPER, SELF = "surat", "sendiri"


class VillageFilter(forms.Form):
    """Filters of the list; the names are the words of the URL."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, *VillageState.choices],
        widget=forms.Select(attrs=SELECT),
    )
    cara = forms.ChoiceField(
        label=_("Cara"),
        required=False,
        choices=[ALL, (SELF, _("Di portal")), (PAPER, _("Di atas kertas"))],
        widget=forms.Select(attrs=SELECT),
    )
    kecamatan = forms.ChoiceField(
        label=_("Kecamatan"), required=False, widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, *args: Any, regency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = past_places(regency)[0].items()
        field: Any = self.fields["kecamatan"]
        field.choices = [ALL, *places]


def shown_lines(period: Period, *, office: bool, using: str = "default") -> list[Line]:
    """Lines as locked of a closed period, of now for the office's open one.

    Who is no office reads the version that was published.
    """
    recap = latest_recap(period) if office else published_recap(period)
    if recap is not None and (period.state == State.CLOSED or not office):
        return locked_lines(recap, using)
    return live_lines(period, using) if office else []


def cut(form: VillageFilter, lines: Iterable[Line]) -> list[Line]:
    """The lines that the address asks for."""
    said = form.cleaned_data if form.is_valid() else {}
    state, way = said.get("keadaan", ""), said.get("cara", "")
    return [
        line
        for line in lines
        if (not state or line.state == state)
        and (not way or (line.signed_by and bool(line.paper_no) == (way == PAPER)))
        and line.kelurahan.startswith(said.get("kecamatan", ""))
    ]


def places_of(lines: Iterable[Line], using: str = "default") -> "QuerySet[Region]":
    """Regions of the lines, numbered by their code so that pages go by key."""
    codes = [line.kelurahan for line in lines]
    rows = Region.objects.using(using).filter(code__in=codes)
    numbered: QuerySet[Region] = rows.annotate(id=Cast("code", BigIntegerField()))
    return numbered


class VillageTable(ListTable):
    """`lines` says where each kelurahan stands, by its code."""

    code = tables.Column(
        _("Kelurahan"), attrs={"th": {"data-fixed": True}, "td": {"scope": "row"}}
    )
    district = tables.Column(_("Kecamatan"), orderable=False, empty_values=())
    state = tables.Column(_("Keadaan"), orderable=False, attrs={"look": "badge"})
    on = tables.Column(_("Tanggal"), orderable=False, empty_values=())
    by = tables.Column(_("Oleh"), orderable=False, empty_values=())
    paper = tables.Column(_("Nomor surat"), orderable=False, empty_values=())
    made = tables.Column(_("Usulan"), orderable=False, empty_values=(), attrs=NUM)
    applied = tables.Column(
        _("Diterapkan"), orderable=False, empty_values=(), attrs=NUM
    )
    refused = tables.Column(_("Ditolak"), orderable=False, empty_values=(), attrs=NUM)
    waits = tables.Column(
        _("Belum diputus"), orderable=False, empty_values=(), attrs=NUM
    )
    print = tables.Column(_("Sidik"), orderable=False, empty_values=())

    hidden_at_first = frozenset({"refused", "print"})

    class Meta:
        template_name = "django_tables2/pdpb.html"
        attrs = {"caption": _("Rekap kelurahan"), "caption_hidden": True}

    def __init__(
        self, *args: Any, period: Period, lines: dict[str, Line], **kwargs: Any
    ) -> None:
        self.lines = lines
        self.names = place_names(period.regency_code, period)
        parts = [period.regency_code, period.code, NOWHERE]
        self.address = reverse("plenos:village_recap", args=parts)
        self.office = kwargs.pop("office")
        super().__init__(*args, **kwargs)

    def render_code(self, record: Region) -> SafeString | str:
        name = self.names.get(record.code, record.name)
        if not self.office:
            return name
        url = self.address.replace(NOWHERE, record.code)
        return format_html('<a class="pd-link" href="{}">{}</a>', url, name)

    def render_district(self, record: Region) -> str:
        return self.names.get(record.code[:6], record.code[:6])

    def render_on(self, record: Region) -> str:
        day = confirmed_on(self.lines[record.code])
        return f"{day:%d-%m-%Y}" if day else "–"

    def render_by(self, record: Region) -> str:
        return self.lines[record.code].signed_by or "–"

    def render_paper(self, record: Region) -> str:
        return self.lines[record.code].paper_no or "–"

    def render_made(self, record: Region) -> int:
        return self.lines[record.code].made

    def render_applied(self, record: Region) -> int:
        return self.lines[record.code].applied

    def render_refused(self, record: Region) -> int:
        return self.lines[record.code].refused

    def render_waits(self, record: Region) -> int:
        return self.lines[record.code].still_open

    def render_print(self, record: Region) -> SafeString:
        return format_html("<code>{}</code>", self.lines[record.code].sha256[:12])


def village_page(
    request: HttpRequest, period: Period, lines: list[Line], *, office: bool
) -> dict[str, Any]:
    """Page and table of the lines, by code; Bawaslu's has no names of persons."""
    ascending = request.GET.get("sort") != "-code"
    page = page_by_id(
        places_of(lines),
        request.GET,
        size=settings.POLICY.page_rows,
        ascending=ascending,
    )
    shown = {line.kelurahan: line for line in lines}
    for region in page.rows:
        region.state = shown[region.code].state
    table = VillageTable(
        page.rows,
        order_by="code" if ascending else "-code",
        period=period,
        lines=shown,
        office=office,
        exclude=() if office else tuple(OFFICE_ONLY),
    )
    table.choose(request.GET)
    return {"page": page, "table": table}


COLUMNS = [
    Column("Periode", 10),
    Column("Kecamatan", 22),
    Column("Kelurahan", 24),
    Column("Keadaan", 26),
    Column("Tanggal", 14),
    Column("Oleh", 26),
    Column("Nomor surat", 26),
    Column("Usulan", 10),
    Column("Diterapkan", 10),
    Column("Ditolak", 10),
    Column("Belum diputus", 12),
    Column("Sidik", 18),
]


def village_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The list as a file; `?periode=2026-11`, else the newest period there is.

    Whoever is no office gets a published period only, and what was locked with it.
    """
    mine = Period.objects.using(using).of(regency).order_by("-starts_on")
    if code := query.get("periode", ""):
        mine = mine.filter(code=code)
    if not user.is_office:
        mine = mine.filter(plenaries__published_at__isnull=False)
    period = mine.first()
    form = VillageFilter(query, regency=regency)
    lines = shown_lines(period, office=user.is_office, using=using) if period else []
    shown = {line.kelurahan: line for line in cut(form, lines)}
    names = place_names(regency, period)
    return Prepared(
        name=f"rekap-kelurahan-{regency}-{period.code if period else ''}",
        columns=COLUMNS,
        rows=places_of(shown.values(), using).order_by("code"),
        lines=lambda rows: _told(rows, period, shown, names),
    )


def _told(
    rows: Iterable[Region],
    period: Period | None,
    lines: dict[str, Line],
    names: dict[str, str],
) -> Iterator[tuple[Any, ...]]:
    for region in rows:
        line = lines[region.code]
        yield (
            period.code if period else "",
            names.get(region.code[:6], region.code[:6]),
            names.get(region.code, region.name),
            str(VillageState(line.state).label),
            confirmed_on(line),
            line.signed_by,
            line.paper_no,
            line.made,
            line.applied,
            line.refused,
            line.still_open,
            line.sha256[:16],
        )
