"""A later row that says otherwise than an open proposal is seen, never swallowed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Evidence, Voter
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")


def change(voter: Voter, source: str = "dukcapil", **new: Any) -> dict[str, Any]:
    """A row that changes a voter's elements, as a delivery proposes it."""
    old = {name: str(getattr(voter, name)) for name in new}
    return desk.question(
        voter,
        "UBAH",
        source=source,
        elements=sorted(new),
        old=json.dumps(old),
        new=json.dumps(new),
        fingerprint="",
    )


def newcomer(voter: Voter, source: str = "dukcapil", **more: Any) -> dict[str, Any]:
    """A row of somebody who is not on the roll."""
    facts = {
        "nik": "3272014505700077",
        "name": "SITI BARU",
        "birth_date": "1970-05-05",
        "sex": "P",
        "address": "JL E 1",
        "kelurahan": voter.kelurahan,
        "marital_status": "B",
        **more,
    }
    row = desk.question(voter, "BARU", source=source, category="BELUM_TERDATA")
    whole = {"nik": facts["nik"], "name": facts["name"], "sex": facts["sex"]}
    gone = {"voter_id": None, "base_version": None, "fingerprint": ""}
    return {**row, **whole, **gone, "new": json.dumps(facts), "warnings": []}


def only(cast: Any) -> ChangeProposal:
    with desk.desk(cast.operator_a):
        return ChangeProposal.objects.of("3272").get()


def papers(cast: Any) -> list[Evidence]:
    with desk.desk(cast.operator_a):
        return list(Evidence.objects.filter(regency_code="3272").order_by("id"))


def test_the_later_file_of_a_sender_renews_what_nobody_has_looked_at(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    desk.inject([change(voter, address="JL SALAH 1", rt="009")], 1)
    later = change(voter, address="JL BENAR 2", marital_status="P")
    assert desk.inject([later], 2) == {"joined": 1, "answered": 0, "renewed": 1}
    assert desk.inject([later], 2) == {"joined": 0, "answered": 0}
    made = only(cast)
    assert made.new == {"address": "JL BENAR 2", "rt": "009", "marital_status": "P"}
    assert sorted(made.elements) == ["address", "marital_status", "rt"]
    assert (made.delivery_id, made.warnings) == (2, [])
    assert [(one.delivery_id, one.told) for one in papers(cast)] == [
        (1, {"address": "JL SALAH 1"})
    ]
    desk.decide(cast.operator_a, services.accept, made)
    assert desk.work("apply", cast.operator_a)["applied"] == 1
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.address, now.rt, now.marital_status) == ("JL BENAR 2", "009", "P")


def test_another_sender_or_a_decision_is_only_disputed(cast: Any, sign_in: Any) -> None:
    voter, held = desk.voters(cast.operator_a, 2)
    desk.inject([change(voter, address="JL A 1"), change(held, address="JL A 2")], 1)
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272")
        first, second = rows.get(voter_id=voter.pk), rows.get(voter_id=held.pk)
    desk.decide(cast.operator_a, services.accept, second)
    told = [
        change(voter, "kelurahan", address="JL B 1"),
        change(held, address="JL B 2"),
    ]
    assert desk.inject(told, 2) == {"joined": 2, "answered": 0, "disputed": 2}
    for one, address in ((first, "JL A 1"), (second, "JL A 2")):
        now = desk.see(cast.operator_a, one)
        assert (now.new["address"], now.warnings) == (address, ["DISPUTED"])
    page = sign_in(cast.operator_a).get(
        reverse("voters:proposal", args=["3272", first.public_id])
    )
    rows = {row.name: row for row in page.context["rows"]}
    assert rows["address"].other == "JL B 1"
    assert "Kiriman lain menyebut lain" in page.content.decode()
    with desk.desk(cast.operator_a):
        done = services.decide_bulk(
            actor=cast.operator_a,
            regency="3272",
            rows=ChangeProposal.objects.of("3272"),
            decision="accept",
        )
    assert (done.decided, done.left_out) == (0, {"questions": 1})


def test_what_says_the_same_is_further_evidence(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    desk.inject([newcomer(voter, marital_status="S", birth_place="BOGOR")], 1)
    less = newcomer(voter, "kelurahan", marital_status="B", birth_place="")
    assert desk.inject([less], 2) == {"joined": 1, "answered": 0}
    assert only(cast).new["marital_status"] == "S"
    assert [one.told for one in papers(cast)] == [{}]


def test_a_list_of_low_trust_gives_way(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    low = {"warnings": ["LOW_TRUST"]}
    desk.inject([newcomer(voter, "kelurahan", name="SALAH TULIS", sex="L") | low], 1)
    assert only(cast).state == "COKLIT"
    assert desk.inject([newcomer(voter)], 2)["renewed"] == 1
    made = only(cast)
    assert (made.new["name"], made.name, made.sex) == ("SITI BARU", "SITI BARU", "P")
    assert (made.state, made.source, made.warnings) == ("OPEN", "dukcapil", [])
    assert desk.inject([newcomer(voter, "bps", name="LAIN LAGI") | low], 3) == {
        "joined": 1,
        "answered": 0,
    }
    assert (only(cast).new["name"], only(cast).warnings) == ("SITI BARU", [])


def test_a_removal_for_another_reason_is_disputed(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    desk.inject([desk.question(voter, "TMS", category="MENINGGAL")], 1)
    moved = desk.question(voter, "TMS", category="PINDAH")
    assert desk.inject([moved], 2)["disputed"] == 1
    assert only(cast).warnings == ["DISPUTED"]
    assert papers(cast)[0].told == {"status_reason": "PINDAH"}


def test_a_page_from_before_decides_nothing(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    desk.inject([change(voter, address="JL SALAH 1")], 1)
    before = only(cast)
    desk.inject([change(voter, address="JL BENAR 2")], 2)
    with pytest.raises(errors.NotDecidable, match="lebih baru"):
        desk.decide(cast.operator_a, services.accept, before, seen=before.seen)
    now = only(cast)
    desk.decide(cast.operator_a, services.accept, now, seen=now.seen)
    assert only(cast).state == "ACCEPTED"
