"""A month of `stocked` with applied changes of every kind in several kelurahan, and
the figures of its recap page with the lists that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from tests.plenos.conftest import run
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Voter

DISTRICT, VILLAGE, SISTER = "327201", "3272011001", "3272011002"
AWAY = "3272021001"
"""A kelurahan of another kecamatan."""
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "1"}
REMOVED = (
    (VILLAGE, "MENINGGAL"),
    (VILLAGE, "MENINGGAL"),
    (VILLAGE, "PINDAH"),
    (SISTER, "MENINGGAL"),
    (SISTER, "TNI"),
    (AWAY, "PINDAH"),
)
NEW = (
    (VILLAGE, "PINDAH_MASUK", "L"),
    (VILLAGE, "PINDAH_MASUK", "P"),
    (VILLAGE, "BELUM_TERDATA", "P"),
    (SISTER, "PINDAH_MASUK", "L"),
    (AWAY, "HAK_PULIH", "L"),
)
MOVED = ((VILLAGE, SISTER), (VILLAGE, AWAY), (AWAY, VILLAGE), (AWAY, VILLAGE))


class People:
    """Voters of one kelurahan after the other, each handed out once."""

    def __init__(self, user: Any) -> None:
        self._rows = {
            place: iter(desk.voters(user, 60, kelurahan=place))
            for place in (VILLAGE, SISTER, AWAY)
        }

    def one(self, place: str, sex: str = "") -> Voter:
        return next(v for v in self._rows[place] if sex in ("", v.sex))


def bring_about(user: Any) -> None:
    """Every kind of change applied; two proposals left undecided, one accepted."""
    people = People(user)
    for place, reason in REMOVED:
        desk.propose(user, "TMS", people.one(place), category=reason, **PAPER)
    for at, (place, category, sex) in enumerate(NEW, 1):
        new = {"name": f"WARGA BARU {at}", "birth_date": "1990-01-01", "sex": sex}
        new |= {"address": "JL E 1", "kelurahan": place}
        nik = f"32010101019000{at:02}"
        desk.propose(user, "BARU", None, nik=nik, new=new, category=category)
    for start, end in MOVED:
        desk.propose(user, "UBAH", people.one(start), new={"kelurahan": end})
    for place, sex in ((VILLAGE, "P"), (SISTER, "L"), (AWAY, "P")):
        new = {"sex": "PL"[sex == "P"]}
        desk.propose(user, "UBAH", people.one(place, sex), new=new)
    for place in (VILLAGE, AWAY):
        desk.propose(user, "UBAH", people.one(place), new={"address": "JL BARU 1"})
        until = {"status_until": "2027-01-01"}
        desk.propose(user, "TAHAN", people.one(place), category="RAGU", new=until)
    _apply(user)
    _bring_back(user)
    guests = ", ".join(str(people.one(place).pk) for place in (VILLAGE, AWAY, AWAY))
    run(
        "UPDATE voter SET is_special_site = true "
        f"WHERE regency_code = '3272' AND id IN ({guests})"
    )
    for place in (VILLAGE, AWAY):
        desk.propose(user, "UBAH", people.one(place), new={"address": "JL NANTI 1"})
    later = desk.propose(user, "UBAH", people.one(SISTER), new={"address": "JL N 2"})
    desk.decide(user, services.accept, later)


def bring_about_later(user: Any) -> None:
    """What a list of the month before must not tell: a change in every kelurahan."""
    people = People(user)
    for place in (VILLAGE, SISTER, AWAY):
        one = people.one(place)
        desk.propose(user, "TMS", one, category="PINDAH", **PAPER)
    _apply(user)


def _bring_back(user: Any) -> None:
    """Two of those removed this month, and one that the opening list had removed."""
    with desk.desk(user):
        gone = Voter.objects.of(desk.REGENCY).filter(status="INELIGIBLE")
        back = [gone.filter(kelurahan=place).last() for place in (VILLAGE, SISTER)]
        before = gone.exclude(pk__in=[one.pk for one in back if one]).first()
    for one in (*back, before):
        assert one is not None
        desk.propose(user, "PEMULIHAN", one, **PAPER)
    _apply(user)


def _apply(user: Any) -> None:
    with desk.desk(user):
        rows = ChangeProposal.objects.of(desk.REGENCY)
        done = services.decide_bulk(
            actor=user, regency=desk.REGENCY, rows=rows, decision="accept"
        )
    assert done.left_out == {}
    told = desk.work("apply", user)
    assert told["applied"] >= done.decided > 0 == told["stale"]


@dataclass(frozen=True)
class Figure:
    """A number on the page and the list that it leads to; no address: a plain one."""

    n: int
    href: str


def figures_of(html: str) -> list[Figure]:
    """Every figure of the recap's tables, its proof and the lines above and below."""
    return [*_cells(html), *_in_words(html)]


def _cells(html: str) -> Iterator[Figure]:
    html = re.sub(r'<td class="pd-num">\d*</td><th', "<th", html)  # numbers of rows
    tables = re.findall(r"<table[^>]*(?:pd-recap|data-reasons).*?</table>", html, re.S)
    for table in tables:
        cells = re.findall(r'<td class="pd-num[^"]*">(.*?)</td>', table, re.S)
        yield from (_figure(cell) for cell in cells if cell)


def _in_words(html: str) -> Iterable[Figure]:
    proof = re.findall(r'<span class="pd-proof__t"><span>.*?</span><b>(.*?)</b>', html)
    head = html.split('class="pd-head__sub"')[1].split("</p>")[0]
    said = re.findall(r"<span>((?:<a [^>]*>)?<b>[^<]*</b>[^<]*(?:</a>)?)</span>", head)
    noted = re.findall(r"(?:<a [^>]*>)?Ubah data: [0-9.]+,[^<]*", html)
    return [_figure(text) for text in (*proof, *said, *noted)]


def _figure(html: str) -> Figure:
    link = re.search(r'<a [^>]*href="([^"]+)"', html)
    text = re.sub(r"<[^>]*>", "", html).replace(".", "").replace("\u2212", "-")
    number = re.search(r"-?\d+", text)
    assert number, html
    return Figure(int(number[0]), unescape(link[1]) if link else "")
