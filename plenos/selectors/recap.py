"""Figures of a recap: a draft from the summaries, a frozen one from its lines."""

from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Count

from periods.models import Period, State
from plenos.migration_sql import read
from plenos.models import Plenary, Recap
from plenos.rules import recap as rules
from plenos.rules.balance import Difference, differences
from plenos.rules.recap import Cell
from voters.models import BaruCategory, TmsReason, Voter

KNOWN = {"BARU": frozenset(BaruCategory.values), "TMS": frozenset(TmsReason.values)}
_DRAFT = read("draft")
_VERSION = Cell("", "", "VERSI")


@dataclass(frozen=True)
class Sheet:
    """The figures of one period, with what identifies them."""

    regency: str
    period: Period
    cells: dict[Cell, int]
    version: int
    sha256: str
    recap: Recap | None

    @cached_property
    def previous(self) -> Recap | None:
        """The frozen recap these figures start from; an opening has none."""
        if self.recap is not None and self.recap.is_opening:
            return None
        return previous_recap(self.period)

    @property
    def is_frozen(self) -> bool:
        """Whether a plenary has decided these figures."""
        return self.recap is not None

    @property
    def held(self) -> int:
        """How many of the counted voters are HELD."""
        return sum(n for cell, n in self.cells.items() if cell.column == "DITAHAN")

    def total(self, column: str, sex: str = "", code: str = "") -> int:
        """Figure of a column; both sexes and the whole regency unless told."""
        return sum(
            n
            for cell, n in self.cells.items()
            if cell.column == column
            and (not sex or cell.sex == sex)
            and cell.kelurahan.startswith(code)
        )


def latest_recap(period: Period) -> Recap | None:
    """The frozen recap in force of a period."""
    newest: Recap | None = (
        Recap.objects.filter(period=period).order_by("-version").first()
    )
    return newest


def previous_recap(period: Period) -> Recap | None:
    """The frozen recap in force of the period before, also while it is reopened."""
    return (
        Recap.objects.of(period.regency_code)
        .filter(period__starts_on__lt=period.starts_on)
        .order_by("-period__starts_on", "-version")
        .first()
    )


def _lines(recap: Recap) -> dict[Cell, int]:
    rows = recap.lines.values_list("kelurahan", "sex", "column", "category", "n")
    return {Cell(*row[:4]): row[4] for row in rows}


def draft(period: Period) -> Sheet:
    """The recap as it stands: previous frozen totals and the period's tally."""
    regency = period.regency_code
    with connection.cursor() as cursor:
        cursor.execute(
            _DRAFT,
            {
                "regency": regency,
                "period": period.pk,
                "starts_on": period.starts_on,
            },
        )
        cells = {Cell(*row[:4]): row[4] for row in cursor.fetchall()}
    version = cells.pop(_VERSION)
    cells = rules.with_now(cells)
    sha = rules.digest(regency, period.code, version, cells)
    return Sheet(regency, period, cells, version, sha, None)


def special_sites(regency: str) -> dict[Cell, int]:
    """Cells LOKSUS: how many of the counted voters vote at a special site.

    Reads the partial index of the few who do (plenos/sql/special_sites_cover.sql).
    """
    rows = (
        Voter.objects.of(regency)
        .counted()
        .filter(is_special_site=True)
        .values("kelurahan", "sex")
        .annotate(n=Count("*"))
        .order_by()
        .values_list("kelurahan", "sex", "n")
    )
    return {Cell(kelurahan, sex, "LOKSUS"): n for kelurahan, sex, n in rows}


def frozen(recap: Recap) -> Sheet:
    """The recap a plenary decided."""
    return Sheet(
        recap.regency_code,
        recap.period,
        _lines(recap),
        recap.version,
        recap.sha256,
        recap,
    )


def published_recap(period: Period) -> Recap | None:
    """The newest version that was published: while a later one is made, it stands."""
    newest = (
        Plenary.objects.filter(period=period, published_at__isnull=False)
        .order_by("-version")
        .first()
    )
    if newest is None:
        return None
    return Recap.objects.filter(period=period, version=newest.version).first()


def sheet(period: Period) -> Sheet:
    """The frozen recap of a closed period; the draft of an open or reopened one."""
    recap = latest_recap(period) if period.state == State.CLOSED else None
    return frozen(recap) if recap else draft(period)


def counted(regency: str) -> dict[tuple[str, str], int]:
    """Count of ACTIVE and HELD in the roll itself, by kelurahan and sex."""
    rows = (
        Voter.objects.of(regency)
        .counted()
        .values("kelurahan", "sex")
        .annotate(n=Count("*"))
        .order_by()
        .values_list("kelurahan", "sex", "n")
    )
    return {(kelurahan, sex): n for kelurahan, sex, n in rows}


def proof(
    figures: Sheet, count: dict[tuple[str, str], int] | None = None
) -> list[Difference]:
    """What does not hold; empty when proved. An opening has nothing before it.

    For an open period pass the roll's own count, so that now = a count of the roll is
    part of the proof.
    """
    if figures.recap is not None and figures.recap.is_opening:
        return []
    return differences(rules.rows_of(figures.cells, count, known=KNOWN))
