"""The chart of twelve months, its table twin, and the links of the foot."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.utils import translation

from kpu_portal import selectors
from periods.models import Period
from plenos.models import Recap, RecapLine
from tests.roles import admin_sql, as_owner


def chart_on(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="tren" type="application/json">(.*?)</script>', page)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def counted(where: str) -> int:
    rows = admin_sql(
        "SELECT count(*) FROM voter WHERE regency_code = '3272'"
        f" AND status IN ('ACTIVE', 'HELD') AND {where}"
    )
    return int(rows[0][0])


def months_before(n: int) -> None:
    """Closed periods before the opening one: 100, 101 ... men and as many women."""
    with as_owner():
        for number in range(n):
            year, month = divmod(2025 * 12 + number, 12)
            starts = dt.date(year, month + 1, 1)
            period = Period.objects.create(
                regency_code="3272",
                code=f"{starts:%Y-%m}",
                state="CLOSED",
                starts_on=starts,
                reference_date=starts,
                cutoff_on=starts,
            )
            for version in (1, 2):
                recap = Recap.objects.create(
                    regency_code="3272", period=period, version=version, sha256="0" * 64
                )
                for sex in ("L", "P"):
                    RecapLine.objects.create(
                        recap=recap,
                        regency_code="3272",
                        kelurahan="3272011001",
                        sex=sex,
                        column="SEKARANG",
                        n=100 * version + number,
                    )


def test_frozen_months_and_the_open_one(stocked: str, cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    admin_sql(
        "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL' WHERE id ="
        " (SELECT min(id) FROM voter WHERE regency_code = '3272' AND sex = 'L'"
        " AND status = 'ACTIVE') RETURNING id"
    )
    men, women = counted("sex = 'L'"), counted("sex = 'P'")
    page = client.get("/kab/3272/").content.decode()
    both = chart_on(page)
    assert (both["name"], both["labels"]) == ("L+P", ["Okt", "Nov"])
    assert both["values"] == [men + women + 1, men + women]
    assert chart_on(client.get("/kab/3272/?grafik=L").content.decode())["values"] == [
        men + 1,
        men,
    ]
    assert chart_on(client.get("/kab/3272/?grafik=P").content.decode())["values"] == [
        women,
        women,
    ]
    twin = page[page.index('<details class="pd-twin">') :]
    assert twin.index("Oktober 2026") < twin.index("November 2026")
    assert "/kab/3272/pleno/2026-10/" in twin
    assert f'<td class="pd-num">{men + 1}</td><td class="pd-num">{women}</td>' in twin


def test_twelve_periods_by_their_newest_recap(
    stocked: str, cast: Any, django_assert_num_queries: Any
) -> None:
    months_before(15)
    foot = selectors.DistrictRow("", "", men=7, women=8)
    with as_owner(), django_assert_num_queries(3):
        found = selectors.points("3272", foot)
    assert len(found) == 12
    assert [point.period.code for point in found[-2:]] == ["2026-10", "2026-11"]
    assert (found[0].men, found[0].frozen) == (205, True)
    assert (found[-1].men, found[-1].women, found[-1].frozen) == (7, 8, False)


def test_nothing_of_another_office(stocked: str, cast: Any, sign_in: Any) -> None:
    page = sign_in(cast.operator_b).get("/kab/3101/").content.decode()
    assert chart_on(page)["values"] == [300, 300]


def test_the_axis_starts_below_the_lowest() -> None:
    assert selectors.floor_of([258_028, 260_145]) == 257_000
    assert selectors.floor_of([900, 905]) == 899
    assert selectors.floor_of([5, 900]) == 0
    assert selectors.floor_of([300, 300]) == 290
    assert selectors.floor_of([258_028, 258_028]) == 240_000
    assert selectors.floor_of([0, 0]) == 0
    assert selectors.floor_of([]) == 0


def test_a_quarter_has_its_own_word() -> None:
    quarter = Period(code="2026-T4", kind="QUARTER", starts_on=dt.date(2026, 10, 1))
    point = selectors.Point(quarter, 1, 2, True, "")
    with translation.override("id"):
        assert (point.label, point.both) == ("T4", 3)
        assert selectors.title_of([point]) == "Jumlah pemilih, 12 periode"


def test_every_figure_of_the_foot_is_a_link(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    page = client.get("/kab/3272/").content.decode()
    foot = page[page.index("<tfoot>") : page.index("</tfoot>")]
    links = re.findall(r'href="([^"]+)"', foot)
    assert links == [
        "/kab/3272/pemilih/?jk=L",
        "/kab/3272/pemilih/?jk=P",
        "/kab/3272/pemilih/",
        "/kab/3272/pleno/2026-11/rincian/?column=BARU",
        "/kab/3272/pleno/2026-11/rincian/?column=TMS",
        "/kab/3272/pleno/2026-11/rincian/?column=UBAH",
        "/kab/3272/pemilih/?status=HELD",
        "/kab/3272/tinjauan/",
    ]
    assert [client.get(url).status_code for url in links] == [200] * len(links)
