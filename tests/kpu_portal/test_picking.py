"""Rows picked across pages, and files that are what the page of a list shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from files.exports import sources
from files.lists import (
    Picked,
    PickError,
    export_items,
    mark_of,
    page_of_lines,
    picked_of,
    require_same,
)
from files.lists.listing import is_fixed
from kpu_portal.ui.selecting import chosen_files, filter_text, store_of
from tests.kpu_portal.url_objects import OWN, VILLAGE, objects_of
from tests.kpu_portal.url_table import all_urls, read
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import Voter

SignIn = Callable[[Any], Any]
ROLL = "/kab/3272/pemilih/"
HELD = "/kab/3272/ditahan/"
CHOSEN = "/kab/3272/unduhan/minta/voter.export/pilihan/"
NOT_IN_FILES = frozenset(
    {
        *("entered_at", "entered_by_name", "made_at", "made_by_name", "found_at"),
        *("updated_by_name", "requests_open", "rule", "source", "sheets", "next_on"),
    }
)
"""Columns of pages that no file has: who kept the row and when, and paper."""
OWN_WAYS = frozenset({"voters:sidalih", "fieldwork:aid"})
"""Lists whose files are another's work, with a proof of their own."""


@pytest.fixture(scope="module")
def filled(shared_stocked: str) -> Iterator[None]:
    """A row of every kind."""
    with as_worker():
        objects_of(OWN, VILLAGE)
    yield


def keys_of(page: Any) -> list[str]:
    return [str(one.public_id) for one in page.context["page"].rows]


def lines_of(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content).decode().splitlines()


def test_a_choice_is_read_and_cut() -> None:
    a, b = str(uuid4()), str(uuid4())
    query = QueryDict(mutable=True)
    query.setlist("pilih", [a, f"{b} 12 x' 3272010101700001"])
    assert picked_of(query) == Picked(frozenset({a, b, "12"}))
    everything = QueryDict(f"semua=1&kecuali={a}&pilih={b}")
    assert picked_of(everything) == Picked(frozenset({a}), every=True)
    assert not picked_of(QueryDict("pilih=zz")).is_named
    with pytest.raises(PickError, match=r"2\.?000"):
        picked_of(QueryDict("pilih=" + "+".join(map(str, range(2001)))))
    with pytest.raises(PickError, match="tidak terbaca"):
        Picked(frozenset({a, "12"})).cut(Voter.objects.of(OWN))
    assert dict(Picked(frozenset({a}), every=True).pairs()) == {
        "semua": "1",
        "kecuali": a,
    }


def test_what_changed_since_it_was_confirmed_is_said() -> None:
    mark = mark_of([5, 7])
    require_same(mark, [7, 5])
    with pytest.raises(PickError, match="dari 2 menjadi 3"):
        require_same(mark, [5, 7, 9])
    with pytest.raises(PickError, match="tetap 2"):
        require_same(mark, [4, 8])
    with pytest.raises(PickError, match="dari 0 menjadi 1"):
        require_same("junk", [5])


def test_a_choice_belongs_to_the_filter_alone() -> None:
    one = QueryDict("jk=L&kecamatan=327201&urut=nama&kolom=nik&sesudah=x&status=")
    same = QueryDict("kecamatan=327201&sort=-a&jk=L&semua=1&format=csv&sebelum=akhir")
    assert filter_text(one) == filter_text(same) == "jk=L&kecamatan=327201"


def test_lines_are_paged_by_their_keys() -> None:
    lines = [SimpleNamespace(pk=key) for key in "abcdefg"]

    def cut(query: str) -> tuple[str, str | None, str | None]:
        page = page_of_lines(lines, QueryDict(query), size=3)
        return "".join(one.pk for one in page.rows), page.before, page.after

    assert cut("") == cut("sesudah=x") == cut("sesudah=g") == ("abc", None, "c")
    assert cut("sesudah=c") == ("def", "d", "f")
    assert cut("sesudah=f") == ("g", "g", None)
    assert cut("sebelum=akhir") == ("efg", "e", None)
    assert cut("sebelum=d") == ("abc", None, "c")
    # Not enough before it: the first page, whole.
    assert cut("sebelum=b") == ("abc", None, "c")
    assert page_of_lines([], QueryDict("sebelum=akhir"), size=3).rows == []


