"""What was told of a person before something else became known of them."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from django.urls import reverse

from tests.roles import admin_sql, as_worker
from tests.voters import desk
from tests.voters.test_pairing import pair_of
from tests.voters.test_standing import (
    MINOR,
    OTHER_NIK,
    PAPER,
    accepted,
    applied,
    injected,
    newcomer,
    rewrite,
    turn,
)
from voters import services
from voters.models import ChangeProposal, NotYetEligible, Voter
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")


def elsewhere(cast: Any, voter: Voter) -> str:
    """Another kelurahan with voters."""
    people = desk.voters(cast.operator_a, 900)
    return next(one.kelurahan for one in people if one.kelurahan != voter.kelurahan)


def test_a_death_told_of_the_person_stands_whatever_the_number(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    death = desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL", **PAPER)
    applied(cast, "UBAH", voter, new={"nik": OTHER_NIK})
    desk.decide(cast.operator_a, services.accept, death)
    assert desk.work("apply", cast.operator_a)["stale"] == 0
    assert desk.see_voter(cast.operator_a, voter.pk).status == "INELIGIBLE"


@pytest.mark.parametrize("accepted_before", [False, True])
def test_an_age_proved_since_saves_from_an_older_row(
    cast: Any, accepted_before: bool
) -> None:
    voter = desk.voters(cast.operator_a, 1, marital_status="B")[0]
    voter = rewrite(voter, birth_date=dt.date(1991, 1, 1))
    status = {"status": "INELIGIBLE", "status_reason": "DI_BAWAH_UMUR"}
    proved = desk.propose(
        cast.operator_a, "UBAH", voter, new={"birth_date": "1990-02-02"}, **PAPER
    )
    made = injected(
        cast,
        voter,
        "TMS",
        category="DI_BAWAH_UMUR",
        new=json.dumps({**status, "birth_date": MINOR.isoformat()}),
        old=json.dumps({"birth_date": "1991-01-01", "marital_status": "B"}),
        **PAPER,
    )
    desk.decide(cast.operator_a, services.accept, proved)
    if accepted_before:
        desk.decide(cast.operator_a, services.accept, made)
        assert desk.work("apply", cast.operator_a)["stale"] == 1
    else:
        desk.work("apply", cast.operator_a)
        with pytest.raises(errors.NotDecidable, match="diubah sesudah kiriman"):
            desk.decide(cast.operator_a, services.accept, made)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.status, now.birth_date) == ("ACTIVE", dt.date(1990, 2, 2))


def test_another_reason_takes_nothing_of_the_age_along(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    told = {"birth_date": MINOR.isoformat(), "status_reason": "DI_BAWAH_UMUR"}
    old = {"birth_date": voter.birth_date.isoformat()}
    said = {"new": json.dumps(told), "old": json.dumps(old), **PAPER}
    made = injected(cast, voter, "TMS", category="DI_BAWAH_UMUR", **said)
    desk.decide(cast.operator_a, services.accept, made, category="MENINGGAL")
    desk.work("apply", cast.operator_a)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.status_reason, now.birth_date) == ("MENINGGAL", voter.birth_date)


def test_an_older_record_revives_nobody_who_died_since(cast: Any, sign_in: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    gone = applied(cast, "TMS", voter, category="PINDAH", **PAPER)
    asked = desk.propose(cast.operator_a, "PEMULIHAN", gone, **PAPER)
    facts = newcomer(
        voter.kelurahan,
        name=voter.name,
        birth_date=voter.birth_date.isoformat(),
        sex=voter.sex,
    )
    said = {"nik": voter.nik, "category": "PINDAH_MASUK", "new": facts}
    back = applied(cast, "BARU", None, **said)
    applied(cast, "TMS", back, category="MENINGGAL", **PAPER)
    desk.decide(cast.operator_a, services.accept, asked)
    assert desk.work("apply", cast.operator_a)["stale"] == 1
    with pytest.raises(errors.InvalidProposal, match="catatan yang lebih baru"):
        desk.propose(cast.operator_a, "PEMULIHAN", gone, **PAPER)
    form = reverse("voters:propose", args=["3272"])
    asked_back = f"{form}?pemilih={gone.public_id}&jenis=PEMULIHAN"
    page = sign_in(cast.operator_a).get(asked_back).content.decode()
    assert "catatan yang lebih baru" in page


def test_a_station_numbered_anew_behind_stops_no_move(cast: Any) -> None:
    voter = rewrite(desk.voters(cast.operator_a, 1)[0], tps="001")
    place = elsewhere(cast, voter)
    new = {"kelurahan": place, "tps": "001"}
    said = {"new": json.dumps(new), "old": json.dumps({"kelurahan": voter.kelurahan})}
    made = injected(cast, voter, "PINDAH_DALAM", elements=["kelurahan"], **said)
    desk.decide(cast.operator_a, services.accept, made)
    rewrite(voter, tps="002", row_version=voter.row_version + 1)
    assert desk.work("apply", cast.operator_a)["stale"] == 0
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.kelurahan, now.tps) == (place, "001")


def test_a_corrected_nik_names_its_station_there(cast: Any) -> None:
    voter = rewrite(desk.voters(cast.operator_a, 1)[0], tps="007")
    place = elsewhere(cast, voter)
    absent, _newcomer = pair_of(cast, voter, kelurahan=place, tps="007")
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    desk.decide(cast.operator_a2, services.accept_pair, absent)
    desk.work("apply")
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.kelurahan, now.tps) == (place, "007")


def test_a_struck_minor_in_a_file_is_named_in_the_ledger(
    sign_in: Any, cast: Any
) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    day = desk.period().reference_date
    born = day.replace(year=day.year - 17) + dt.timedelta(9)
    facts = {"birth_date": born, "marital_status": "B", "name": "ANAK YANG DICORET"}
    applied(cast, "TMS", rewrite(voter, **facts), category="DI_BAWAH_UMUR", **PAPER)
    window = {"dari": f"{day:%Y-%m}", "sampai": f"{day.year + 1}-{day:%m}"}
    url = reverse("posts:turning_export", args=["3272"])
    answer = sign_in(cast.operator_a).get(url, window, follow=True)
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    told = "".join(
        book.read(name).decode("utf-8", "ignore") for name in book.namelist()
    )
    assert "ANAK YANG DICORET" in told
    named = admin_sql(
        "SELECT count(*) FROM ledger_persons p JOIN audit_ledgerentry e "
        "ON e.id = p.entry_id WHERE e.action LIKE 'turning%%' "
        "AND %s = ANY(p.persons::text[])",
        [str(voter.public_id)],
    )
    assert named == [(1,)]


def test_an_undone_strike_of_a_minor_makes_nobody_twice(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    day = desk.period().reference_date
    born = day.replace(year=day.year - 17) + dt.timedelta(9)
    voter = rewrite(voter, birth_date=born, marital_status="B")
    made = accepted(cast, "TMS", voter, category="DI_BAWAH_UMUR", **PAPER)
    desk.work("apply", cast.operator_a)
    desk.work("undo", cast.operator_a, proposal=made.pk)
    back = desk.see_voter(cast.operator_a, voter.pk)
    corrected = {"nik": OTHER_NIK, "birth_date": "1990-02-02"}
    applied(cast, "UBAH", back, new=corrected)
    with as_worker():
        assert not NotYetEligible.objects.of("3272").filter(nik=voter.nik).exists()
    turn(cast)
    with desk.desk(cast.operator_a):
        again = ChangeProposal.objects.of("3272").filter(nik=voter.nik, kind="BARU")
        assert not again.exists()


def test_who_is_reinstated_waits_for_no_day(cast: Any) -> None:
    voter = desk.voters(cast.operator_a, 1)[0]
    voter = rewrite(voter, birth_date=MINOR, marital_status="B")
    gone = applied(cast, "TMS", voter, category="DI_BAWAH_UMUR", **PAPER)
    rewrite(gone, marital_status="S")
    applied(cast, "PEMULIHAN", desk.see_voter(cast.operator_a, gone.pk), **PAPER)
    with as_worker():
        assert not NotYetEligible.objects.of("3272").filter(nik=voter.nik).exists()
