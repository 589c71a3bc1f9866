"""A merger, a move to another kecamatan and a new kecamatan, end to end (issue 7.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from accounts.scope import scoped_as
from audit.models import LedgerEntry
from plenos.documents import dataset
from plenos.rules import recap as rules
from plenos.selectors import sheet
from plenos.selectors.recap import Sheet, counted, proof
from plenos.selectors.verify import verify
from regions.models import Region, RegionChange
from regions.rules.change import Line
from tests.plenos.conftest import (
    REGENCY,
    freeze_now,
    open_month,
    record_plenary,
    user,
)
from tests.plenos.region_steps import (
    APART,
    BESIDE,
    DISTRICT,
    MERGE,
    MONTH,
    MOVE,
    MOVED,
    OLD,
    OTHER,
    done,
    draft,
    october,
    regions,
    roll,
    undo,
)
from tests.roles import admin_sql, as_worker
from voters import services as voters
from voters.models import ChangeProposal, Status, Voter
from voters.selectors import history, village_names
from voters.selectors.regions import preview
from voters.services import regions as services
from voters.services.errors import NotDecidable

KEPT = ("SEBELUM", "BARU", "PEMULIHAN", "TMS", "MASUK", "KELUAR", "UBAH", "SEKARANG")
KINDS = [("MERGE", MERGE, OTHER), ("MOVE", MOVE, MOVED), ("MOVE", DISTRICT, APART)]


@pytest.fixture
def month(_open_databases: None) -> Iterator[None]:
    """2026-10 frozen with 200 voters; 2026-11 open, with changes of its own."""
    with MONTH.copy():
        yield


@pytest.mark.parametrize(("kind", "lines", "goal"), KINDS, ids=["MERGE", "MOVE", "NEW"])
def test_both_recaps_stay_true_and_an_undoing_gives_back_the_same(
    month: None, kind: str, lines: list[Line], goal: str
) -> None:
    people, places = roll(), regions()
    with as_worker():
        before, now = sheet(october()), sheet(open_month())
    change = done(lines, kind=kind)
    _recaps(before, now, goal)
    _events(change, now)
    _told(change)
    undo(change)
    assert roll() == people
    assert regions() == places
    with as_worker():
        assert "WILAYAH" not in rules.terms_of(sheet(open_month()).cells)
        assert sheet(open_month()).cells == now.cells
        assert verify(REGENCY) == []
    again = done(lines, kind=kind)
    _recaps(before, now, goal)
    _frozen(before, again, goal)


def _recaps(before: Sheet, now: Sheet, goal: str) -> None:
    """Nothing but the adjustment of regions moves a figure; the frozen month stays."""
    here = now.total("SEKARANG", code=OLD)
    with as_worker():
        figures = sheet(open_month())
        assert proof(figures, counted(REGENCY)) == []
        assert verify(REGENCY) == []
        assert sheet(october()).cells == before.cells
    assert here > 50
    assert figures.total("SEKARANG", code=OLD) == 0
    assert figures.total("WILAYAH", code=OLD) == -here
    assert figures.total("WILAYAH", code=goal) == here
    assert figures.total("WILAYAH") == 0
    came = figures.total("SEKARANG", code=goal) - now.total("SEKARANG", code=goal)
    assert came == here
    for column in KEPT:
        assert figures.total(column) == now.total(column), column
    ended = Region.objects.get(code=OLD)
    stands = Region.objects.get(code=goal)
    assert ended.valid_to == dt.date(2026, 10, 31)
    assert stands.valid_to is None
    assert stands.parent_id == goal[:6]
    assert stands.valid_from == (None if goal == OTHER else dt.date(2026, 11, 1))


def _events(change: RegionChange, now: Sheet) -> None:
    """An event of its own a voter, also of those with TMS, who are not counted."""
    found = dict(
        admin_sql(
            "SELECT e.effect, count(*) FROM voter_event e JOIN change_proposal p "
            "ON p.id = e.proposal_id AND p.regency_code = e.regency_code "
            "WHERE p.group_key = %s AND e.kelurahan_from <> e.kelurahan_to GROUP BY 1",
            [str(change.public_id)],
        )
    )
    assert found == {"WILAYAH": now.total("SEKARANG", code=OLD), "CATATAN": 3}
    assert change.counts["voters"] == sum(found.values())
    [(left,)] = admin_sql("SELECT count(*) FROM voter WHERE kelurahan = %s", [OLD])
    assert left == 0


def _told(change: RegionChange) -> None:
    """The ledger names the change and its two people; a voter's history its law."""
    rows = LedgerEntry.objects.using("gate").filter(subject=str(change.public_id))
    told = {row.action: row for row in rows}
    wanted = ("region.prepare", "region.ask", "region.confirm", "region.apply")
    assert set(told) == set(wanted)
    assert told["region.apply"].data["voters"] == change.counts["voters"]
    assert told["region.prepare"].actor_name != told["region.confirm"].actor_name
    with as_worker():
        goal = change.lines.get(old_code=OLD, rw="", rt="").new_code
        voter = Voter.objects.of(REGENCY).counted().filter(kelurahan=goal)
        [one] = voter.filter(dpid="10")
        past = history(one, open_period=open_month().pk, places=village_names(REGENCY))
    assert "Perda 3/2026" in past[0].event.reason
    assert past[0].what == "Penyesuaian wilayah" and not past[0].can_undo


