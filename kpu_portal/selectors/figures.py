"""How many: the roll and the period per kecamatan, and over the whole regency."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from accounts.models import User
from periods.models import Period
from regions.models import Region
from voters.models import (
    ChangeProposal,
    PeriodTally,
    ProposalState,
    RollTally,
    TmsReason,
)
from voters.models.proposals import UNDECIDED

DISTRICT_LENGTH = 6
SIGNS = {
    **{"BARU": 1, "PEMULIHAN": 1, "MASUK": 1, "KOREKSI": 1, "WILAYAH": 1},
    **{"TMS": -1, "KELUAR": -1},
}
REVIEWED_STATES = ("ACCEPTED", "REJECTED", "REFERRED", "APPLIED", "UNDONE", "STALE")


@dataclass
class DistrictRow:
    """One kecamatan of the table, or its foot."""

    code: str
    name: str
    villages: int = 0
    men: int = 0
    women: int = 0
    held: int = 0
    baru: int = 0
    tms: int = 0
    ubah: int = 0
    waiting: int = 0
    reviewed: int = 0

    @property
    def both(self) -> int:
        """L+P."""
        return self.men + self.women

    @property
    def proposals(self) -> int:
        """All proposals of the period, decided or not."""
        return self.waiting + self.reviewed


@dataclass
class Totals:
    """Figures of the period over the whole regency."""

    men_change: int = 0
    women_change: int = 0
    pemulihan: int = 0
    died: int = 0
    moved_within: int = 0
    by_reason: list[dict[str, Any]] = field(default_factory=list)


def district_rows(user: User, period: Period | None) -> list[DistrictRow]:
    """Kecamatan of the user's regency with their figures, by code."""
    regency = user.regency_code
    rows = {
        region.code: DistrictRow(region.code, region.name)
        for region in Region.objects.districts(regency)
    }
    for code in Region.objects.villages(regency).values_list("code", flat=True):
        rows[code[:DISTRICT_LENGTH]].villages += 1
    standing = set(rows)
    _add_roll(rows, regency)
    if period is not None:
        _add_period(rows, period)
        _add_proposals(rows, user, period)
    _name_ended(rows, standing)
    return list(rows.values())


def _name_ended(rows: dict[str, DistrictRow], standing: set[str]) -> None:
    """A kecamatan that has ended within the period has its name still."""
    ended = rows.keys() - standing
    if ended:
        found = Region.objects.filter(code__in=ended).values_list("code", "name")
        for code, name in found:
            rows[code].name = name


def _add_roll(rows: dict[str, DistrictRow], regency: str) -> None:
    tally = (
        RollTally.objects.filter(
            regency_code=regency, status__in=("ACTIVE", "HELD"), n__gt=0
        )
        .annotate(district=Left("kelurahan", DISTRICT_LENGTH))
        .values_list("district", "sex", "status")
        .annotate(total=Sum("n"))
    )
    for district, sex, status, total in tally:
        row = rows.setdefault(district, DistrictRow(district, district))
        if sex == "L":
            row.men += total
        else:
            row.women += total
        row.held += total if status == "HELD" else 0


def _add_period(rows: dict[str, DistrictRow], period: Period) -> None:
    tally = (
        PeriodTally.objects.filter(
            regency_code=period.regency_code,
            period_id=period.pk,
            column__in=("BARU", "TMS", "UBAH"),
        )
        .annotate(district=Left("kelurahan", DISTRICT_LENGTH))
        .values_list("district", "column")
        .annotate(total=Sum("n"))
    )
    for district, column, total in tally:
        row = rows.setdefault(district, DistrictRow(district, district))
        setattr(row, column.lower(), total)


def _add_proposals(rows: dict[str, DistrictRow], user: User, period: Period) -> None:
    """Proposals of the period and undecided ones carried over from earlier ones."""
    places = (
        ChangeProposal.objects.of(period.regency_code)
        .in_scope_of(user)
        .exclude(state=ProposalState.WITHDRAWN)
        .annotate(district=Left("kelurahan", DISTRICT_LENGTH))
    )
    tally = _tally(places, Q(period_id=period.pk), "district", "state")
    for district, state, total in tally:
        row = rows.setdefault(district, DistrictRow(district, district))
        if state in REVIEWED_STATES:
            row.reviewed += total
        else:
            row.waiting += total


def foot_of(rows: list[DistrictRow]) -> DistrictRow:
    """The sum of every row."""
    foot = DistrictRow("", _("Jumlah"))
    for name in (
        *("villages", "men", "women", "held", "baru", "tms", "ubah"),
        *("waiting", "reviewed"),
    ):
        setattr(foot, name, sum(getattr(row, name) for row in rows))
    return foot


def period_totals(period: Period | None) -> Totals:
    """What the period has changed so far, by sex, and TMS by reason."""
    if period is None:
        return Totals()
    cells = list(
        PeriodTally.objects.filter(
            regency_code=period.regency_code, period_id=period.pk
        )
        .values_list("column", "category", "sex")
        .annotate(total=Sum("n"))
    )
    sums: Counter[tuple[str, str]] = Counter()
    reasons: dict[str, Counter[str]] = {}
    for column, category, sex, total in cells:
        sums[column, sex] += total
        if column == "TMS":
            reasons.setdefault(category, Counter())[sex] += total
    change = {
        sex: sum(sign * sums[column, sex] for column, sign in SIGNS.items())
        for sex in ("L", "P")
    }
    died = reasons.get(TmsReason.MENINGGAL, Counter())
    return Totals(
        men_change=change["L"],
        women_change=change["P"],
        pemulihan=sums["PEMULIHAN", "L"] + sums["PEMULIHAN", "P"],
        died=died["L"] + died["P"],
        moved_within=sums["MASUK", "L"] + sums["MASUK", "P"],
        by_reason=[
            {
                "code": code,
                "label": TmsReason(code).label if code in TmsReason.values else code,
                "men": found["L"],
                "women": found["P"],
                "both": found["L"] + found["P"],
            }
            for code, found in sorted(reasons.items())
            if found["L"] or found["P"]
        ],
    )


def state_counts(user: User, period: Period | None) -> dict[str, int]:
    """Proposals of the period by state, with undecided ones of earlier periods."""
    if period is None:
        return {}
    rows = ChangeProposal.objects.of(period.regency_code).in_scope_of(user)
    ours = Q(period_id=period.pk) | Q(state=ProposalState.ACCEPTED)
    return dict(_tally(rows, ours, "state"))


def _tally(rows: Any, decided: Q, *columns: str) -> Any:
    """How many of each wait, and how many of the decided ones that `decided` keeps.

    columns: with the state among them, which sets the two parts apart. Who waits is
    counted in an index alone: after a delivery they are by far the most.
    """
    others = [state for state in ProposalState if state not in UNDECIDED]
    parts = [
        rows.filter(those).order_by().values_list(*columns).annotate(total=Count("id"))
        for those in (Q(state__in=UNDECIDED), Q(state__in=others) & decided)
    ]
    return parts[0].union(parts[1], all=True)
