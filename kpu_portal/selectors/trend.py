"""How the roll has grown: one point a period, frozen ones as their plenary decided."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from kpu_portal.context import link
from kpu_portal.selectors.figures import DistrictRow
from kpu_portal.ui.formats import day
from periods.models import Kind, Period
from plenos.models import Column, Recap, RecapLine

POINTS = 12
SERIES = {"L": "men", "P": "women"}


@dataclass(frozen=True)
class Point:
    """The roll of one period; `frozen` figures are those of the recap in force."""

    period: Period
    men: int
    women: int
    frozen: bool
    url: str

    @property
    def both(self) -> int:
        """L+P."""
        return self.men + self.women

    @property
    def label(self) -> str:
        """Word below the axis: "Nov", or "T4" of a quarter."""
        if self.period.kind == Kind.MONTH:
            return day(self.period.starts_on, "MMM")
        return self.period.code.split("-")[1]


def points(regency: str, foot: DistrictRow) -> list[Point]:
    """The last twelve periods, oldest first; the open one has the figures of `foot`.

    Three queries however long the history. A closed period without a recap is left out.
    """
    periods = list(Period.objects.of(regency)[:POINTS])
    in_force = dict(
        Recap.objects.of(regency)
        .filter(period__in=periods)
        .order_by("period_id", "-version")
        .distinct("period_id")
        .values_list("pk", "period_id")
    )
    sums: dict[tuple[int, str], int] = {}
    lines = RecapLine.objects.filter(recap_id__in=in_force, column=Column.SEKARANG)
    for recap, sex, n in lines.values_list("recap_id", "sex").annotate(n=Sum("n")):
        sums[in_force[recap], sex] = n
    frozen = set(in_force.values())
    found = []
    for period in reversed(periods):
        men, women = (sums.get((period.pk, sex), 0) for sex in ("L", "P"))
        if period.is_open:
            men, women = foot.men, foot.women
        elif period.pk not in frozen:
            continue
        url = link("plenos:recap", regency, period.code)
        found.append(Point(period, men, women, not period.is_open, url))
    return found


def chart_of(found: list[Point], series: str) -> dict[str, Any]:
    """Data of the line chart for "L", "P", or anything else: both together."""
    name = SERIES.get(series, "both")
    values = [getattr(point, name) for point in found]
    return {
        "type": "line",
        "name": series if series in SERIES else "L+P",
        "min": floor_of(values),
        "labels": [point.label for point in found],
        "values": values,
    }


def floor_of(values: list[int]) -> int:
    """Where the axis starts: a round figure below the lowest.

    A flat line has a tenth of itself below it: an axis that starts at its only value
    would be moved by the chart, and the note beside it would be untrue.
    """
    if not values:
        return 0
    spread = max(values) - min(values) or min(values) // 10
    step = int(10 ** (len(str(spread)) - 1))
    return max(0, (min(values) - step) // step * step)


def title_of(found: list[Point]) -> str:
    """Heading of the chart by the length of the periods."""
    if found and found[-1].period.kind != Kind.MONTH:
        return _("Jumlah pemilih, %(n)s periode") % {"n": POINTS}
    return _("Jumlah pemilih, %(n)s bulan") % {"n": POINTS}
