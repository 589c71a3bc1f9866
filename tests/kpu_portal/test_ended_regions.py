"""Where a region that has ended may be chosen: to look at the past, for no new work."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from posts import models as posts
from regions.models import Region
from tests.kpu_portal import url_table
from tests.kpu_portal.test_pictures import area, file_of
from tests.plenos.conftest import user
from tests.plenos.region_steps import DISTRICT_GONE, FROM, INTO, OLD, THERE
from tests.roles import admin_sql, as_worker
from voters.models import Voter

OFFERED = re.compile(r'<option value="(327201(?:\d{4})?)"')
PAST = {
    # lists of what was, or of what was decided about it
    *("voters:review", "voters:sidalih", "voters:exchange", "voters:dukcapil"),
    *("fieldwork:tasks", "posts:list", "posts:visits", "posts:bulletins"),
    *("posts:events", "posts:event_calendar", "posts:reach", "plenos:villages"),
}
FORMS = {
    **{"voters:propose": "", "voters:regions_new": "", "fieldwork:draw": ""},
    **{"posts:new": "", "posts:bulletin_new": "", "posts:event_new": ""},
    **{"partners:new": "", "voters:comparisons": ""},
}
"""New work: the form is there, and what stands can be chosen."""


def _what_was() -> None:
    """A row in each list of the posts: an empty one has no filter."""
    place = {"regency_code": "3272", "kecamatan": FROM}
    day, hours = dt.date(2026, 10, 2), {"starts": dt.time(8), "till": dt.time(9)}
    post = posts.Post.objects.create(**place, slug="pos", name="Pos", place="Balai")
    posts.Visit.objects.create(**place, post=post, kind="BERTANYA")
    posts.Bulletin.objects.create(**place, title="Kabar", body="Isi", author_name="x")
    posts.ReachDay.objects.create(**place, channel="POSTER", day=day, hits=3)
    posts.OutreachEvent.objects.create(
        **place, **hours, kind="MARKET", title="Pasar", place="Pasar", day=day
    )


@pytest.fixture(scope="module")
def _moved(_open_databases: None) -> Iterator[None]:
    with DISTRICT_GONE.copy():
        with as_worker():
            _what_was()
        yield


@pytest.fixture
def operator(_moved: None, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(user("operator.sukabumi"))


def pages() -> dict[str, str]:
    """Pages of the office that need a regency, or the open period of one."""
    may, _free = url_table.read()
    told = {"regency": "3272", "period": "2026-11"}
    return {
        name: reverse(name, kwargs={one: told[one] for one in needs})
        for name, needs in url_table.all_urls()
        if set(needs) in ({"regency"}, {"regency", "period"})
        and name in may
        and "get" in may[name].may["operator"]
        and not re.search("export|template|templat", name)
    }


def offered(client: Client, address: str) -> set[str]:
    answer = client.get(address)
    if answer.status_code != 200 or "html" not in answer["Content-Type"]:
        return set()
    return set(OFFERED.findall(answer.content.decode()))


def test_an_ended_region_is_offered_by_lists_of_the_past_alone(
    operator: Client,
) -> None:
    assert Region.objects.valid().filter(code__startswith=FROM).count() == 0
    found = {
        name: offered(operator, address)
        for name, address in pages().items()
        if not re.search(r"\.(pdf|docx|xlsx|csv|png)$", address)
    }
    assert {name for name, codes in found.items() if codes} == PAST
    for name in PAST:
        assert FROM in found[name], name
    assert OLD in found["voters:review"]


@pytest.mark.parametrize("name", FORMS)
def test_new_work_chooses_from_what_stands(operator: Client, name: str) -> None:
    page = operator.get(reverse(name, args=["3272"]) + FORMS[name]).content.decode()
    assert THERE in page or f'value="{INTO}"' in page
    assert not OFFERED.search(page)


def test_pages_about_a_person_choose_from_what_stands(
    operator: Client, sign_in: Callable[[User], Client]
) -> None:
    with as_worker():
        voter = Voter.objects.of("3272").counted().filter(kelurahan=THERE)[0]
    admin_sql(
        "UPDATE accounts_user SET scope_code = %s WHERE username = 'pos.gunungpuyuh'",
        [INTO],
    )
    admin_sql(
        "UPDATE voter SET nkk = '3272010101079901' WHERE id = %s AND regency_code = "
        "'3272'",
        [voter.pk],
    )
    post = sign_in(user("pos.gunungpuyuh"))
    family = reverse("voters:family", args=["3272"])
    for client, address in (
        (
            operator,
            reverse("voters:propose", args=["3272"]) + f"?pemilih={voter.public_id}",
        ),
        (operator, f"{family}?pemilih={voter.public_id}"),
        (post, reverse("voters:post_newcomer", args=["3272"])),
        (post, reverse("voters:post_propose", args=["3272", voter.public_id])),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        assert f'<option value="{THERE}"' in page, address
        assert not OFFERED.search(page), address


def test_services_refuse_a_region_that_has_ended(_moved: None) -> None:
    from posts.services import PostError, save_bulletin

    chair: Any = user("ketua.sukabumi")
    with pytest.raises(PostError, match="Pilih kecamatan"):
        save_bulletin(
            actor=chair, regency="3272", kecamatan=FROM, title="Kabar", body="Isi"
        )


def test_an_old_address_leads_to_where_the_kecamatan_went(_moved: None) -> None:
    visitor = Client()
    assert visitor.get(f"/kabar/{FROM}/")["Location"] == f"/kabar/{INTO}/"
    assert visitor.get(f"/kegiatan/{FROM}/")["Location"] == f"/kegiatan/{INTO}/"
    feed = visitor.get(f"/kabar/{FROM}/rss.xml")
    assert feed["Location"] == f"/kabar/{INTO}/rss.xml"
    assert visitor.get(f"/kabar/{INTO}/").status_code == 200


def drawn(client: Client, query: str = "") -> Any:
    answer = client.get(f"/kab/3272/gambaran/?{query}")
    assert answer.status_code == 200
    return answer.context, answer.content.decode()


def upload(client: Client, *codes: str) -> str:
    file = SimpleUploadedFile("peta.geojson", file_of(*map(area, codes)))
    answer = client.post("/kab/3272/gambaran/peta/", {"peta": file}, follow=True)
    return str(answer.content.decode())


def test_a_map_from_before_a_change_gives_way_to_tiles(operator: Client) -> None:
    upload(operator, "327202", INTO)
    context, page = drawn(operator)
    assert context["map"] and context["outdated"] is None
    assert "Peta kantor diunggah sebelum wilayah berubah" not in page
    admin_sql("UPDATE regions_border SET kept_at = '2026-11-01'")
    context, page = drawn(operator)
    assert context["map"] is None and "pd-tilemap" in page
    assert "Peta kantor diunggah sebelum wilayah berubah" in page
    assert "Belum ada bidangnya" not in page
    admin_sql("UPDATE regions_regionchange SET kind = 'RENAME'")
    assert drawn(operator)[0]["map"], "a new name has the borders of the old one"
    admin_sql("UPDATE regions_regionchange SET kind = 'MOVE'")


def test_shapes_without_the_new_codes_name_what_they_lack(operator: Client) -> None:
    told = upload(operator, "327202", FROM)
    assert f"Tidak dikenal: Wilayah, {FROM}" in told
    context, page = drawn(operator)
    assert context["map"] is None and "pd-tilemap" in page
    assert "Belum ada bidangnya: Harapan." in page
    upload(operator, "327202", INTO)
    assert drawn(operator)[0]["map"]


def test_a_tile_of_an_ended_place_is_there_while_it_counts(operator: Client) -> None:
    codes = {one.code for one in drawn(operator, "tingkat=10")[0]["places"]}
    assert THERE in codes and OLD not in codes
    counted = drawn(operator, "tingkat=10&ukuran=baru")[0]["places"]
    assert {one.code: one.n for one in counted if one.n} == {OLD: 1}


def test_home_names_a_kecamatan_that_ended_in_the_period(operator: Client) -> None:
    rows = operator.get("/kab/3272/").context["rows"]
    named = {row.code: row.name for row in rows}
    assert named[INTO] == "Harapan"
    assert not named.get(FROM, "").isdecimal()
