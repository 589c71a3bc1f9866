"""Saved views: own ones, an office's shared ones, and no person in any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from files import saved
from files.models import SavedView
from tests.roles import admin_sql, as_worker, login_sql

SignIn = Callable[[Any], Any]
MENU = "/kab/3272/tampilan/"
ROLL = "/kab/3272/pemilih/"
NIK = "3272014107900001"


@pytest.fixture
def office(shared_portal: str) -> None:
    admin_sql("TRUNCATE files_savedview")


def keep(client: Any, name: str, query: str = "", **more: str) -> Any:
    return client.post(MENU, {"di": f"{ROLL}?{query}", "judul": name, **more})


def menu(client: Any, query: str = "") -> str:
    answer = client.get(
        MENU,
        headers={
            "hx-request": "true",
            "hx-current-url": f"http://testserver{ROLL}?{query}",
        },
    )
    assert answer.status_code == 200
    return str(answer.content.decode())


def views() -> list[SavedView]:
    with as_worker():
        return list(SavedView.objects.order_by("id"))


def test_filter_columns_and_order_come_back_under_a_name(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    query = "kelurahan=3272011001&kolom=nik&kolom=name&urut=tempat"
    answer = keep(client, "  Cikole,  per tempat ", f"{query}&sesudah=9")
    assert answer.headers["Location"] == f"{ROLL}?{query}"
    page = menu(client, query)
    assert f'href="{ROLL}?{query.replace("&", "&amp;")}" aria-current="true"' in page
    assert "Cikole, per tempat" in page
    keep(client, "Cikole, per tempat", "kelurahan=3272011002")
    assert [view.query for view in views()] == ["kelurahan=3272011002"]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("nama=SITI&rt=001", "rt=001"),
        (f"tps={NIK}&rt=001", "rt=001"),
        ("kelurahan=3272011001&format=csv", "kelurahan=3272011001"),
    ],
)
def test_no_person_is_kept(query: str, left: str) -> None:
    assert saved.kept(QueryDict(query)) == left


@pytest.mark.parametrize(
    ("name", "said"), [(" ", "Beri nama"), (f"orang {NIK}", "tidak boleh memuat NIK")]
)
def test_a_name_that_will_not_do_says_why(
    name: str, said: str, office: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    answer = client.post(MENU, {"di": ROLL, "judul": name}, follow=True)
    assert said in answer.content.decode()
    assert not views()


def test_a_list_has_room_for_thirty(office: None, cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.operator_a)
    admin_sql(
        "INSERT INTO files_savedview (regency_code, page, name, query, shared, "
        "owner_id, owner_name) SELECT '3272', 'pemilih/', 'n' || n, '', false, %s, 'x' "
        "FROM generate_series(1, 30) n",
        [cast.operator_a.pk],
    )
    keep(client, "satu lagi")
    keep(client, "n7", "rt=002")
    assert len(views()) == 30
    assert [view.query for view in views() if view.name == "n7"] == ["rt=002"]


def test_a_colleague_sees_what_is_shared_and_removes_nothing(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    keep(sign_in(cast.operator_a), "bersama", "rt=001", bersama="on")
    keep(sign_in(cast.operator_a), "sendiri", "rt=002")
    colleague = sign_in(cast.operator_a2)
    page = menu(colleague)
    assert "bersama" in page and str(cast.operator_a) in page
    assert "sendiri" not in page
    first, second = views()
    said = colleague.post(MENU, {"di": ROLL, "hapus": first.pk}, follow=True)
    assert "Hanya pemiliknya" in said.content.decode()
    gone = colleague.post(MENU, {"di": ROLL, "hapus": second.pk})
    assert gone.status_code == 404
    assert len(views()) == 2
    sign_in(cast.operator_a).post(MENU, {"di": ROLL, "hapus": first.pk})
    assert [view.name for view in views()] == ["sendiri"]


def test_another_office_and_a_login_without_a_token_see_none(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    keep(sign_in(cast.operator_a), "bersama", "rt=001", bersama="on")
    other = sign_in(cast.operator_b)
    assert other.get(MENU).status_code == 404
    assert (
        other.post("/kab/3101/tampilan/", {"di": ROLL, "judul": "x"}).status_code == 404
    )
    assert login_sql("web", "SELECT count(*) FROM files_savedview") == [(0,)]


@pytest.mark.parametrize(
    "address", ["/setelan/", "https://lain.example/", "/kab/3272/tidak-ada/", "//x/y"]
)
def test_only_a_list_of_the_regency_is_kept(
    address: str, office: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    assert client.post(MENU, {"di": address, "judul": "x"}).status_code == 404
    for key in ("x", "9" * 5000):
        assert client.post(MENU, {"di": ROLL, "hapus": key}).status_code == 404


def test_every_list_of_an_office_offers_it_and_bawaslu_is_not_asked(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    assert f'hx-get="{MENU}"' in sign_in(cast.operator_a).get(ROLL).content.decode()
    assert sign_in(cast.supervisor).get(MENU).status_code == 403
