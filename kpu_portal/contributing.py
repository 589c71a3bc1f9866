"""Field and post work in the kelurahan recap: plenos cannot know these rooms' words."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from fieldwork.models import RESULTS
from fieldwork.selectors import results_by_neighbourhood
from periods.models import Period
from plenos.contributions import Contribution, register
from voters.models import CitizenReport, ReportKind

FIELD_WORDS = {
    "TUGAS": _("Tugas coklit terbatas"),
    "SELESAI": _("Tugas selesai"),
    **dict(RESULTS),
}
REPORT_WORDS = dict(ReportKind.choices)


def field_work(regency: str, period: Period) -> Iterator[Contribution]:
    """Tasks of coklit terbatas and their last results, by RT, without sex."""
    for one in results_by_neighbourhood(regency, period):
        counted = {"TUGAS": one.tasks, "SELESAI": one.ended, **one.results}
        for figure, n in counted.items():
            yield Contribution(one.kelurahan, one.rw, one.rt, figure, 0, 0, n)


def citizens_reports(regency: str, period: Period) -> Iterator[Contribution]:
    """Citizens' reports by kelurahan and kind, without RT or sex."""
    rows = CitizenReport.objects.of(regency).filter(period_id=period.pk)
    counts = rows.order_by().values_list("kelurahan", "kind").annotate(n=Count("pk"))
    for place, kind, n in counts.order_by("kelurahan", "kind"):
        yield Contribution(place, "", "", kind, 0, 0, n)


def register_all() -> None:
    """Let both into the recap, once when the portal starts; the names are kept."""
    register("COKLIT", field_work, label=_("Coklit terbatas"), words=FIELD_WORDS)
    register("LAPORAN", citizens_reports, label=_("Laporan warga"), words=REPORT_WORDS)
