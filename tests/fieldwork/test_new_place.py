"""Who moved inside the regency: kelurahan, RW, RT, address, and the station after."""

from __future__ import annotations

from typing import Any

import pytest

from fieldwork.models import Task, Visit
from tests.fieldwork import steps
from tests.fieldwork.test_papers import sheet_of
from tests.fieldwork.test_visits import answer_of, asked
from tests.roles import admin_sql
from tests.voters import desk
from voters import services as voters
from voters.models import ChangeProposal, Voter
from voters.selectors import village_names
from voters.selectors.tps import plan_assignment

pytestmark = pytest.mark.usefixtures("office")
REGENCY, THERE = desk.REGENCY, "3272021001"


def moved(task: Task, **more: str) -> tuple[str, dict[str, str]]:
    """The page of a task, and a visit that found a move with its paper."""
    said = {"on": steps.day(0).isoformat(), "result": "MOVED_PROVEN"}
    said |= {"document_no": "SKP-12/2026", **more}
    return f"/kab/3272/coklit/tugas/{task.public_id}/", said


def corner(user: Any, village: str = THERE) -> tuple[str, str]:
    """RW and RT in which somebody of the kelurahan lives."""
    one = desk.voters(user, 1, kelurahan=village)[0]
    return one.rw, one.rt


def test_the_new_rt_is_proposed_and_its_station_follows(
    cast: Any, sign_in: Any
) -> None:
    user = cast.operator_a
    task, person = asked(user)
    rw, rt = corner(user)
    admin_sql(
        "UPDATE voter SET row_version = row_version + 1, tps = CASE WHEN "
        "(rw, rt) = (%s, %s) THEN '007' ELSE '001' END WHERE kelurahan = %s",
        [rw, rt, THERE],
    )
    where = {"moved_rw": rw.lstrip("0"), "moved_rt": rt.lstrip("0")}
    address, said = moved(task, moved_to=THERE, moved_address="jl. baru  7", **where)
    page = sign_in(user).post(address, said, follow=True)
    assert "Kunjungan dicatat" in page.text
    told = f"{village_names(REGENCY)[THERE]}, RW {rw}, RT {rt}, JL. BARU 7"
    assert told in page.text
    made = answer_of(user, task)
    new = {"kelurahan": THERE, "rw": rw, "rt": rt, "address": "JL. BARU 7", "tps": ""}
    here = {name: getattr(person, name) for name in new}
    assert made.kind == "PINDAH_DALAM"
    assert made.new == {k: v for k, v in new.items() if v != here[k]}
    assert f"ke {told}" in made.note
    desk.decide(user, voters.accept, made)
    assert desk.work("apply")["applied"] == 1
    now = desk.see_voter(user, person.pk)
    assert {name: getattr(now, name) for name in new} == new
    with desk.desk(user):
        plan = plan_assignment(REGENCY, THERE, 500)
    assert plan.moves[person.pk] == "007", "the station that holds the new RT"


def test_what_is_half_told_is_refused(cast: Any, sign_in: Any) -> None:
    task, person = asked(cast.operator_a)
    client = sign_in(cast.operator_a)
    for wrong, words in (
        ({"moved_to": THERE, "moved_rt": "3"}, "RW dan RT diisi bersama"),
        ({"moved_to": THERE, "moved_rw": "3"}, "RW dan RT diisi bersama"),
        ({"moved_rw": "3", "moved_rt": "1"}, "Isi juga kelurahannya"),
        ({"moved_address": "JL. BARU"}, "Isi juga kelurahannya"),
        ({"moved_to": THERE, "moved_rw": "x", "moved_rt": "1"}, "adalah angka"),
        (
            {"moved_to": person.kelurahan, "moved_rw": person.rw}
            | {"moved_rt": person.rt, "moved_address": person.address.lower()},
            "tempatnya sekarang",
        ),
    ):
        address, said = moved(task, **wrong)
        assert words in client.post(address, said).text, wrong
    with desk.desk(cast.operator_a):
        assert not Visit.objects.of(REGENCY).exists()


@pytest.mark.parametrize(
    ("where", "kind", "station"),
    [
        ({"moved_rw": "098", "moved_rt": "097"}, "PINDAH_DALAM", ""),
        ({"moved_address": "JL. SEBELAH 9"}, "UBAH", "001"),
    ],
)
def test_a_move_inside_the_kelurahan_leaves_the_station_with_the_rt(
    cast: Any, where: dict[str, str], kind: str, station: str
) -> None:
    user = cast.operator_a
    task, person = asked(user, n=1)
    admin_sql(
        "UPDATE voter SET row_version = row_version + 1, tps = '001' WHERE id = %s",
        [person.pk],
    )
    said = {"moved_to": person.kelurahan, "document_no": "SKP-12/2026", **where}
    steps.visit(user, task, "MOVED_PROVEN", **said)
    made = answer_of(user, task)
    assert made.kind == kind and "kelurahan" not in made.new
    assert made.new.get("tps", "001") == station


def test_a_change_that_waits_is_told_whereto(cast: Any) -> None:
    user = cast.operator_a
    task, person = asked(user, n=2)
    stands = desk.propose(user, "UBAH", person, new={"address": "JL. LAMA 1"})
    said = {"moved_to": person.kelurahan, "moved_address": "JL. SEBELAH 9"}
    steps.visit(user, task, "MOVED_PROVEN", document_no="SKP-1/2026", **said)
    assert "JL. SEBELAH 9" in desk.see(user, stands).note


def test_the_sheet_takes_the_new_place_too(cast: Any, sign_in: Any) -> None:
    user = cast.operator_a
    address, (a, b, *_rest) = sheet_of(cast)
    client = sign_in(cast.village)
    page = client.get(address).text
    assert all(f'name="t{a.line}-{name}"' in page for name in ("moved_rw", "moved_rt"))
    said = {"on": steps.day(1).isoformat()}
    for one in (a, b):
        said |= {
            f"t{one.line}-result": "MOVED_PROVEN",
            f"t{one.line}-document_no": "SKP-12/2026",
            f"t{one.line}-moved_to": THERE,
            f"t{one.line}-moved_rt": "4",
        }
    said[f"t{a.line}-moved_rw"] = "9"
    page = client.post(address, said).text
    assert page.count("RW dan RT diisi bersama") == 2, "in the list and at its field"
    assert f'id="id_t{b.line}-moved_rt"' in page and 'value="4"' in page
    assert "<details open>" in page
    with desk.desk(user):
        made = ChangeProposal.objects.of(REGENCY).get(voter_id=a.voter_id)
        voter = Voter.objects.of(REGENCY).get(pk=a.voter_id)
    assert (made.kind, made.new["rw"], made.new["rt"]) == ("PINDAH_DALAM", "009", "004")
    assert (made.new["kelurahan"], voter.kelurahan) == (THERE, steps.VILLAGE)
