"""What the home of an office shows: the walk, the figures, what waits."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from kpu_portal.context import link
from kpu_portal.ui.formats import day, figure
from periods.models import Period
from plenos.models import Plenary, PlenaryState
from reconciliation.models import Delivery, DeliveryState
from regions.models import Region
from voters.models import ChangeProposal, PeriodTally, RollTally, TmsReason
from voters.models.proposals import UNDECIDED, ProposalState

DISTRICT_LENGTH = 6
SIGNS = {
    **{"BARU": 1, "PEMULIHAN": 1, "MASUK": 1, "KOREKSI": 1},
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


@dataclass(frozen=True)
class Todo:
    """One thing that waits, with the link that deals with it."""

    icon: str
    tone: str
    n: int
    text: str
    more: str
    go: str
    url: str


def district_rows(user: User, period: Period | None) -> list[DistrictRow]:
    """Kecamatan of the user's regency with their figures, by code."""
    regency = user.regency_code
    rows = {
        region.code: DistrictRow(region.code, region.name)
        for region in Region.objects.districts(regency)
    }
    for code in Region.objects.villages(regency).values_list("code", flat=True):
        rows[code[:DISTRICT_LENGTH]].villages += 1
    _add_roll(rows, regency)
    if period is not None:
        _add_period(rows, period)
        _add_proposals(rows, user, period)
    return list(rows.values())


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
    tally = (
        ChangeProposal.objects.of(period.regency_code)
        .in_scope_of(user)
        .filter(Q(period_id=period.pk) | Q(state__in=UNDECIDED))
        .annotate(district=Left("kelurahan", DISTRICT_LENGTH))
        .values_list("district", "state")
        .annotate(total=Count("id"))
    )
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
    return dict(
        ChangeProposal.objects.of(period.regency_code)
        .in_scope_of(user)
        .filter(Q(period_id=period.pk) | Q(state__in=(*UNDECIDED, "ACCEPTED")))
        .values_list("state")
        .annotate(total=Count("id"))
    )


# -- the walk ----------------------------------------------------------------------


def walk(period: Period, foot: DistrictRow) -> tuple[list[dict[str, Any]], int]:
    """The eight steps of the period with their notes, and which one is now."""
    regency = period.regency_code
    done = Delivery.objects.of(regency).filter(
        period_id=period.pk, state=DeliveryState.DONE
    )
    deliveries = list(done.values_list("finished_at", flat=True))
    plenary = Plenary.objects.filter(period_id=period.pk).first()
    recap = link("plenos:recap", regency, period.code)
    meeting = link("plenos:plenary", regency, period.code)
    frozen = _date(plenary and plenary.frozen_at)
    signed = _date(plenary and plenary.signed_at)
    published = _date(plenary and plenary.published_at)
    reviewed = _("%(n)s dari %(m)s") % {
        "n": figure(foot.reviewed),
        "m": figure(foot.proposals),
    }
    steps = [
        {"note": day(period.opened_at, "d MMM"), "url": ""},
        {
            "note": _("%(n)s kiriman") % {"n": len(deliveries)},
            "url": link("reconciliation:list", regency),
        },
        {"note": reviewed, "url": link("voters:review", regency)},
        {"note": _("sementara") if period.is_open else _("tetap"), "url": recap},
        {"note": _held_on(period, plenary), "url": meeting},
        {
            "note": frozen or _("saat diputuskan"),
            "url": meeting,
        },
        {
            "note": signed or _("pindaian BA"),
            "url": meeting,
        },
        {
            "note": published or _("sesudahnya"),
            "url": meeting,
        },
    ]
    return steps, _now(plenary, bool(deliveries), foot)


def _now(plenary: Plenary | None, has_delivery: bool, foot: DistrictRow) -> int:
    frozen = {
        PlenaryState.FROZEN: 7,
        PlenaryState.SIGNED: 8,
        PlenaryState.PUBLISHED: 9,
    }
    if plenary is not None and plenary.state in frozen:
        return frozen[PlenaryState(plenary.state)]
    if foot.waiting:
        return 3
    if not has_delivery and not foot.proposals:
        return 2
    return 5 if plenary is not None and plenary.number else 4