def test_a_list_of_one_object_keeps_its_own_choice_and_says_whose_file() -> None:
    match = SimpleNamespace(
        view_name="voters:comparison", kwargs={"regency": OWN, "public_id": "a"}
    )
    here = SimpleNamespace(user=SimpleNamespace(pk=7), resolver_match=match)
    assert store_of(here) == "7:voters:comparison:3272/a"
    assert store_of(here, "voters:comparison", "a") == store_of(here)
    # The queue has one choice, whichever proposal of it is open.
    assert store_of(here, "voters:review") == "7:voters:review:3272"
    items = export_items("/f/", protected="/k/", more={"banding": "a"})
    assert {item["more"]["banding"] for item in items} == {"a"}
    chosen = chosen_files(QueryDict("jk=L&pilih=9&sesudah=3"), items)
    assert chosen[0]["url"] == "/k/pilihan/?jk=L&format=xlsx&banding=a"


def test_only_the_picked_rows_leave_and_only_within_the_filter(
    filled: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    page = client.get(ROLL, {"jk": "L"})
    text = page.content.decode()
    first, second, *_rest = keys_of(page)
    assert (
        text.count('name="pilih"') == len(keys_of(page)) and "data-pick-every" in text
    )
    with as_worker():
        woman = Voter.objects.of(OWN).filter(sex="P").order_by("id")[0]
        foreign = Voter.objects.of("3101").order_by("id")[0]
    said = {"pilih": [first, f"{second} {woman.public_id} {foreign.public_id}"]}
    address = f"{CHOSEN}?jk=L&format=csv&urut=nama"
    lines = lines_of(client.post(address, said))
    names = [one.name for one in page.context["page"].rows[:2]]
    assert [line.split(",")[1] for line in lines[1:]] == names
    every = Voter.objects.of(OWN)
    with desk.desk(cast.operator_a):
        men = every.in_scope_of(cast.operator_a).counted().filter(sex="L").count()
    rest = lines_of(client.post(address, {"semua": "1", "kecuali": first}))
    assert len(rest) == men
    nothing = client.post(address, {"pilih": "x"}, follow=True)
    assert "Belum ada baris yang dipilih" in nothing.content.decode()
    assert sign_in(cast.post).post(address, said).status_code == 403


def test_a_large_choice_becomes_a_job_with_its_filter_and_choice(
    filled: None, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    from dataclasses import replace

    from files.models import ExportFile

    settings.POLICY = replace(settings.POLICY, export_direct_rows=1)
    client = sign_in(cast.operator_a)
    keys = keys_of(client.get(ROLL))[:2]
    address = f"{CHOSEN}?jk=&format=csv&urut=tempat&kolom=nik&sesudah=x"
    assert client.post(address, {"pilih": keys}).status_code == 302
    with desk.desk(cast.operator_a):
        asked = ExportFile.objects.order_by("-id")[0]
    kept = QueryDict(asked.query)
    assert picked_of(kept).keys == set(keys)
    assert (kept["urut"], kept["kolom"], "sesudah" in kept) == ("tempat", "nik", False)


def test_a_file_has_the_columns_and_the_order_of_the_page(
    filled: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    query = "kolom=disability&kolom=rt&urut=tempat&format=csv"
    lines = lines_of(client.get(f"{ROLL}ekspor/?{query}"))
    assert lines[0] == "Nama,RT,RW,Disabilitas"
    page = client.get(f"{ROLL}?{query}").context["page"].rows
    shown = [one.name for one in page]
    assert [line.split(",")[0] for line in lines[1 : len(shown) + 1]] == shown
    usual = lines_of(client.get(f"{ROLL}ekspor/?format=csv"))[0]
    assert "NKK" not in usual and "Disabilitas" not in usual


def test_every_column_of_a_list_is_one_of_its_file() -> None:
    for name in sources.names():
        source = sources.get(name)
        if source is None or source.table is None:
            continue
        made = source.make(_Nobody(), OWN, QueryDict(), "default")
        shown = {one.shown for one in made.columns}
        headings = {one.label for one in made.columns if not one.shown}
        with override(None):
            for column, bound in source.table.base_columns.items():
                known = column in shown or str(bound.verbose_name) in headings
                is_known = known or column in NOT_IN_FILES
                assert is_known, (name, column)
                assert known or not is_fixed(bound), (name, column)


class _Nobody:
    """Whoever asks sees nothing: only the columns are looked at."""

    is_office = True
    is_authenticated = False
    by_name_scope = ""
    pk = None


def _lists() -> list[str]:
    pages, _free = read()
    alone = {name for name, parameters in all_urls() if set(parameters) == {"regency"}}
    return sorted(
        name
        for name in alone & set(pages)
        if "get" in pages[name].may["operator"] and name not in OWN_WAYS
    )


def _queries(page: Any) -> Iterator[str]:
    """The list as it is, each filter's last choice, each order."""
    yield ""
    form = getattr(page.context.get("filter"), "form", page.context.get("form"))
    for name, field in (form.fields if form is not None else {}).items():
        codes = [str(code) for code, _word in getattr(field, "choices", ()) if code]
        if codes:
            yield f"{name}={codes[-1]}"
    text = page.content.decode()
    if orders := re.search(r'<select[^>]* name="urut">(.*?)</select>', text, re.S):
        yield from (f"urut={word}" for word in re.findall(r'value="(\w+)"', orders[1]))
    yield from {f"sort={word}" for word in re.findall(r"[?&;]sort=([\w-]+)", text)}


def test_the_file_of_every_list_is_what_its_page_shows(
    filled: None, cast: Any, sign_in: SignIn
) -> None:
    """Walks the pages: every link of an export carries the address, every list that
    can be asked for has the page's rows in the page's order."""
    client, walked = sign_in(cast.operator_a), set()
    for name in _lists():
        address = reverse(name, args=[OWN])
        page = client.get(address)
        if page.status_code != 200 or page.streaming:
            continue
        asked = client.get(f"{address}?uji=1&kolom=nik&urut=x&sort=y&sesudah=z")
        text = asked.content.decode().replace("&amp;", "&")
        links = re.findall(r'(?:href|formaction)="([^"]*[?&]format=\w+[^"]*)"', text)
        for link in links:
            said = QueryDict(link.split("?", 1)[1])
            kept = {word: said.get(word) for word in ("uji", "kolom", "urut", "sort")}
            assert kept == {"uji": "1", "kolom": "nik", "urut": "x", "sort": "y"}, link
            assert "sesudah" not in said, link
        kinds = re.findall(r"/unduhan/minta/([\w.]+)/\?", text)
        if not links or not kinds or "page" not in page.context:
            continue
        walked.add(name)
        source = sources.get(kinds[0])
        assert source is not None, kinds
        for query in _queries(page):
            shown = client.get(f"{address}?{query}").context["page"].rows
            with desk.desk(cast.operator_a):
                made = source.build(cast.operator_a, OWN, QueryDict(query), "default")
                written = [one.pk for one in made.rows[: len(shown) or 1]]
            assert [one.pk for one in shown] == written, (name, query)
    assert len(walked) >= 18, sorted(walked)


def test_every_list_leaves_as_pdf_and_keeps_its_views(
    filled: None, cast: Any, sign_in: SignIn
) -> None:
    """Whatever has a column chooser has the menu of saved views, and whatever has a
    file has it as a PDF too."""
    client = sign_in(cast.operator_a)
    views = f'hx-get="{reverse("saved-views", args=[OWN])}"'
    chosen, printed = set(), set()
    for name in _lists():
        page = client.get(reverse(name, args=[OWN]))
        if page.status_code != 200 or page.streaming:
            continue
        text = page.content.decode().replace("&amp;", "&")
        if 'name="kolom"' in text and "Kolom yang ditampilkan" in text:
            assert views in text, name
            chosen.add(name)
        links = re.findall(r'href="([^"]*/ekspor/\?[^"]*format=\w+[^"]*)"', text)
        if not links:
            continue
        (pdf,) = {one for one in links if "format=pdf" in one}
        answer = client.get(f"{pdf}&kelurahan={VILLAGE}")
        assert answer.status_code == 200, (name, answer.status_code)
        assert b"".join(answer.streaming_content)[:5] == b"%PDF-", name
        printed.add(name)
    assert len(chosen) >= 18 and len(printed) >= 14, (sorted(chosen), sorted(printed))


def test_the_held_are_let_go_together_and_what_cannot_go_is_told(
    filled: None, cast: Any, sign_in: SignIn
) -> None:
    user, client = cast.operator_a, sign_in(cast.operator_a)
    people = desk.voters(user, 8)[4:]
    admin_sql("TRUNCATE change_proposal CASCADE")
    for one in people[:3]:
        made = desk.propose(user, "UBAH", one, new={"address": "JL BARU 1"})
        desk.decide(user, services.hold, made, until=date(2099, 1, 1))
    admin_sql(
        "UPDATE voter SET status = 'HELD', status_reason = 'RAGU' "
        "WHERE regency_code = '3272' AND id = %s",
        [people[3].pk],
    )
    page = client.get(HELD)
    keys = keys_of(page)
    assert len(keys) == 4 and "data-pick-every" in page.content.decode()
    act = f"{HELD}sekaligus/?jenis="
    asked = client.post(act, {"aksi": "perpanjang", "pilih": " ".join(keys[:2])})
    assert "Perpanjang 2 yang menunggu?" in asked.content.decode()
    every = client.post(act, {"aksi": "lepas", "semua": "1", "kecuali": keys[0]})
    assert every.context["count"] == 3 and every.context["voters"] == 1
    yes = {
        "aksi": "lepas",
        "semua": "1",
        "kecuali": keys[0],
        "tanda": every.context["mark"],
        "alasan": "SUDAH JELAS",
    }
    with desk.desk(cast.operator_a2):
        other = services.take_person(
            actor=cast.operator_a2, proposal=_proposal_of(people[1])
        )
    assert other
    admin_sql(
        "UPDATE change_proposal SET state = 'OPEN' WHERE voter_id = %s", [people[2].pk]
    )
    stale = client.post(act, yes)
    assert stale.status_code == 422
    assert "dari 3 menjadi 2" in stale.content.decode()
    assert desk.see_voter(user, people[3].pk).status == "HELD"
    fresh = client.post(act, {**yes, "tanda": stale.context["mark"]}, follow=True)
    text = fresh.content.decode()
    assert "1 selesai." in text and "1 sedang dipegang rekan" in text
    [(kind,)] = admin_sql(
        "SELECT kind FROM change_proposal WHERE voter_id = %s", [people[3].pk]
    )
    assert kind == "PEMULIHAN"
    admin_sql("DELETE FROM review_claim")
    nobody = client.post(act, {"aksi": "lepas"}, follow=True)
    assert "Belum ada baris yang dipilih" in nobody.content.decode()
    bare = client.post(act, {**yes, "tanda": "", "alasan": ""})
    assert "Tulis alasannya" in bare.content.decode()


def _proposal_of(voter: Voter) -> Any:
    from voters.models import ChangeProposal

    return ChangeProposal.objects.of(OWN).get(voter_id=voter.pk)


def test_a_bulk_decision_takes_the_picked_and_says_when_they_are_others(
    filled: None, cast: Any, sign_in: SignIn
) -> None:
    user, client = cast.operator_a, sign_in(cast.operator_a)
    admin_sql("TRUNCATE change_proposal CASCADE")
    people = desk.voters(user, 4)
    made = [
        desk.propose(user, "UBAH", one, new={"address": "JL BARU 1"}) for one in people
    ]
    url = reverse("voters:bulk", args=[OWN]) + "?jenis=UBAH"
    picks = {"keputusan": "accept", "semua": "1", "kecuali": str(made[0].pk)}
    asked = client.post(url, picks)
    assert (asked.status_code, asked.context["count"]) == (200, 3)
    admin_sql("DELETE FROM change_proposal WHERE id = %s", [made[1].pk])
    fourth = desk.voters(user, 5)[4]
    desk.propose(user, "UBAH", fourth, new={"address": "JL BARU 2"})
    yes = {**picks, "jumlah": 3, "tanda": asked.context["mark"]}
    stale = client.post(url, yes)
    assert "jumlahnya tetap 3" in stale.content.decode()
    done = client.post(url, {**yes, "tanda": stale.context["mark"]})
    assert done.status_code == 302 and done.url.endswith("?jenis=UBAH")
    states = dict(admin_sql("SELECT state, count(*) FROM change_proposal GROUP BY 1"))
    assert states == {"OPEN": 1, "ACCEPTED": 3}
