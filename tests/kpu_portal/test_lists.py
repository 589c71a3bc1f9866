"""What every list has: escaped text, filter, columns, a file, pinned queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from audit.services import APART, record
from jobs.models import Job
from kpu_portal.ui import rows
from reconciliation.models import Delivery
from tests.roles import admin_sql, as_worker
from tests.voters import desk

SignIn = Callable[[Any], Any]
EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
LISTS = {
    "voters": "/kab/3272/pemilih/",
    "review": "/kab/3272/tinjauan/",
    "deliveries": "/kab/3272/kiriman/",
    "jobs": "/kab/3272/pekerjaan/",
    "ledger": "/kab/3272/jejak/",
}


@pytest.fixture
def filled(stocked: str, cast: Any) -> Iterator[None]:
    """Every list has a row whose text is markup."""
    (voter,) = desk.voters(cast.operator_a, 1)
    admin_sql(
        "UPDATE voter SET name = %s, address = %s WHERE id = %s RETURNING 1",
        [EVIL, EVIL, voter.pk],
    )
    voter = desk.see_voter(cast.operator_a, voter.pk)
    desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL LAIN"})
    with as_worker():
        Job.objects.create(
            regency_code="3272", kind="reconcile", error=EVIL, asked_by_name=EVIL
        )
        Delivery.objects.create(
            regency_code="3272",
            period_code="2026-11",
            sender="dukcapil",
            filename=EVIL,
            file="x",
            size=1,
            sha256="ab" * 32,
            received_by_name=EVIL,
        )
    record(
        actor=cast.operator_a,
        action="voter.read",
        regency_code="3272",
        subject=EVIL,
        using=APART,
    )
    yield


@pytest.mark.parametrize("name", LISTS)
def test_markup_in_a_row_is_shown_as_text(
    filled: None, cast: Any, sign_in: SignIn, name: str
) -> None:
    page = sign_in(cast.operator_a).get(LISTS[name]).content.decode()
    assert ESCAPED in page
    assert EVIL not in page


class Cells(tables.Table):
    """A table of every sort of column."""

    word = tables.Column()
    nik = tables.Column(attrs={"look": "nik"}, default="")
    far = tables.Column(accessor="other__word")
    made = tables.TemplateColumn("<i>{{ record.word }}</i>")
    linked = tables.Column(accessor="word", linkify=lambda record: f"/{record.pk}/")
    own = tables.Column(accessor="word")

    class Meta:
        row_attrs = {"id": lambda record: f"r-{record.pk}"}  # noqa: RUF012

    def render_own(self, value: str, record: Any) -> str:
        return f"{value}{record.pk}"


def test_a_column_that_is_more_than_an_attribute_is_left_to_django_tables2() -> None:
    other = SimpleNamespace(word="jauh")
    one = SimpleNamespace(pk=7, word="<b>", nik="", other=other)
    two = SimpleNamespace(pk=8, word=None, nik="3272011212910001", other=other)
    table = Cells([one, two])
    request = RequestFactory().get("/")
    drawn = Template("{% load pd %}{% table_rows table %}").render(
        Context({"table": table, "request": request})
    )
    first, second = drawn.strip().split("\n")
    assert first == (
        '<tr id="r-7" data-row><td >&lt;b&gt;</td><td ></td><td >jauh</td>'
        '<td ><i>&lt;b&gt;</i></td><td ><a href="/7/">&lt;b&gt;</a></td>'
        "<td >&lt;b&gt;7</td></tr>"
    )
    assert "<td >—</td><td >327203" not in second
    assert "<td >—</td><td >327201••••••••••</td>" in second


def test_a_badge_is_drawn_once_a_page() -> None:
    calls = []
    seen = rows.LOOKS["badge"]
    rows.LOOKS["badge"] = lambda value: calls.append(value) or seen(value)
    try:

        class States(tables.Table):
            state = tables.Column(attrs={"look": "badge"})

        drawn = rows.body(States([SimpleNamespace(state="DONE") for _ in range(9)]))
    finally:
        rows.LOOKS["badge"] = seen
    assert drawn.count("pd-badge") == 9
    assert calls == ["DONE"]


PINNED = {"voters": 13, "review": 20, "deliveries": 11, "jobs": 13, "ledger": 10}


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_is_pinned(
    filled: None, cast: Any, sign_in: SignIn, name: str
) -> None:
    client = sign_in(cast.operator_a)
    client.get(LISTS[name])
    with CaptureQueriesContext(connection) as asked:
        client.get(LISTS[name])
    assert len(asked) == PINNED[name], [one["sql"][:90] for one in asked]


CHOICES = {
    "voters": ("address", "Kelurahan", "jk=L"),
    "deliveries": ("letter_no", "Pengirim", "pengirim=dukcapil"),
    "jobs": ("error", "Peminta", "jenis=reconcile"),
    "ledger": ("subject", "Rincian", "pelaku=rina"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_columns_are_chosen_in_the_address(
    filled: None, cast: Any, sign_in: SignIn, name: str
) -> None:
    kept, gone, query = CHOICES[name]
    client = sign_in(cast.operator_a)
    usual = client.get(f"{LISTS[name]}?{query}").content.decode()
    few = client.get(f"{LISTS[name]}?{query}&kolom={kept}").content.decode()
    assert f">{gone}</th>" in usual.replace("\n", "").replace("  ", "")
    assert f">{gone}</th>" not in few.replace("\n", "").replace("  ", "")
    assert 'name="kolom"' in usual
    assert f'<input type="hidden" name="kolom" value="{kept}">' in few


EXPORTS = {
    "voters": ("jk=L", "voter.export"),
    "review": ("jenis=UBAH", "proposal.export"),
    "deliveries": ("pengirim=dukcapil", "delivery.export"),
    "jobs": ("jenis=reconcile", "job.export"),
    "ledger": ("pelaku=rina", "ledger.export"),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_the_present_filter_leaves_as_a_file(
    filled: None, cast: Any, sign_in: SignIn, name: str
) -> None:
    query, action = EXPORTS[name]
    client = sign_in(cast.operator_a)
    page = client.get(f"{LISTS[name]}?{query}&sesudah=0").content.decode()
    for kind in ("xlsx", "csv"):
        address = f"{LISTS[name]}ekspor/?{query}&format={kind}"
        assert f'href="{address.replace("&", "&amp;")}"' in page
    sheet = client.get(f"{LISTS[name]}ekspor/?{query}&format=xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    text = _text_of(client, f"{LISTS[name]}ekspor/?{query}&format=csv")
    assert len(text.splitlines()) > 1
    assert not re.search(r"\d{16}", text)
    taken = admin_sql(
        "SELECT count(*) FROM audit_ledgerentry WHERE action = %s", [action]
    )
    assert taken == [(2,)]


def _text_of(client: Any, address: str) -> str:
    return b"".join(client.get(address).streaming_content).decode()


def test_a_file_holds_what_the_filter_leaves(
    filled: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    men = _text_of(client, f"{LISTS['voters']}ekspor/?jk=L&format=csv").splitlines()
    counted = client.get(f"{LISTS['voters']}?jk=L").context["count"]
    assert len(men) == counted + 1
    assert all(re.match(r"\d{6}•{10},", line) for line in men[1:])
    none = _text_of(client, f"{LISTS['jobs']}ekspor/?keadaan=DONE&format=csv")
    assert len(none.splitlines()) == 1
    some = _text_of(client, f"{LISTS['deliveries']}ekspor/?periode=2020-01&format=csv")
    assert len(some.splitlines()) == 1
    odd = client.get(f"{LISTS['jobs']}ekspor/?format=exe")
    assert odd["Content-Type"].endswith("spreadsheetml.sheet")


def test_counts_stop_at_the_cap(
    filled: None, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    """A list counts no further than the cap, and says that there is more."""
    client = sign_in(cast.operator_a)
    one = desk.voters(cast.operator_a, 2)[1]
    desk.propose(cast.operator_a, "UBAH", one, new={"address": "JL LAIN 2"})
    addresses = {
        f"{LISTS['review']}?jenis=UBAH": (2, "menurut saringan"),
        f"{LISTS['voters']}?tps=001": (None, "pemilih"),
        LISTS["ledger"]: (None, ""),
    }
    settings.POLICY = replace(settings.POLICY, page_rows=1, count_cap=1)
    more = re.compile(r"lebih dari\s+1\b")
    for address, (exact, word) in addresses.items():
        with CaptureQueriesContext(connection) as asked:
            text = client.get(address).content.decode()
        counts = [q["sql"] for q in asked if "COUNT(*)" in q["sql"]]
        assert any("LIMIT 2" in sql for sql in counts), address
        assert more.search(text) and word in text, address
        settings.POLICY = replace(settings.POLICY, count_cap=1000)
        text = client.get(address).content.decode()
        assert not more.search(text), address
        if exact is not None:
            assert f">{exact}</span></b> {word}" in text
        settings.POLICY = replace(settings.POLICY, count_cap=1)


def test_deliveries_are_cut_sorted_and_paged(
    stocked: str, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    with as_worker():
        for n in range(53):
            Delivery.objects.create(
                regency_code="3272",
                period_code="2026-11" if n else "2026-10",
                sender="kemenag" if n % 2 else "dukcapil",
                filename=f"kiriman-{n}.csv",
                file="x",
                size=1,
                sha256=f"{n:064}",
                received_by_name="Rina",
            )
    client = sign_in(cast.operator_a)

    def shown(query: str) -> Any:
        return client.get(f"{LISTS['deliveries']}{query}").context["page"]

    first = shown("")
    assert [d.filename for d in first.rows[:2]] == ["kiriman-52.csv", "kiriman-51.csv"]
    second = shown(f"?sesudah={first.after}")
    assert [d.filename for d in second.rows] == [f"kiriman-{n}.csv" for n in (2, 1, 0)]
    assert shown(f"?sebelum={second.before}").rows == first.rows
    assert shown("?sebelum=akhir").rows[-1].filename == "kiriman-0.csv"
    assert shown("?sort=received_at").rows[0].filename == "kiriman-0.csv"
    assert len(shown("?pengirim=kemenag").rows) == 26
    assert [d.filename for d in shown("?periode=2026-10").rows] == ["kiriman-0.csv"]
    page = client.get(LISTS["deliveries"]).content.decode()
    assert "November 2026</td>" in page
