"""What every list has: escaped text, filter, columns, a file, pinned queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from audit.services import record
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
            sha256="0" * 64,
            received_by_name=EVIL,
        )
    record(
        actor=cast.operator_a, action="voter.read", regency_code="3272", subject=EVIL
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


PINNED = {"voters": 13, "review": 18, "deliveries": 11, "jobs": 12, "ledger": 10}


@pytest.mark.parametrize("name", LISTS)
def test_the_number_of_queries_is_pinned(
    filled: None, cast: Any, sign_in: SignIn, name: str
) -> None:
    client = sign_in(cast.operator_a)
    client.get(LISTS[name])
    with CaptureQueriesContext(connection) as asked:
        client.get(LISTS[name])
    assert len(asked) == PINNED[name], [one["sql"][:90] for one in asked]
