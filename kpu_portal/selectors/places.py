"""A measure per kecamatan or kelurahan, and how dark its place is drawn."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from periods.models import Period
from regions.models import Border, Region
from regions.querysets import code_after
from regions.selectors import changed_since
from voters.models import COUNTED, ChangeProposal, PeriodTally, RollTally

MEASURES: dict[str, str | Promise] = {
    "pemilih": _("Pemilih"),
    "baru": _("Baru"),
    "tms": _("TMS"),
    "ubah": _("Ubah"),
    "menunggu": _("Usulan menunggu"),
}
SHADES = 5


@dataclass(frozen=True)
class Place:
    """One tile: a region, its figure, and its shade from 0 (nothing) to 5 (most)."""

    code: str
    name: str
    n: int
    shade: int


def places_of(
    period: Period | None, regency: str, measure: str, length: int, within: str
) -> list[Place]:
    """Regions of `length` digits inside `within`, by code, with their figure.

    One that has ended is there only while the period still counts something in it.
    """
    rows = Region.objects.within(within).filter(level=length).order_by("code")
    told = list(rows.values_list("code", "name", "valid_to"))
    names = {code: name for code, name, _ended in told}
    ended = {code for code, _name, ended in told if ended is not None}
    figures: Counter[str] = Counter(dict.fromkeys(names, 0))
    for kelurahan, n in _by_village(period, regency, measure, within):
        if kelurahan[:length] in names:
            figures[kelurahan[:length]] += n
    most = max(figures.values(), default=0)
    return [
        Place(code, name, figures[code], shade_of(figures[code], most))
        for code, name in names.items()
        if code not in ended or figures[code]
    ]


def shade_of(n: int, most: int) -> int:
    """Fifths of the greatest figure; 0 stays 0."""
    if n <= 0 or most <= 0:
        return 0
    return min(SHADES, 1 + (n - 1) * SHADES // most)


def _by_village(
    period: Period | None, regency: str, measure: str, within: str
) -> list[tuple[str, int]]:
    """Figures per kelurahan, of the summaries or of the open proposals."""
    span: dict[str, Any] = {
        "kelurahan__gte": within,
        "kelurahan__lt": code_after(within),
    }
    if measure == "menunggu":
        rows = ChangeProposal.objects.of(regency).undecided().filter(**span)
        return list(rows.order_by().values_list("kelurahan").annotate(n=Count("pk")))
    if measure == "pemilih":
        roll = RollTally.objects.filter(regency_code=regency, status__in=COUNTED)
        return list(roll.filter(**span).values_list("kelurahan").annotate(t=Sum("n")))
    if period is None:
        return []
    tally = PeriodTally.objects.filter(
        regency_code=regency, period_id=period.pk, column=measure.upper(), **span
    )
    return list(tally.values_list("kelurahan").annotate(t=Sum("n")))


@dataclass(frozen=True)
class Outdated:
    """A map from before a change of regions; `names` are places it has no area of."""

    names: list[str]


def outdated(border: Border) -> Outdated | None:
    """Why the areas of a map are not those of today; None while they are.

    Either places changed after it was uploaded, or one that a change made has no area.
    """
    regency, length = border.regency_code, border.level
    made = Region.objects.within(regency).filter(level=length).valid()
    rows = made.exclude(valid_from=None).order_by("code").values_list("code", "name")
    names = [name for code, name in rows if code not in border.areas]
    if names or changed_since(regency, length, border.kept_at):
        return Outdated(names)
    return None


def border_of(regency: str, length: int) -> Border | None:
    """The office's map of this level, when it has uploaded one."""
    return Border.objects.filter(regency_code=regency, level=length).first()