def _held_on(period: Period, plenary: Plenary | None) -> str:
    planned = plenary.held_on if plenary and plenary.held_on else period.plenary_on
    return day(planned, "EEE d MMM") if planned else ""


def _date(moment: Any) -> str:
    return day(moment, "d MMM") if moment else ""


# -- what waits --------------------------------------------------------------------


def todos(user: User, period: Period | None, counts: dict[str, int]) -> list[Todo]:
    """What waits for this person, most work first; nothing with a count of zero."""
    regency = user.regency_code
    review = link("voters:review", regency)
    meeting = link("plenos:plenary", regency, period.code) if period else ""
    due = _due_holds(user)
    fresh = Delivery.objects.of(regency).filter(state=DeliveryState.RECEIVED)
    refused = _refused_rows(regency, period)
    found = [
        Todo(
            "list-check",
            "edit",
            counts.get(ProposalState.OPEN, 0),
            _("usulan menunggu keputusan"),
            _("dari kiriman dan usulan petugas"),
            _("Tinjau"),
            f"{review}?keadaan=OPEN",
        ),
        Todo(
            "users",
            "tms",
            counts.get(ProposalState.SECOND, 0),
            _("usulan perlu orang kedua"),
            _("diputus pertama oleh rekan Anda"),
            _("Periksa"),
            f"{review}?keadaan=SECOND",
        ),
        Todo(
            "pause",
            "ask",
            due,
            _("usulan tunda jatuh tempo"),
            _("tanggal tundanya sudah lewat"),
            _("Lihat"),
            f"{review}?keadaan=HOLD",
        ),
        Todo(
            "check",
            "new",
            counts.get(ProposalState.ACCEPTED, 0),
            _("usulan diterima belum diterapkan"),
            _("daftar berubah setelah diterapkan"),
            _("Terapkan"),
            f"{review}?keadaan=ACCEPTED",
        ),
        Todo(
            "inbox",
            "mute",
            fresh.count(),
            _("kiriman belum diproses"),
            _("periksa pengenalan kolomnya, lalu mulai"),
            _("Buka"),
            link("reconciliation:list", regency),
        ),
        Todo(
            "return",
            "bad",
            refused,
            _("baris bermasalah"),
            _("kembalikan ke pengirim sebagai xlsx"),
            _("Unduh"),
            link("reconciliation:list", regency),
        ),
        Todo(
            "bank",
            "move",
            _waits_for_chair(user, period),
            _("pleno menunggu pembekuan oleh Ketua"),
            _("rekap sementara siap ditetapkan"),
            _("Buka"),
            meeting,
        ),
    ]
    return [todo for todo in found if todo.n and todo.url]


def _due_holds(user: User) -> int:
    held = ChangeProposal.objects.of(user.regency_code).in_scope_of(user)
    today = timezone.localdate()
    return int(held.filter(state="HOLD", hold_until__lte=today).count())


def _refused_rows(regency: str, period: Period | None) -> int:
    if period is None:
        return 0
    counts = Delivery.objects.of(regency).filter(
        period_id=period.pk, state=DeliveryState.DONE
    )
    return sum(
        int(found.get("REFUSED", 0))
        for found in counts.values_list("counts", flat=True)
    )


def _waits_for_chair(user: User, period: Period | None) -> int:
    if user.role != Role.CHAIR or period is None:
        return 0
    waiting = Plenary.objects.filter(
        period_id=period.pk, state=PlenaryState.DRAFT
    ).exclude(number="")
    return waiting.count()


def deadlines(period: Period, today: dt.date) -> list[dict[str, Any]]:
    """The dates of a period that are still ahead, with the days left."""
    dates = [
        (period.cutoff_on, _("Batas data")),
        (period.reference_date, _("Tanggal acuan usia 17")),
        (period.plenary_on, _("Rapat pleno terbuka")),
    ]
    found = []
    for date, what in dates:
        if date is None or date < today:
            continue
        left = (date - today).days
        words = {0: _("hari ini"), 1: _("besok")}
        found.append(
            {
                "date": date,
                "what": what,
                "left": words.get(left) or _("%(n)s hari") % {"n": left},
                "near": left <= 1,
            }
        )
    return found
