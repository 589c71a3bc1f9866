"""Every figure of the recap page leads to a list that is as long as it says."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from plenos import selectors
from plenos.selectors.behind import behind
from tests.plenos.conftest import freeze_now, record_plenary
from tests.plenos.recap_month import (
    AWAY,
    DISTRICT,
    VILLAGE,
    Figure,
    bring_about,
    bring_about_later,
    figures_of,
)
from tests.roles import as_worker
from tests.voters import desk
from voters.models import BaruCategory, TmsReason

CODE = "2026-11"
SIGNED = ("KOREKSI", "WILAYAH")
"""Columns whose lists hold what came and what went: their figure is the balance."""
RECAP = reverse("plenos:recap", args=["3272", CODE])


@pytest.fixture
def changed(stocked: str, cast: Any) -> Any:
    """The open month of `stocked` with changes of every kind."""
    bring_about(cast.operator_a)
    return desk.period()


def length(client: Any, href: str) -> int:
    """How many rows the list has; the balance of a column that goes both ways."""
    address = href if href.startswith("/") else RECAP + href
    answer = client.get(address)
    assert answer.status_code == 200, address
    html = answer.content.decode()
    rows = len(re.findall(r"<tr data-row|data-row>", html))
    if "/rincian/" not in href:
        return len(answer.context["page"].rows)
    assert answer.context["next"] is None, "the page holds the whole list"
    assert rows == len(answer.context["rows"]), address
    (column,) = parse_qs(urlsplit(href).query)["column"]
    if column in SIGNED:
        return sum(item["row"].n for item in answer.context["rows"])
    return rows


def follow(
    client: Any, pages: list[str], places: tuple[str, ...] = ("3272",)
) -> dict[str, int]:
    """Opens the list of every figure of these pages; address -> figure.

    places: whose lists are opened, by the beginning of their code.
    """
    seen: dict[str, int] = {}
    for page in pages:
        for one in figures_of(client.get(RECAP + page).content.decode()):
            assert one.href or one == Figure(0, ""), f"{one} has no list"
            if one.href:
                assert seen.setdefault(one.href, one.n) == one.n, one
    for href, n in seen.items():
        (code,) = parse_qs(urlsplit(href).query).get("code", ["3272"])
        if code.startswith(places):
            assert length(client, href) == n, (href, n)
    return seen


def asked(seen: dict[str, int], **query: str) -> int:
    """The figure whose list the address names with exactly these words."""
    (found,) = [
        n
        for href, n in seen.items()
        if {k: v[0] for k, v in parse_qs(urlsplit(href).query).items()} == query
    ]
    return found


PAGES = ["", f"?buka={DISTRICT}", f"?buka={VILLAGE}"]


def test_every_figure_opens_a_list_of_its_length(
    changed: Any, cast: Any, sign_in: Any, settings: Any
) -> None:
    """Regency, kecamatan and kelurahan; categories, PEMULIHAN, regular TPS."""
    settings.POLICY = replace(settings.POLICY, page_rows=1000)
    seen = follow(sign_in(cast.operator_a), PAGES)
    says_what_was_brought_about(seen)
    assert seen[f"/kab/3272/tinjauan/?periode={CODE}"] == 2
    assert seen["/kab/3272/ditahan/?jenis=P"] == 2


def test_every_figure_of_a_frozen_month_opens_its_list(
    changed: Any, cast: Any, sign_in: Any, settings: Any
) -> None:
    settings.POLICY = replace(settings.POLICY, page_rows=1000)
    record_plenary(cast.operator_a, changed)
    freeze_now(cast.chair_a, changed)
    bring_about_later(cast.operator_a)
    seen = follow(sign_in(cast.operator_a), PAGES, places=(VILLAGE,))
    says_what_was_brought_about(seen)
    assert asked(seen, column="DITAHAN", code="3272") == 2


def says_what_was_brought_about(seen: dict[str, int]) -> None:
    """The figures are those of the changes, on each level."""
    for code in ("3272", DISTRICT, VILLAGE):
        for column in ("PEMULIHAN", "UBAH", "DITAHAN", "REGULER", "MASUK", "TMS"):
            assert asked(seen, column=column, code=code) > 0, (column, code)
    mine = {"column": "BARU", "code": VILLAGE, "category": "PINDAH_MASUK"}
    assert asked(seen, **mine) == 2
    assert asked(seen, **mine, sex="L") == 1
    died = {"column": "TMS", "category": "MENINGGAL"}
    levels = (VILLAGE, DISTRICT, "3272")
    assert [asked(seen, **died, code=code) for code in levels] == [2, 3, 3]


def test_categories_of_the_places_add_up(changed: Any, cast: Any, sign_in: Any) -> None:
    """Kelurahan = kecamatan = kab/kota for every category, reason and sex."""
    client = sign_in(cast.operator_a)

    @functools.cache
    def tables(place: str) -> dict[str, list[int]]:
        context = client.get(RECAP, {"buka": place}).context
        rows = [*context["baru"], *context["tms"], *context["still"]]
        return {str(row["label"]): [cell["n"] for cell in row["cells"]] for row in rows}

    def added(places: list[str]) -> dict[str, list[int]]:
        every = [tables(place) for place in places]
        return {
            label: [sum(ns) for ns in zip(*(one[label] for one in every), strict=True)]
            for label in every[0]
        }

    whole = tables("")
    with as_worker():
        sheet = selectors.sheet(changed)
    villages = sorted({cell.kelurahan for cell in sheet.cells})
    districts = sorted({code[:6] for code in villages})
    assert len(districts) == 7 and len(villages) == 33
    assert added(districts) == whole
    for district in districts:
        inside = [code for code in villages if code.startswith(district)]
        assert added(inside) == tables(district), district
    assert len(whole) == len(BaruCategory.values) + len(TmsReason.values) + 2
    assert whole["Pindah masuk"] == [2, 1, 3]
    assert tables(VILLAGE)["Pindah masuk"] == [1, 1, 2]
    assert tables(AWAY)["Hak pilih dipulihkan"] == [1, 0, 1]
    assert tables("3272999") == tables("3101011001") == whole


def test_the_opened_place_is_named_and_leads_back(
    changed: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    page = client.get(RECAP, {"buka": VILLAGE})
    html = page.content.decode()
    assert [step["code"] for step in page.context["trail"]] == [
        "3272",
        DISTRICT,
        VILLAGE,
    ]
    name = page.context["trail"][-1]["name"]
    assert html.count(f"<span>{name}</span></caption>") == 3
    assert f'href="?buka={DISTRICT}#rincian"' in html
    assert f'href="?buka={VILLAGE}#rincian" aria-current="true">{name}</a>' in html
    whole = client.get(RECAP)
    assert [step["code"] for step in whole.context["trail"]] == ["3272"]


def test_a_page_that_ends_inside_an_event_loses_no_row(changed: Any) -> None:
    """A corrected sex has two cells in one column: one went, one came."""
    sheet = selectors.draft(changed)
    with as_worker():
        whole = behind(sheet, column="KOREKSI")
        pages, after = [], 0
        while page := behind(sheet, column="KOREKSI", after=after, most=1):
            pages += page
            after = page[-1].key
    assert len(whole) == 6
    assert pages == whole
    assert [row.n for row in whole] == [-1, 1] * 3