def _frozen(before: Sheet, change: RegionChange, goal: str) -> None:
    """The freeze keeps the adjustment; afterwards nothing takes the change back."""
    with as_worker():
        figures = sheet(open_month())
    record_plenary(user("operator.sukabumi"), open_month())
    freeze_now(user("ketua.sukabumi"), open_month())
    with as_worker():
        kept = sheet(open_month())
        assert kept.is_frozen
        assert kept.total("WILAYAH", code=goal) == figures.total("WILAYAH", code=goal)
        assert sheet(october()).cells == before.cells
        assert verify(REGENCY) == []
        names = [
            {row["code"]: row["name"] for row in dataset(one, None)["villages"]}
            for one in (sheet(october()), kept)
        ]
    assert OLD in names[0] and OLD in names[1]
    assert goal in names[1]
    operator = user("operator.sukabumi")
    with (
        pytest.raises(NotDecidable, match="periode terbuka"),
        transaction.atomic(),
        scoped_as(operator),
    ):
        services.start_undo_regions(actor=operator, change=change, reason="salah")


def test_whoever_comes_into_a_merger_keeps_the_rw_and_loses_a_taken_station(
    month: None,
) -> None:
    plain = draft([Line(2, OLD, OTHER), Line(3, OTHER, OTHER)], kind="MERGE")
    operator = user("operator.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        told = preview(plain)
    assert {(one.kelurahan, one.rw) for one in told.meetings} == {
        *((OTHER, "002"), (OTHER, "003"))
    }
    assert {one.clash for one in told.stations} == {True}
    with transaction.atomic(), scoped_as(operator):
        services.refuse(actor=operator, change=plain)
        assert not any(
            one.rw == "002" for one in preview(draft(MERGE, kind="MERGE")).meetings
        )
    done(MERGE, kind="MERGE")
    assert admin_sql(
        "SELECT count(*) FILTER (WHERE rw = '002'), "
        "count(*) FILTER (WHERE rw = '012'), "
        "count(*) FILTER (WHERE tps = '001') FROM voter WHERE kelurahan = %s "
        "AND id IN (SELECT voter_id FROM change_proposal WHERE kind = 'WILAYAH')",
        [OTHER],
    ) == [(0, _of_rw_002(), 0)]
    assert admin_sql(
        "SELECT count(*) > 20 FROM voter WHERE kelurahan = %s AND tps = '001'", [OTHER]
    ) == [(True,)]


def _of_rw_002() -> int:
    [(n,)] = admin_sql(
        "SELECT count(*) FROM change_proposal WHERE kind = 'WILAYAH' "
        "AND old ->> 'rw' = '002' AND new ->> 'rw' = '012'"
    )
    return int(n)


def test_a_proposal_made_since_goes_home_with_its_voter(month: None) -> None:
    change = done(MERGE, kind="MERGE")
    operator = user("operator.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        voter = Voter.objects.of(REGENCY).get(dpid="10")
        assert voter.kelurahan == OTHER
        made = voters.propose(
            actor=operator,
            regency=REGENCY,
            period=open_month(),
            kind="TMS",
            category="MENINGGAL",
            nik=voter.nik,
            voter=voter,
            new={},
            evidence_kind="AKTA_KEMATIAN",
            evidence_no="1/2026",
            event_date=dt.date(2026, 11, 2),
            source="Uji",
        )
    undo(change)
    with as_worker():
        home = Voter.objects.of(REGENCY).get(pk=voter.pk)
        row = ChangeProposal.objects.of(REGENCY).get(pk=made.pk)
    assert (home.kelurahan, row.kelurahan) == (OLD, OLD)
    assert row.base_version == home.row_version
    assert home.status == Status.ACTIVE


def test_nothing_is_left_in_a_region_that_an_undoing_removes(month: None) -> None:
    change = done(DISTRICT, kind="MOVE")
    admin_sql(
        "INSERT INTO posts_post (regency_code, kecamatan, public_id, slug, name, "
        "place, hours, contact, bring, photo, state, updated_at, updated_by_name) "
        "VALUES ('3272', '327208', gen_random_uuid(), 'pos-baru', 'Pos', 'Balai', "
        "'{}', '', "
        "'', '', 'OPEN', now(), '')"
    )
    with pytest.raises(Exception, match="Masih ada yang dibuat di wilayah baru"):
        undo(change)
    admin_sql("DELETE FROM posts_post WHERE slug = 'pos-baru'")
    admin_sql(
        "UPDATE accounts_user SET scope_code = %s WHERE username = 'kelurahan.1001'",
        [BESIDE],
    )
    with pytest.raises(Exception, match="1 akun memakai wilayah baru"):
        undo(change)
