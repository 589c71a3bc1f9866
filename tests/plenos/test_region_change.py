"""A pemekaran with a frozen period before it and an open one after it (issue 7.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.urls import reverse

from accounts.scope import scoped_as
from jobs.services import JobError
from periods.models import Period
from plenos import exporting
from plenos.documents import dataset
from plenos.models import RecapLine
from plenos.rules import recap as rules
from plenos.selectors import sheet
from plenos.selectors.recap import Sheet, counted, proof
from plenos.selectors.verify import verify
from regions.models import RegionChange
from regions.rules.change import Line, destination
from regions.services.changing import lines_of
from tests.kpu_portal.url_objects import field_objects
from tests.plenos.conftest import (
    REGENCY,
    freeze_now,
    open_month,
    record_plenary,
    run,
    user,
)
from tests.plenos.region_steps import (
    MERGE,
    MONTH,
    NEW,
    OLD,
    OTHER,
    SPLIT,
    done,
    draft,
    facts,
    october,
    regions,
    roll,
    undo,
    work,
)
from tests.roles import admin_sql, as_worker
from tests.workers import wait_for_its_lock
from voters import services as voters
from voters.models import ChangeProposal, Voter
from voters.selectors.regions import preview
from voters.services import regions as services
from voters.services.errors import NotDecidable


@pytest.fixture
def month(_open_databases: None) -> Iterator[None]:
    """2026-10 frozen with 200 voters; 2026-11 open, with changes of its own."""
    with MONTH.copy():
        yield


@pytest.fixture(scope="module")
def _drafting(_open_databases: None) -> Iterator[None]:
    with MONTH.copy():
        yield


@pytest.fixture
def drafting(_drafting: None) -> None:
    """The same, of tests that carry nothing out; what they drafted goes."""
    admin_sql("TRUNCATE regions_regionchange CASCADE")


def test_sql_and_python_send_an_rt_alike(drafting: None) -> None:
    lines = [*SPLIT, Line(5, OTHER, OLD, rw="002"), Line(6, OTHER, OTHER)]
    change = draft(lines)
    corners = [
        (place, rw, rt)
        for place in (OLD, OTHER, NEW)
        for rw in ("", "2", "002", "3", "004")
        for rt in ("", "1", "001", "2")
    ]
    for place, rw, rt in corners:
        rows = admin_sql(
            "SELECT * FROM region_target(%s, %s, %s, %s)", [change.pk, place, rw, rt]
        )
        goal = destination(lines_of(change), place, rw, rt)
        assert rows == ([goal] if goal else []), (place, rw, rt)


def test_an_incomplete_map_is_refused(drafting: None) -> None:
    operator = user("operator.sukabumi")
    change = draft([SPLIT[0], Line(3, OLD, OLD, rw="003")])
    with transaction.atomic(), scoped_as(operator):
        told = preview(change)
        assert told.unplaced == sum(gap.n + gap.others for gap in told.gaps) > 0
        assert {(gap.rw, gap.rt) for gap in told.gaps} == {
            *(("", ""), ("002", "2"), ("002", "3"))
        }
        with pytest.raises(NotDecidable, match="belum punya tujuan"):
            services.ask_second(actor=operator, change=change)
    with pytest.raises(services.BadMap), transaction.atomic(), scoped_as(operator):
        outside = [Line(2, OLD, "3202011001", new_name="X"), Line(3, OLD, OLD)]
        services.prepare(actor=operator, regency=REGENCY, facts=facts(), lines=outside)
    with pytest.raises(NotDecidable, match="sesudah periode"):
        draft(SPLIT, effective_on=dt.date(2026, 12, 1))


def test_two_people_one_of_them_the_chair(drafting: None) -> None:
    operator, chair = user("operator.sukabumi"), user("ketua.sukabumi")
    change = draft(SPLIT)
    with transaction.atomic(), scoped_as(operator):
        services.ask_second(actor=operator, change=change)
        for other in (operator, user("operator2.sukabumi"), user("anggota.sukabumi")):
            with pytest.raises(NotDecidable):
                services.confirm(actor=other, change=change)
    with transaction.atomic(), scoped_as(chair):
        services.confirm(actor=chair, change=change)
    with pytest.raises(IntegrityError), as_worker():
        RegionChange.objects.filter(pk=change.pk).update(
            decided_by_id=change.prepared_by_id
        )


def test_the_pages_say_what_will_and_what_did_happen(
    drafting: None, sign_in: Any
) -> None:
    client = sign_in(user("operator.sukabumi"))
    form = {"peta-TOTAL_FORMS": "2", "peta-INITIAL_FORMS": "0", "kind": "SPLIT"}
    form |= {"basis_no": "Perda 3/2026", "basis_on": "2026-10-01"}
    form |= {"effective_on": "2026-11-02", "peta-0-kode_lama": OLD}
    form |= {"peta-0-rw": "2-3", "peta-0-kode_baru": NEW}
    form |= {"peta-1-kode_lama": OLD, "peta-1-kode_baru": OLD}
    wrong = client.post("/kab/3272/wilayah/baru/", form)
    assert wrong.status_code == 422
    assert "Baris 1, kolom Nama baru" in wrong.content.decode()
    kept = client.post(
        "/kab/3272/wilayah/baru/", form | {"peta-0-nama_baru": "Harapan"}, follow=True
    )
    assert "Pemilih menurut peta" in kept.content.decode()
    assert "Kirim ke orang kedua" in kept.content.decode()
    listed = client.get("/kab/3272/wilayah/")
    assert "Perda 3/2026" in listed.content.decode()
    sheet_of = client.get("/kab/3272/wilayah/templat.xlsx")
    assert b"".join(sheet_of.streaming_content)[:2] == b"PK"
    place = client.get(f"/kab/3272/wilayah/riwayat/{OLD}/")
    assert "Belum pernah berubah" in place.content.decode()


def test_both_recaps_stay_true_across_a_pemekaran(month: None) -> None:
    with as_worker():
        before, now = sheet(october()), sheet(open_month())
    change = done(SPLIT)
    with as_worker():
        figures = sheet(open_month())
        assert proof(figures, counted(REGENCY)) == []
        assert verify(REGENCY) == []
        assert sheet(october()).cells == before.cells
    moved = figures.total("WILAYAH", code=NEW)
    assert 0 < moved < change.counts["voters"]  # with TMS, and a RW that was renamed
    assert figures.total("WILAYAH", code=OLD) == -moved
    assert figures.total("SEKARANG", code=NEW) == moved
    assert "WILAYAH" in rules.terms_of(figures.cells)
    assert "WILAYAH" not in rules.terms_of(before.cells)
    for column in ("BARU", "TMS", "MASUK", "KELUAR", "UBAH", "SEKARANG"):
        assert figures.total(column) == now.total(column), column
    _freeze_and_look(before, figures)


def _freeze_and_look(before: Sheet, figures: Sheet) -> None:
    """The next freeze keeps the adjustment; the month after starts from it."""
    record_plenary(user("operator.sukabumi"), open_month())
    freeze_now(user("ketua.sukabumi"), open_month())
    with as_worker():
        assert sheet(october()).cells == before.cells
        kept = sheet(open_month())
        assert kept.is_frozen
        assert kept.total("WILAYAH", code=NEW) == figures.total("WILAYAH", code=NEW)
        after = sheet(Period.objects.open(REGENCY).get())
        assert after.total("SEBELUM", code=NEW) == figures.total("SEKARANG", code=NEW)
        assert verify(REGENCY) == []
        data = dataset(kept, None)
    named = {row["code"]: row["name"] for row in data["villages"]}
    assert named[NEW] == "Harapan"
    assert data["terms"][-2:] == ["WILAYAH", "SEKARANG"]


def test_a_renaming_leaves_frozen_papers_alone(month: None) -> None:
    people = roll()
    places = regions()
    change = done([Line(2, OLD, OLD, new_name="Harapan Jaya")], kind="RENAME")
    assert roll() == people
    with as_worker():
        old, new = dataset(sheet(october()), None), dataset(sheet(open_month()), None)
    names = [
        {row["code"]: row["name"] for row in data["villages"]}[OLD]
        for data in (old, new)
    ]
    assert names[0] != names[1] == "Harapan Jaya"
    assert "WILAYAH" not in new["terms"]
    with as_worker():
        lines = RecapLine.objects.filter(recap__period=october())
        rows = exporting.recap_cells(lines.select_related("recap__period"))
        assert {row[4] for row in rows if row[3] == OLD} == {names[0]}
    undo(change)
    assert regions() == places


def test_open_work_follows_and_comes_back(month: None) -> None:
    operator = user("operator.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        rows = Voter.objects.of(REGENCY).counted().filter(kelurahan=OLD, rw="003")
        voter = rows.order_by("id")[0]
        made = voters.propose(
            actor=operator,
            regency=REGENCY,
            period=open_month(),
            kind="UBAH",
            nik=voter.nik,
            voter=voter,
            new={"address": "JL BARU 7"},
            source="Uji",
        )
    with as_worker():
        field_objects(voter, open_month())
    before = _work_of(made.pk, voter.pk)
    change = done(SPLIT)
    followed = _work_of(made.pk, voter.pk)
    assert [place for place, *_more in before] == [OLD, OLD]
    assert [place for place, *_more in followed] == [NEW, NEW]
    assert change.counts["followed"] == {
        **{"task": 1, "spot_check": 1, "aid_recipient": 1, "aid_decision": 1}
    }
    with as_worker():
        fresh = Voter.objects.of(REGENCY).get(pk=voter.pk)
        now = ChangeProposal.objects.of(REGENCY).get(pk=made.pk)
        assert now.base_version == fresh.row_version
    undo(change)
    assert _work_of(made.pk, voter.pk) == before


def _work_of(proposal: int, voter: int) -> list[tuple[Any, ...]]:
    return [
        *admin_sql(
            "SELECT kelurahan, old::text, new::text FROM change_proposal "
            "WHERE id = %s AND regency_code = '3272'",
            [proposal],
        ),
        *admin_sql(
            "SELECT kelurahan, rw, rt FROM fieldwork_task WHERE voter_id = %s", [voter]
        ),
    ]


def test_what_rests_on_it_keeps_it(month: None) -> None:
    change = done(SPLIT)
    run(
        "UPDATE voter SET name = 'NAMA LAIN' WHERE id = (SELECT min(id) FROM voter "
        f"WHERE regency_code = '3272' AND kelurahan = '{NEW}')"
    )
    people = roll()
    with pytest.raises(JobError, match="punya perubahan sesudah"):
        undo(change)
    assert roll() == people
    change.refresh_from_db()
    assert change.state == RegionChange.State.APPLIED


def test_undoing_gives_back_the_very_same(month: None) -> None:
    people, places = roll(), regions()
    change = done(SPLIT)
    assert roll() != people
    assert regions() != places
    undo(change)
    assert roll() == people
    assert regions() == places
    with as_worker():
        figures = sheet(open_month())
        assert figures.total("WILAYAH", code=OLD) == 0
        assert "WILAYAH" not in rules.terms_of(figures.cells)
        assert verify(REGENCY) == []


def test_the_page_counts_the_places_that_the_minutes_count(
    month: None, sign_in: Any
) -> None:
    done(MERGE, kind="MERGE")
    with as_worker():
        printed = dataset(sheet(open_month()), None)["spread"]
    address = reverse("plenos:recap", args=[REGENCY, "2026-11"])
    page = sign_in(user("operator.sukabumi")).get(address)
    assert [page.context["districts"], page.context["villages"]] == printed


def test_a_change_waits_for_whoever_is_proposing(month: None) -> None:
    """So no proposal names a kelurahan that has ended in the same moment."""
    operator, chair = user("operator.sukabumi"), user("ketua.sukabumi")
    change = draft(MERGE, kind="MERGE")
    with transaction.atomic(), scoped_as(operator):
        services.ask_second(actor=operator, change=change)
    with transaction.atomic(), scoped_as(chair):
        services.confirm(actor=chair, change=change)

    def carry_out() -> None:
        try:
            work("regions", change)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), scoped_as(operator):
            rows = Voter.objects.of(REGENCY).counted().filter(kelurahan=OTHER)
            voter = rows.order_by("id")[0]
            made = voters.propose(
                actor=operator,
                regency=REGENCY,
                period=open_month(),
                kind="PINDAH_DALAM",
                nik=voter.nik,
                voter=voter,
                category="",
                new={"kelurahan": OLD},
                source="uji",
            )
            job = pool.submit(carry_out)
            wait_for_its_lock(job)
            assert not job.done()
        job.result()
    with as_worker():
        now = ChangeProposal.objects.of(REGENCY).get(pk=made.pk)
    assert now.new.get("kelurahan") != OLD
