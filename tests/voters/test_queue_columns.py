"""Columns of the review queue: chosen in the address, kept by links and decisions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.roles import as_worker
from tests.voters import desk
from voters.models import ChangeProposal

SignIn = Callable[[Any], Any]
QUEUE = "/kab/3272/tinjauan/"


def item(page: str) -> str:
    """The first item of the queue."""
    found = re.search(r'<li class="pd-q.*?</li>', page, re.S)
    assert found
    return found[0]


def test_columns_of_the_queue_are_chosen_and_kept(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    voter, other = desk.voters(cast.operator_a, 2)
    made = desk.propose(
        cast.operator_a,
        "TMS",
        voter,
        category="MENINGGAL",
        source="Lurah",
        evidence_kind="AKTA_KEMATIAN",
        evidence_no="1",
        event_date="2026-11-03",
    )
    desk.propose(cast.operator_a, "UBAH", other, new={"address": "JL LAIN"})
    client = sign_in(cast.operator_a)

    usual = client.get(QUEUE).content.decode()
    assert '<input class="form-check-input" type="checkbox" name="kolom"' in usual
    first = item(usual)
    assert "0 hari" in first and "Meninggal" in first
    assert "Lurah" not in first and "Akta kematian" not in first

    chosen = "kolom=source&kolom=evidence&kolom=event_date"
    page = client.get(f"{QUEUE}?{chosen}&urut=nomor").content.decode()
    first = item(page)
    assert voter.name in first and "Lurah" in first and "Akta kematian" in first
    assert "3 Nov 2026" in first
    assert "0 hari" not in first and "Meninggal" not in first
    # Kept by the links of the queue and by the filter.
    query = "kolom=source&amp;kolom=evidence&amp;kolom=event_date&amp;urut=nomor"
    assert f"/kab/3272/usulan/{made.public_id}/?{query}" in first
    assert page.count('<input type="hidden" name="kolom" value="source">') >= 1
    [bulk] = re.findall(r'<form id="massal"[^>]* action="([^"]*)"', page)
    assert query in bulk
    # And by a decision.
    answer = client.post(
        f"/kab/3272/usulan/{made.public_id}/putuskan/?{chosen}",
        {"keputusan": "coklit"},
    )
    assert answer.status_code == 302 and chosen in answer["Location"]
    # A proposal that waits says so only while its state is a chosen column.
    state = client.get(f"{QUEUE}?kolom=state&keadaan=COKLIT").content.decode()
    assert "Coklit terbatas" in item(state)
    plain = client.get(f"{QUEUE}?kolom=kelurahan&keadaan=COKLIT").content.decode()
    assert "Coklit terbatas" not in item(plain)


def test_a_proposal_of_a_file_names_its_line_and_its_rule(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    (voter,) = desk.voters(cast.operator_a, 1)
    made = desk.propose(
        cast.operator_a, "UBAH", voter, new={"address": "JL LAIN"}, source="dukcapil"
    )
    with as_worker():
        ChangeProposal.objects.of("3272").filter(pk=made.pk).update(
            line_no=1240, rule="D6"
        )
    address = f"/kab/3272/usulan/{made.public_id}/"
    page = sign_in(cast.operator_a).get(address).content.decode()
    assert "dukcapil, baris 1.240<" in page
    assert 'href="/aturan/#D6"' in page and ">D6</a>" in page
    queue = sign_in(cast.operator_a).get(f"{QUEUE}?kolom=rule").content.decode()
    assert "<span>aturan D6</span>" in item(queue)
    assert "D6" not in item(sign_in(cast.operator_a).get(QUEUE).content.decode())


def test_the_age_in_periods_is_of_all_periods_whatever_the_page_has_read(
    stocked: str,
) -> None:
    from periods.models import Period
    from periods.selectors import SHOWN
    from voters.selectors.ages import say_ages

    with as_worker():
        both = list(Period.objects.of("3272"))
        before = min(p.opened_at for p in both) - timedelta(days=1)
        one = SimpleNamespace(created_at=before)
        for read, asked in (((), 1), (both, 0), (both[:1] * SHOWN, 1)):
            with CaptureQueriesContext(connection) as queries:
                say_ages("3272", [one], read)
            assert (one.periods_old, len(queries)) == (len(both), asked), read
    assert len(both) == 2
