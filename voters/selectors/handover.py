"""What is read of hand-overs: the other regencies, counts, and the walk of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regions.models import Level, Region
from voters.models import DECLINE_REASONS, CodeList, Handover, Voter
from voters.models.proposals import PRACTICE_VINTAGE
from voters.rules.handover import MAY_ANSWER, days_left
from voters.selectors.codes import entry_of
from voters.selectors.duplicates import ranked_page
from voters.selectors.former import by_former_nik
from voters.selectors.paging import Page

STEP_WORDS: dict[str, str | Promise] = {
    "OFFERED": gettext_lazy("Menawarkan: orangnya sudah keluar dari daftar asal"),
    "ASKED": gettext_lazy("Meminta: orangnya diusulkan masuk daftar tujuan"),
    "CONFIRMED": gettext_lazy("Mengonfirmasi; usulannya menunggu tinjauan"),
    "DONE": gettext_lazy("Selesai: keluar di asal, masuk di tujuan"),
    "DECLINED": gettext_lazy("Menolak"),
    "EXPIRED": gettext_lazy("Lewat waktu tanpa jawaban"),
    "WITHDRAWN": gettext_lazy("Ditarik; orangnya tetap di tempat semula"),
    "FROM_APPLIED": gettext_lazy("Keluar dari daftar asal"),
    "FROM_WAITING": gettext_lazy("Usulan TMS menunggu tinjauan"),
    "FROM_": gettext_lazy("Usulan TMS tidak jadi"),
    "FROM_GONE": gettext_lazy("Kembali ke daftar asal"),
    "TO_APPLIED": gettext_lazy("Masuk daftar tujuan"),
    "TO_WAITING": gettext_lazy("Usulan baru menunggu tinjauan"),
    "TO_": gettext_lazy("Usulan baru tidak jadi"),
    "TO_GONE": gettext_lazy("Usulan baru tidak jadi"),
}
_OF_OPENER = frozenset({"OFFERED", "ASKED", "WITHDRAWN"})
_OF_OTHER = frozenset({"CONFIRMED", "DECLINED"})


def own_record(
    one: Handover, regency: str, people: Any, proposals: Any
) -> Voter | None:
    """The counted record of this regency with the person's NIK.

    Of somebody who leaves also the one who bore it before a correction: the person must
    not stand in both rolls. people, proposals: the regency's, as far as who asks sees.
    """
    nik = one.payload.get("nik") or ""
    counted = people.counted()
    found: Voter | None = counted.filter(nik=nik).first() if nik else None
    if found is None and nik and one.leaves(regency):
        found = by_former_nik(counted, proposals, nik)
    return found


@dataclass(frozen=True)
class Step:
    """One line of the walk: when, which side, what, and who."""

    at: datetime | None
    place: str
    what: str
    who: str


@dataclass(frozen=True)
class Between:
    """Counts of those who go from one regency to another; nobody's name."""

    goer: str
    taker: str
    waiting: int
    confirmed: int
    done: int
    refused: int
    late: int


def enrolled_others(regency: str) -> dict[str, str]:
    """Name of every other regency of this installation, by code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, name FROM regions_region WHERE level = %s AND code IN "
            "(SELECT regency_code FROM periods_period WHERE regency_code <> %s) "
            "ORDER BY name",
            [Level.REGENCY, regency],
        )
        return dict(cursor.fetchall())


def regency_name(code: str) -> str:
    """The name of one regency; the code where nobody knows it."""
    row = Region.objects.filter(code=code).values_list("name", flat=True).first()
    return row or code


def kin_of(rows: Any, one: Handover) -> list[Handover]:
    """Everybody among `rows` who goes the same way by the same act, `one` among them.

    Nobody else where the act was about one person.
    """
    if one.group_key is None:
        return [one]
    same = {"from_regency": one.from_regency, "to_regency": one.to_regency}
    return list(rows.filter(group_key=one.group_key, **same).order_by("id"))


def kin_sizes(rows: Any, page: Iterable[Handover]) -> dict[UUID, int]:
    """How many go by each act of the page, by key; no query without a family."""
    keys = {one.group_key for one in page if one.group_key}
    if not keys:
        return {}
    found = rows.filter(group_key__in=keys).order_by()
    return dict(found.values_list("group_key").annotate(n=Count("pk")))


def answerable_kin(
    rows: Any, people: Any, one: Handover, regency: str
) -> list[Handover]:
    """Of the family those whom one confirmation of this office may take in or let go.

    `people` are the voters that the person sees. Whoever is recorded already, or not
    at all, is answered on a page of their own.
    """
    waiting = [
        each
        for each in kin_of(rows, one)
        if each.state in MAY_ANSWER and not each.opens(regency) and each.payload
    ]
    numbers = [each.payload["nik"] for each in waiting]
    here = set(people.counted().filter(nik__in=numbers).values_list("nik", flat=True))
    return [
        each
        for each in waiting
        if (each.payload["nik"] in here) == each.leaves(regency)
    ]


def counts_between(province: str) -> list[Between]:
    """Counts of every two regencies that a person of the province moves between."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM handover_counts(%s)", [province])
        return [Between(*row) for row in cursor.fetchall()]


def clock_words(one: Handover, today: date) -> str:
    """What the clock says: "sisa 3 hari", "hari ini", "lewat"; "" where it stands."""
    if one.state == "EXPIRED":
        return _("lewat waktu")
    if one.state not in ("OFFERED", "ASKED"):
        return ""
    left = days_left(one.due_on, today)
    if left < 0:
        return _("lewat waktu")
    return _("sisa %(n)s hari") % {"n": left} if left else _("hari ini")


def reason_word(one: Handover) -> str:
    """Why it was declined: a reason of the page, or of the review."""
    if not one.reason:
        return ""
    if one.reason in DECLINE_REASONS:
        return str(DECLINE_REASONS[one.reason])
    found = entry_of(CodeList.REJECT, PRACTICE_VINTAGE, one.reason)
    return found.word if found else one.reason


def walk(one: Handover, names: dict[str, str]) -> list[Step]:
    """The steps of both sides, the first one first; `names` by regency code."""
    goer = names.get(one.from_regency, one.from_regency)
    taker = names.get(one.to_regency, one.to_regency)
    made = []
    for raw in one.steps:
        what = str(raw.get("what", ""))
        opener, other = (goer, taker) if raw.get("by") == "FROM" else (taker, goer)
        place = goer if what.startswith("FROM_") else taker
        if what in _OF_OPENER:
            place = opener
        elif what in _OF_OTHER:
            place = other
        elif what in ("EXPIRED", "DONE"):
            place = ""
        words = str(STEP_WORDS.get(what, what))
        at = parse_datetime(str(raw.get("at", "")))
        made.append(Step(at, place, words, str(raw.get("who", ""))))
    return made


def soonest_page(rows: Any, after: str, before: str) -> Page:
    """A page by the clock, the earliest day first: ranked_page() read backwards."""
    if before == "akhir":
        page = ranked_page(rows, ("due_on", "id"), "", "")
    elif not (after or before):
        page = ranked_page(rows, ("due_on", "id"), "", "akhir")
    else:
        page = ranked_page(rows, ("due_on", "id"), before, after)
    page.rows.reverse()
    page.before, page.after = page.after, page.before
    return page
