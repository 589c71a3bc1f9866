"""Drafts that were kept: who, when, which totals, and what changed since."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from plenos import selectors, services
from plenos.models import RecapDraft
from plenos.selectors.history import cells_of, changes, history
from plenos.services import drafts
from tests.plenos.conftest import REGENCY, freeze_now, record_plenary, run
from tests.roles import admin_sql, as_worker

KILL = (
    "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL' "
    "WHERE regency_code = '3272' AND dpid = '{}'"
)


def address(name: str, *more: Any, period: str = "2026-11") -> str:
    return reverse(f"plenos:{name}", args=["3272", period, *more])


def keep(actor: Any, period: Any, note: str = "") -> RecapDraft:
    """Keep a draft with the whole roll in sight."""
    with as_worker():
        return services.keep_draft(actor=actor, period=period, note=note)


def test_drafts_and_the_frozen_version_in_order(month: Any, cast: Any) -> None:
    keep(cast.operator_a, month, " sebelum rapat ")
    run(KILL.format(20))
    keep(cast.chair_a, month)
    record_plenary(cast.operator_a, month)
    freeze_now(cast.chair_a, month)
    month.refresh_from_db()
    rows = history(month)
    assert [(p.is_frozen, p.number, p.male, p.female) for p in rows] == [
        (True, 1, 98, 99),
        (False, 2, 98, 99),
        (False, 1, 99, 99),
    ]
    assert rows[2].by == str(cast.operator_a)
    assert rows[2].note == "sebelum rapat"
    assert rows[1].by == str(cast.chair_a)
    assert rows[0].sha256 == selectors.sheet(month).sha256 == rows[1].sha256
    assert rows[2].both == 198


def test_a_draft_remembers_its_figures_and_shows_what_changed(
    month: Any, cast: Any
) -> None:
    kept = keep(cast.operator_a, month)
    then = selectors.draft(month).cells
    run(KILL.format(20))
    (past,) = history(month)
    now = selectors.draft(month)
    assert cells_of(past) == {cell: n for cell, n in then.items() if n}
    found = changes(cells_of(past), now, 10)
    assert {(c.place[:6], c.column, c.sex, c.by) for c in found} == {
        ("327201", "SEKARANG", "L", -1),
        ("327201", "TMS", "L", 1),
    }
    assert all(c.now == now.total(c.column, "L", c.place) for c in found)
    assert kept.balanced


def test_the_same_figures_make_no_second_draft(month: Any, cast: Any) -> None:
    keep(cast.operator_a, month)
    with pytest.raises(services.DraftError, match="sejak draf 1"):
        keep(cast.chair_a, month)
    assert RecapDraft.objects.count() == 1


def test_a_closed_period_has_no_new_drafts(frozen_month: Any, cast: Any) -> None:
    with pytest.raises(services.DraftError, match="ditutup"):
        keep(cast.operator_a, frozen_month)


def test_two_at_once_do_not_share_a_number(month: Any, cast: Any) -> None:
    kept = keep(cast.operator_a, month)
    values = {
        field.attname: getattr(kept, field.attname)
        for field in RecapDraft._meta.concrete_fields
        if field.attname not in ("id", "public_id")
    }
    with pytest.raises(services.DraftError, match="baru saja"):
        drafts._write(**values)


def test_a_draft_that_does_not_hold_says_so(month: Any, cast: Any) -> None:
    admin_sql(f"SET session_replication_role = replica; {KILL.format(20)}")
    assert not keep(cast.operator_a, month).balanced


def test_pages_keep_list_and_compare(month: Any, cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    assert address("drafts") in client.get(address("recap")).content.decode()
    assert "Belum ada draf" in client.get(address("drafts")).content.decode()
    client.post(address("keep_draft"), {"note": "untuk ketua"})
    again = client.post(address("keep_draft"), follow=True).content.decode()
    assert "Angka tidak berubah sejak draf 1." in again
    kept = RecapDraft.objects.get()
    assert kept.balanced
    page = client.get(address("draft", kept.public_id)).content.decode()
    assert "Tidak ada yang berubah sejak itu." in page
    run(KILL.format(20))
    listed = client.get(address("drafts")).content.decode()
    assert "untuk ketua" in listed
    assert str(cast.operator_a) in listed
    assert "\u22121" in listed
    page = client.get(address("draft", kept.public_id)).content.decode()
    assert "Yang berubah per kelurahan" in page
    row = re.search(r'<th scope="row">Sekarang</th>(.*?)</tr>', page, re.S)
    assert row
    figures = re.findall(r">([^<>]+)</td>", row[1])
    assert figures == ["99", "99", "198", "98", "99", "197", "\u22121", "0", "\u22121"]
    other = reverse("plenos:draft", args=["3272", "2026-10", kept.public_id])
    assert client.get(other).status_code == 404


def test_history_is_the_office_s_own(month: Any, cast: Any, sign_in: Any) -> None:
    kept = keep(cast.operator_a, month)
    for who, status in (
        (cast.operator_b, 404),
        (cast.supervisor, 403),
        (cast.province, 403),
    ):
        client = sign_in(who)
        assert client.get(address("drafts")).status_code == status
        assert client.get(address("draft", kept.public_id)).status_code == status
        assert client.post(address("keep_draft")).status_code == status


def test_nobody_rewrites_a_draft(month: Any, cast: Any) -> None:
    keep(cast.operator_a, month)
    for statement in (
        "UPDATE plenos_recapdraft SET male = 0",
        "DELETE FROM plenos_recapdraft",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
    assert RecapDraft.objects.of(REGENCY).count() == 1
