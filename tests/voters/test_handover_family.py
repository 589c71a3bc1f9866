"""A whole family handed over in one act, by either office; nobody left between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from periods.models import Period
from tests import databases
from tests.roles import admin_sql, as_worker
from tests.voters import desk, movers
from tests.voters.movers import HERE, THERE, Two, sound
from tests.voters.test_families import sent_as
from voters import services
from voters.models import ChangeProposal, Handover, Voter
from voters.services import errors, handover, handover_family

THEIRS = "/kab/3101/serah-terima/"
MINE = "/kab/3272/serah-terima/"
PAPER = services.Grounds(evidence_kind="SURAT_PINDAH", evidence_no="SKP/7")


@pytest.fixture(scope="module")
def two(_open_databases: None) -> Iterator[Two]:
    from tests.conftest import Cast

    with databases.clone("stocked"):
        yield Two(Cast())


def household(two: Two, card: str, n: int = 3) -> list[Voter]:
    """So many of 3272 on one card."""
    people = [next(two.people) for _turn in range(n)]
    numbers = ", ".join(str(one.pk) for one in people)
    admin_sql(
        f"UPDATE voter SET nkk = '{card}', row_version = row_version + 1 "
        f"WHERE regency_code = '3272' AND id IN ({numbers})"
    )
    return [desk.see_voter(two.a, one.pk) for one in people]


def leave(two: Two, card: str, other: str = THERE, n: int = 3) -> list[ChangeProposal]:
    """A family that moves out, proposed in one act."""
    act = services.FamilyAct("luar", card, household(two, card, n), other=other)
    with desk.desk(two.a):
        made = services.propose_family(
            actor=two.a,
            regency=HERE,
            period=desk.period(),
            act=act,
            grounds=PAPER,
        )
    return made.proposals


def apply(user: Any, proposals: list[ChangeProposal]) -> None:
    """Their office accepts and applies them."""
    for one in proposals:
        movers.decide(user, services.accept, one)
    movers.work("apply", proposals[0].regency_code)


def offered(two: Two, card: str, n: int = 3) -> list[ChangeProposal]:
    """A family that 3272 has let go to 3101."""
    made = leave(two, card, n=n)
    apply(two.a, made)
    return made


def rows_of(proposals: list[ChangeProposal]) -> list[Handover]:
    with as_worker():
        numbers = [one.nik for one in proposals]
        return list(Handover.objects.filter(payload__nik__in=numbers).order_by("id"))


def confirm(two: Two, rows: list[Handover], **said: Any) -> list[ChangeProposal]:
    """3101 says yes about them in one act."""
    with desk.desk(two.b):
        return handover_family.confirm_family(
            actor=two.b,
            regency=THERE,
            public_ids=[one.public_id for one in rows],
            **{"place": {"address": "JL BARU 2", "kelurahan": two.place}, **said},
        )


def test_a_family_goes_in_one_act_and_comes_in_one_act(two: Two) -> None:
    made = offered(two, "3272010101217001")
    rows = rows_of(made)
    assert [one.state for one in rows] == ["OFFERED"] * 3
    assert {one.group_key for one in rows} == {desk.see(two.a, made[0]).group_key}
    got = confirm(two, rows, evidence_no="SKP/8")
    assert {one.group_key for one in got} == {got[0].group_key} != {None}
    assert {(one.kind, one.evidence_no) for one in got} == {("BARU", "SKP/8")}
    apply(two.b, got)
    assert [one.state for one in rows_of(made)] == ["DONE"] * 3
    for one in made:
        assert movers.counted(HERE, one.nik) == 0
        assert movers.counted(THERE, one.nik) == 1
    sound()


def test_one_who_cannot_come_in_keeps_all_of_them_out(two: Two) -> None:
    made = offered(two, "3272010101217002")
    rows = rows_of(made)
    movers.answer(two.b, THERE, rows[2], handover.decline, reason="TIDAK_ADA")
    with pytest.raises(errors.NotDecidable, match=rows[2].name):
        confirm(two, rows)
    assert [one.state for one in rows_of(made)] == ["OFFERED", "OFFERED", "DECLINED"]
    with desk.desk(two.b):
        numbers = [one.nik for one in made]
        assert not ChangeProposal.objects.of(THERE).filter(nik__in=numbers).exists()
    with pytest.raises(errors.NotDecidable, match="paling sedikit satu"):
        confirm(two, [])
    # Some of them may come without the others.
    assert len(confirm(two, rows[:1])) == 1
    assert [one.state for one in rows_of(made)][:2] == ["CONFIRMED", "OFFERED"]


def test_declined_together_and_asked_once_more_together(two: Two) -> None:
    made = offered(two, "3272010101217003", n=2)
    rows = rows_of(made)
    said = {"reason": "LAIN", "note": "Salah kota"}
    movers.answer(two.b, THERE, rows[0], handover_family.decline_family, **said)
    assert [(one.state, one.note) for one in rows_of(made)] == [
        ("DECLINED", "Salah kota")
    ] * 2
    with pytest.raises(errors.NotDecidable):
        movers.answer(two.b, THERE, rows[0], handover_family.renew_family)
    movers.answer(two.a, HERE, rows[1], handover_family.renew_family)
    assert [one.state for one in rows_of(made)] == ["OFFERED"] * 2


def test_newcomers_of_a_family_are_asked_for_together(two: Two) -> None:
    people = household(two, "3272010101217004", 2)
    newcomers = [
        services.Newcomer(one.nik, "PINDAH_MASUK", movers.person(one)) for one in people
    ]
    home = {"kelurahan": two.place, "address": "JL 1"}
    act = services.FamilyAct(
        "tambah", "3101010101217004", newcomers=newcomers, home=home, other=HERE
    )
    with desk.desk(two.b):
        period = Period.objects.open(THERE).get()
        made = services.propose_family(
            actor=two.b, regency=THERE, period=period, act=act, grounds=PAPER
        ).proposals
    rows = rows_of(made)
    assert [one.state for one in rows] == ["ASKED"] * 2
    assert len({one.group_key for one in rows} - {None}) == 1
    with desk.desk(two.a):
        out = handover_family.confirm_family(
            actor=two.a,
            regency=HERE,
            public_ids=[one.public_id for one in rows],
            place={},
        )
    assert {(one.kind, one.category) for one in out} == {("TMS", "PINDAH")}
    apply(two.a, out)
    apply(two.b, made)
    assert [one.state for one in rows_of(made)] == ["DONE"] * 2


def test_the_destination_is_named_for_all_of_an_act(two: Two) -> None:
    made = leave(two, "3272010101217005", other="", n=2)
    with desk.desk(two.a):
        handover_family.name_family(
            actor=two.a, regency=HERE, public_id=made[1].public_id, other=THERE
        )
    named = [desk.see(two.a, one).new.get("_handover") for one in made]
    assert named == [THERE, THERE]
    # As long as nobody was told, it is taken back.
    with desk.desk(two.a):
        services.unname_other(actor=two.a, regency=HERE, public_id=made[0].public_id)
    apply(two.a, made)
    assert [one.name for one in rows_of(made)] == [made[1].name]
    with desk.desk(two.a), pytest.raises(errors.NotDecidable, match="sudah dibuka"):
        services.unname_other(actor=two.a, regency=HERE, public_id=made[1].public_id)


def test_a_destination_is_only_for_a_move(two: Two) -> None:
    card = "3272010101217006"
    act = services.FamilyAct(
        "dalam",
        card,
        household(two, card, 1),
        place={"kelurahan": "3272011001", "address": "JL 1"},
        other=THERE,
    )
    with desk.desk(two.a), pytest.raises(errors.InvalidProposal, match="pindah keluar"):
        services.propose_family(
            actor=two.a, regency=HERE, period=desk.period(), act=act, grounds=PAPER
        )


def test_the_pages_take_a_family_in_at_once(two: Two, sign_in: Any) -> None:
    made = offered(two, "3272010101217007")
    rows = rows_of(made)
    theirs, mine = sign_in(two.b), sign_in(two.a)
    assert "keluarga 3 orang" in theirs.get(THEIRS).text
    url = f"{THEIRS}{rows[0].public_id}/"
    page = theirs.get(url)
    assert "Sekeluarga, 3 orang" in page.text
    assert not [one.nik for one in made if one.nik in page.text]
    ticked = page.context["confirm"]["anggota"].value()
    assert set(ticked) == {str(one.public_id) for one in rows}
    said = {"aksi": "konfirmasi", "address": "JL 9", "kelurahan": two.place}
    # Nobody ticked is an error, and what was typed stays.
    back = theirs.post(url + "jawab/", said)
    assert (back.status_code, 'value="JL 9"' in back.text) == (200, True)
    done = theirs.post(url + "jawab/", {**said, "anggota": ticked[:2]}, follow=True)
    assert "keluarga=" in done.request["QUERY_STRING"]
    assert "Keluarga, 2 usulan" in done.text
    # The third is declined alone, and offered again with whoever else was left.
    last = f"{THEIRS}{rows[2].public_id}/jawab/"
    theirs.post(last, {"aksi": "tolak", "alasan": "TIDAK_ADA", "keluarga": "on"})
    assert [one.state for one in rows_of(made)] == [
        "CONFIRMED",
        "CONFIRMED",
        "DECLINED",
    ]
    here = f"{MINE}{rows[2].public_id}/"
    assert "sekeluarga" in mine.get(here).text
    mine.post(here + "jawab/", {"aksi": "lagi", "keluarga": "1"})
    assert rows_of(made)[2].state == "OFFERED"


def test_a_family_moves_out_by_its_form(two: Two, sign_in: Any) -> None:
    card = "3272010101217008"
    people = household(two, card, 2)
    client = sign_in(two.a)
    page = client.post("/kab/3272/keluarga/", {"nkk": card})
    assert "Kab/kota lain, bila pindah" in page.text
    said = {
        **sent_as(page),
        "act": "luar",
        "evidence_kind": "SURAT_PINDAH",
        "evidence_no": "SKP/2",
        "other_regency": THERE,
    }
    client.post("/kab/3272/keluarga/usulkan/", said)
    with desk.desk(two.a):
        found = ChangeProposal.objects.of(HERE).filter(
            voter_id__in=[p.pk for p in people]
        )
        assert [one.new.get("_handover") for one in found] == [THERE] * 2
        one = found[0]
    # On the proposal it is changed or taken back until it is applied.
    url = f"/kab/3272/usulan/{one.public_id}/"
    assert "Lepas sekeluarga" in client.get(url).text
    drop = {"aksi": "lepas", "keluarga": "1"}
    answer = client.post(url + "kab-lain/", drop, follow=True)
    assert "tidak disebut lagi" in answer.text
    assert "Serah terimakan sekeluarga" in answer.text
    assert [desk.see(two.a, one).new.get("_handover") for one in found] == [None] * 2
    said = {"kabkota": THERE, "keluarga": "1"}
    assert "dicatat" in client.post(url + "kab-lain/", said, follow=True).text
    assert [desk.see(two.a, one).new.get("_handover") for one in found] == [THERE] * 2
