"""What a decision rests on may fall away before it is applied.

Nobody is struck, brought back or added by what is no more true, and nothing that was
decided is left behind.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.scope import scoped_as
from periods.models import Period
from tests.plenos.conftest import freeze_now, record_plenary
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, NotYetEligible, TmsReason, Voter
from voters.models.roll import BaruCategory
from voters.rules.by_hand import comes_back_as
from voters.selectors.reading import comparison
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "AKTA 1"}
OTHER_NIK = "3272014505700077"
MINOR = dt.date(2011, 12, 15)


def rewrite(voter: Voter, **facts: Any) -> Voter:
    """The record as an office could have it, without a proposal."""
    with as_worker(), transaction.atomic():
        Voter.objects.of("3272").filter(pk=voter.pk).update(**facts)
        return Voter.objects.of("3272").get(pk=voter.pk)


def turn(cast: Any) -> Period:
    """The open period frozen; gives the next."""
    period = desk.period()
    record_plenary(cast.operator_a, period)
    freeze_now(cast.chair_a, period)
    return desk.period()


def injected(cast: Any, voter: Voter, kind: str, **said: Any) -> ChangeProposal:
    """A proposal as a delivery makes it."""
    desk.inject([desk.question(voter, kind, **said)])
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").filter(kind=kind, voter_id=voter.pk)
        return rows.order_by("-id")[0]


def accepted(cast: Any, kind: str, voter: Voter | None, **said: Any) -> ChangeProposal:
    made = desk.propose(cast.operator_a, kind, voter, **said)
    desk.decide(cast.operator_a, services.accept, made)
    return made


def by_two(cast: Any, made: ChangeProposal, **said: Any) -> None:
    desk.decide(cast.operator_a, services.accept, made, **said)
    desk.decide(cast.operator_a2, services.accept, made, **said)


def applied(cast: Any, kind: str, voter: Voter | None, **said: Any) -> Voter:
    made = accepted(cast, kind, voter, **said)
    desk.work("apply", cast.operator_a)
    made = desk.see(cast.operator_a, made)
    return desk.see_voter(cast.operator_a, made.voter_id or 0)


def newcomer(place: str, **more: Any) -> dict[str, Any]:
    facts = {"name": "ORANG BARU", "birth_date": "1990-01-01", "sex": "L"}
    return {**facts, "address": "JL E 1", "kelurahan": place, **more}


def test_a_death_of_the_old_number_strikes_nobody(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    status = {"status": "INELIGIBLE", "status_reason": "MENINGGAL"}
    death = injected(
        cast, voter, "TMS", category="MENINGGAL", new=json.dumps(status), **PAPER
    )
    applied(cast, "UBAH", voter, new={"nik": OTHER_NIK})
    with pytest.raises(errors.NotDecidable, match="sudah dikoreksi"):
        desk.decide(cast.operator_a, services.accept, death)


@pytest.mark.parametrize("kind", ["TMS", "TIDAK_ADA", "TAHAN"])
def test_what_was_accepted_of_the_old_number_goes_stale(cast: Any, kind: str) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    accepted(cast, "UBAH", voter, new={"nik": OTHER_NIK})
    category = {"TMS": "PINDAH", "TAHAN": "RAGU"}.get(kind, "")
    made = injected(cast, voter, kind, category=category)
    if kind == "TIDAK_ADA":
        by_two(cast, made, category="PINDAH", **PAPER)
    else:
        desk.decide(cast.operator_a, services.accept, made, **PAPER)
    result = desk.work("apply", cast.operator_a)
    assert (result["applied"], result["stale"]) == (1, 1)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.nik, now.status) == (OTHER_NIK, "ACTIVE")


def test_nobody_is_too_young_who_has_come_of_age_since(cast: Any) -> None:
    young, wed = desk.voters(cast.operator_a, 2)
    day = desk.period().reference_date
    rewrite(young, birth_date=day.replace(year=day.year - 17) + dt.timedelta(9))
    rewrite(wed, birth_date=MINOR, marital_status="B")
    made = []
    for one in (young, wed):
        one = desk.see_voter(cast.operator_a, one.pk)
        rewrite(one, marital_status="B")
        made.append(
            desk.propose(cast.operator_a, "TMS", one, category="DI_BAWAH_UMUR", **PAPER)
        )
    for one in made:
        desk.decide(cast.operator_a, services.accept, one)
    turn(cast)
    rewrite(wed, marital_status="S")
    assert desk.work("apply", cast.operator_a)["stale"] == 2
    for one in (young, wed):
        assert desk.see_voter(cast.operator_a, one.pk).status == "ACTIVE"
    again = desk.propose(
        cast.operator_a,
        "TMS",
        desk.see_voter(cast.operator_a, young.pk),
        category="DI_BAWAH_UMUR",
        **PAPER,
    )
    with pytest.raises(errors.NotDecidable, match="sudah 17 tahun atau kawin"):
        desk.decide(cast.operator_a, services.accept, again)


def test_a_struck_minor_is_proposed_on_the_day(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    day = desk.period().reference_date
    born = day.replace(year=day.year - 17) + dt.timedelta(9)
    voter = rewrite(voter, birth_date=born, marital_status="B", tps="001")
    with as_worker():  # a delivery had said so of the youth, who was entered since
        NotYetEligible.objects.create(
            regency_code="3272",
            nik=voter.nik,
            birth_date=born,
            kelurahan=voter.kelurahan,
            left_by=[1],
        )
    gone = applied(cast, "TMS", voter, category="DI_BAWAH_UMUR", **PAPER)
    assert gone.status == "INELIGIBLE"
    with as_worker():
        kept = NotYetEligible.objects.get(regency_code="3272", nik=voter.nik)
    assert (kept.birth_date, kept.data["name"]) == (born, voter.name)
    assert "tps" not in kept.data and "status" not in kept.data
    period = turn(cast)
    with desk.desk(cast.operator_a):
        back = ChangeProposal.objects.of("3272").get(nik=voter.nik, period_id=period.pk)
    assert (back.kind, back.category, back.rule) == ("BARU", "GENAP_17", "NOT_YET")
    desk.decide(cast.operator_a, services.accept, back)
    assert desk.work("apply", cast.operator_a)["kinds"] == {"BARU": 1}
    born_again = desk.see(cast.operator_a, back).voter_id
    now = desk.see_voter(cast.operator_a, born_again or 0)
    assert (now.status, now.name, now.address) == ("ACTIVE", voter.name, voter.address)


def test_who_returns_is_no_minor(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    voter = rewrite(voter, birth_date=MINOR, marital_status="B")
    gone = applied(cast, "TMS", voter, category="DI_BAWAH_UMUR", **PAPER)
    back = injected(cast, gone, "MUNCUL_KEMBALI", category="DI_BAWAH_UMUR")
    with pytest.raises(errors.NotDecidable, match="Belum 17 tahun"):
        desk.decide(cast.operator_a, services.accept, back, **PAPER)
    rewrite(gone, marital_status="S")
    by_two(cast, back, **PAPER)
    rewrite(gone, marital_status="B")
    assert desk.work("apply", cast.operator_a)["stale"] == 1
    assert desk.see_voter(cast.operator_a, voter.pk).status == "INELIGIBLE"


def test_a_file_that_says_the_right_age_writes_it(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1, marital_status="B")[0]
    status = {"status": "INELIGIBLE", "status_reason": "DI_BAWAH_UMUR"}
    made = injected(
        cast,
        voter,
        "TMS",
        category="DI_BAWAH_UMUR",
        new=json.dumps({**status, "birth_date": MINOR.isoformat()}),
        old=json.dumps({"birth_date": voter.birth_date.isoformat()}),
        **PAPER,
    )
    desk.decide(cast.operator_a, services.accept, made)
    assert desk.work("apply", cast.operator_a)["stale"] == 0
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.status, now.birth_date) == ("INELIGIBLE", MINOR)


def test_a_release_revives_nobody_who_was_struck_since(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    held = applied(cast, "TAHAN", voter, category="RAGU")
    accepted(cast, "TMS", held, category="MENINGGAL", **PAPER)
    accepted(cast, "PEMULIHAN", held)
    result = desk.work("apply", cast.operator_a)
    assert (result["applied"], result["stale"]) == (1, 1)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.status, now.status_reason) == ("INELIGIBLE", "MENINGGAL")
    desk.tallies_hold()


def test_who_never_was_on_the_roll_is_not_brought_back(cast: Any) -> None:
    place = desk.voters(cast.operator_a, 1)[0].kelurahan
    made = accepted(
        cast,
        "BARU",
        None,
        nik=OTHER_NIK,
        category="PINDAH_MASUK",
        new=newcomer(place),
    )
    desk.work("apply", cast.operator_a)
    made = desk.see(cast.operator_a, made)
    born = desk.see_voter(cast.operator_a, made.voter_id or 0)
    left = accepted(cast, "TMS", born, category="PINDAH", **PAPER)
    desk.work("apply", cast.operator_a)
    gone = desk.see_voter(cast.operator_a, born.pk)
    back = desk.propose(cast.operator_a, "PEMULIHAN", gone, **PAPER)
    for one in (left, made):
        desk.work("undo", cast.operator_a, proposal=one.pk)
    desk.decide(cast.operator_a, services.accept, back)
    assert desk.work("apply", cast.operator_a)["stale"] == 1
    assert desk.see_voter(cast.operator_a, born.pk).status_reason == "BATAL"


def test_a_rejection_reopened_next_month_is_applied(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL X 1"})
    desk.decide(cast.operator_a, services.reject, made, reason="LAIN", note="x")
    period = turn(cast)
    assert desk.see(cast.operator_a, made).period_id != period.pk
    desk.decide(cast.operator_a, services.reopen, made)
    assert desk.see(cast.operator_a, made).period_id == period.pk
    desk.decide(cast.operator_a, services.accept, made)
    assert desk.work("apply", cast.operator_a)["applied"] == 1
    assert desk.see_voter(cast.operator_a, voter.pk).address == "JL X 1"


def test_whatever_waits_in_a_closed_period_is_carried_on(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL X 1"})
    left = made.period_id
    turn(cast)
    admin_sql(
        f"UPDATE change_proposal SET period_id = {left} WHERE id = {made.pk}"  # noqa: S608
    )
    assert turn(cast).pk == desk.see(cast.operator_a, made).period_id


def test_the_freeze_waits_for_who_is_proposing(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    period = desk.period()
    record_plenary(cast.operator_a, period)
    proposed, goes_on = threading.Event(), threading.Event()
    made: list[ChangeProposal] = []

    def somebody() -> None:
        try:
            with transaction.atomic(), scoped_as(cast.operator_a):
                made.append(
                    services.propose(
                        actor=cast.operator_a,
                        regency="3272",
                        period=period,
                        kind="UBAH",
                        nik=voter.nik,
                        voter=voter,
                        new={"address": "JL R 9"},
                        source="Uji",
                    )
                )
                proposed.set()
                goes_on.wait(60)
        finally:
            connections.close_all()

    def chair() -> None:
        try:
            freeze_now(cast.chair_a, period)
        finally:
            connections.close_all()

    hand, freezing = threading.Thread(target=somebody), threading.Thread(target=chair)
    hand.start()
    assert proposed.wait(60)
    freezing.start()
    while freezing.is_alive() and not waits_for_a_lock():
        freezing.join(0.05)
    assert freezing.is_alive(), "the freeze went past an open proposal"
    goes_on.set()
    hand.join(60)
    freezing.join(60)
    found = desk.see(cast.operator_a, made[0])
    assert (found.state, found.period_id) == ("OPEN", desk.period().pk)
    assert desk.period().pk != period.pk


def waits_for_a_lock() -> bool:
    rows = admin_sql(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    return bool(rows[0][0])


def test_the_dead_are_no_newcomers(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    applied(cast, "TMS", voter, category="MENINGGAL", **PAPER)
    facts = newcomer(voter.kelurahan, name=voter.name)
    said = {"nik": voter.nik, "category": "BELUM_TERDATA", "new": facts}
    with pytest.raises(errors.InvalidProposal, match=r"sudah TMS \(Meninggal\)"):
        desk.propose(cast.operator_a, "BARU", None, **said)
    facts["name"] = "SAMA SEKALI LAIN"
    assert desk.propose(cast.operator_a, "BARU", None, **said).pk


def test_both_walls_know_who_comes_back_as_what(cast: Any) -> None:
    """Every category of a newcomer, for every reason of who was struck, and for another
    person with the number: the service's rule, and the application's twin of it."""
    people = iter(desk.voters(cast.operator_a, 400))
    asked: dict[int, bool] = {}
    reasons = TmsReason.values
    for reason in reasons:
        for category in BaruCategory.values:
            for other in (False, True):
                voter = next(people)
                made = injected_newcomer(cast, voter, category, is_other=other)
                strike(voter, reason)
                asked[made] = comes_back_as(
                    category, reason=reason, is_other_person=other
                )
    assert {True, False} == set(asked.values())
    with as_worker():
        rows = ChangeProposal.objects.of("3272").filter(pk__in=asked)
        assert rows.update(state="ACCEPTED") == len(asked)
    desk.work("apply", cast.operator_a)
    with desk.desk(cast.operator_a):
        states = dict(
            ChangeProposal.objects.of("3272")
            .filter(pk__in=asked)
            .values_list("pk", "state")
        )
    assert states == {pk: "APPLIED" if to else "STALE" for pk, to in asked.items()}


def injected_newcomer(cast: Any, voter: Voter, category: str, *, is_other: bool) -> int:
    name = "SAMA SEKALI LAIN" if is_other else voter.name
    new = newcomer(voter.kelurahan, name=name, nik=voter.nik, marital_status="B")
    row = desk.question(
        voter, "BARU", category=category, new=json.dumps(new), fingerprint=""
    )
    desk.inject([{**row, "voter_id": None, "base_version": None}])
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get(kind="BARU", nik=voter.nik)
    return made.pk


def strike(voter: Voter, reason: str) -> None:
    rewrite(voter, status="INELIGIBLE", status_reason=reason)


def test_a_station_stays_behind_in_its_kelurahan(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    voter = rewrite(voter, tps="901", is_special_site=True)
    everybody = desk.voters(cast.operator_a, 900)
    place = next(v.kelurahan for v in everybody if v.kelurahan != voter.kelurahan)
    made = accepted(cast, "PINDAH_DALAM", voter, new={"kelurahan": place})
    with desk.desk(cast.operator_a):
        rows = {row.name: row for row in comparison(made, voter, {})}
    assert (rows["tps"].state, rows["tps"].now, rows["tps"].new) == (
        "EMPTIED",
        "901",
        "",
    )
    desk.work("apply", cast.operator_a)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.kelurahan, now.tps, now.is_special_site) == (place, "", False)
    desk.tallies_hold()
    desk.work("undo", cast.operator_a, proposal=made.pk)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.kelurahan, now.tps, now.is_special_site) == (
        voter.kelurahan,
        "901",
        True,
    )
    told = applied(cast, "PINDAH_DALAM", now, new={"kelurahan": place, "tps": "901"})
    assert (told.kelurahan, told.tps) == (place, "901")
    desk.tallies_hold()


def test_a_station_that_a_file_names_there_is_kept(cast: Any) -> None:
    voter = rewrite(desk.voters(cast.operator_a, 1)[0], tps="004")
    everybody = desk.voters(cast.operator_a, 900)
    place = next(v.kelurahan for v in everybody if v.kelurahan != voter.kelurahan)
    new = {"kelurahan": place, "tps": "004"}
    old = {"kelurahan": voter.kelurahan}
    said = {"new": json.dumps(new), "old": json.dumps(old), "elements": ["kelurahan"]}
    made = injected(cast, voter, "PINDAH_DALAM", **said)
    with desk.desk(cast.operator_a):
        rows = {row.name: row for row in comparison(made, voter, {})}
    assert rows["tps"].state == "CHANGED", "it is taken or refused with the kelurahan"
    chosen = {"elements": ["kelurahan"], "left_reason": "BUKTI_KURANG"}
    with pytest.raises(errors.NotDecidable, match="hanya dapat diambil bersama"):
        desk.decide(cast.operator_a, services.accept, made, **chosen)
    desk.decide(cast.operator_a, services.accept, made, elements=["kelurahan", "tps"])
    desk.work("apply", cast.operator_a)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.kelurahan, now.tps) == (place, "004")
    desk.tallies_hold()


def test_a_paper_for_all_replaces_a_dash(cast: Any) -> None:
    dash, named = desk.voters(cast.operator_a, 2)
    made = {
        one.pk: desk.propose(
            cast.operator_a,
            "TMS",
            one,
            category="MENINGGAL",
            evidence_kind="KTP_KK",
            evidence_no=number,
        )
        for one, number in ((dash, "-"), (named, "AKTA 3"))
    }
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").filter(
            pk__in=[one.pk for one in made.values()]
        )
        services.decide_bulk(
            actor=cast.operator_a,
            regency="3272",
            rows=rows,
            decision="accept",
            evidence_kind="KTP_KK",
            evidence_no="AKTA 7",
        )
    assert desk.see(cast.operator_a, made[dash.pk]).evidence_no == "AKTA 7"
    assert desk.see(cast.operator_a, made[named.pk]).evidence_no == "AKTA 3"
    result = desk.work("apply", cast.operator_a)
    assert (result["applied"], result["stale"]) == (2, 0)
