"""Every row of every room that carries a place, across a change (rule Y5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.scope import scoped_as
from files.models import SavedView
from partners.models import Institution
from plenos.models import Advice, AdviceVoter
from posts import models as posts
from regions import followers
from regions.selectors import successor
from regions.services.following import CODE
from tests.kpu_portal.url_objects import field_objects
from tests.plenos.conftest import REGENCY, open_month, user
from tests.plenos.region_steps import (
    FROM,
    INTO,
    MONTH,
    OLD,
    THERE,
    done,
    undo,
    whole_district,
)
from tests.roles import admin_sql, as_worker
from voters import models
from voters import services as voters

BLANK = b"0" * 16


@pytest.fixture
def month(_open_databases: None) -> Iterator[None]:
    """2026-10 frozen with 200 voters; 2026-11 open, with changes of its own."""
    with MONTH.copy():
        yield


def _voter() -> models.Voter:
    """Counted, of the RT that gets another number."""
    with as_worker():
        rows = models.Voter.objects.of(REGENCY).counted().filter(kelurahan=OLD)
        found: models.Voter = rows.filter(rw="003", rt="2").order_by("id")[0]
        return found


def _proposal(voter: models.Voter) -> models.ChangeProposal:
    operator = user("operator.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        return voters.propose(
            actor=operator,
            regency=REGENCY,
            period=open_month(),
            kind="UBAH",
            nik=voter.nik,
            voter=voter,
            new={"address": "JL BARU 7"},
            source="Uji",
        )


def _of_voters(voter: models.Voter, made: models.ChangeProposal) -> None:
    at: dict[str, Any] = {"regency_code": REGENCY, "kelurahan": voter.kelurahan}
    other = models.Voter.objects.of(REGENCY).filter(pk__gt=voter.pk)[0]
    models.CitizenReport.objects.create(
        **at,
        number="3272-2611-1",
        check_code="ABCD2345",
        period_id=open_month().pk,
        kind="PERBAIKAN",
        channel="POST",
        voter_id=voter.pk,
        proposal_id=made.pk,
    )
    models.DukcapilLetter.objects.create(
        **at, proposal_id=made.pk, letter_no="1", letter_on=dt.date(2026, 11, 2)
    )
    models.ExchangeSide.objects.create(
        **at,
        ref=voter.public_id,
        voter_id=voter.pk,
        other_regency="3101",
        other_ref=other.public_id,
        same_number=True,
        same_person=False,
        print=BLANK,
    )
    models.DuplicatePair.objects.create(
        regency_code=REGENCY,
        period_id=open_month().pk,
        origin="ROLL",
        voter_a=voter.pk,
        voter_b=other.pk,
        kelurahan_a=voter.kelurahan,
        kelurahan_b=other.kelurahan,
        score=0,
        tier="TOP",
        rules_version="uji",
        print="x",
    )
    models.NotYetEligible.objects.create(
        **at,
        nik="3272010101120001",
        birth_date=dt.date(2012, 1, 1),
        data={"kelurahan": voter.kelurahan, "rw": "003", "rt": "002"},
    )


def _of_posts() -> None:
    place = {"regency_code": REGENCY, "kecamatan": FROM}
    post = posts.Post.objects.create(**place, slug="pos", name="Pos", place="Balai")
    officer = posts.PostOfficer.objects.create(
        **place, post=post, name="CICI", is_substitute=True
    )
    hours: dict[str, Any] = {"starts": dt.time(8), "till": dt.time(9)}
    day = dt.date(2026, 11, 20)
    posts.Duty.objects.create(**place, **hours, post=post, officer=officer, day=day)
    outing: dict[str, Any] = {"kind": "GREETING", "title": "Sapa", "place": "Alun"}
    posts.OutreachSeries.objects.create(
        **place, **hours, **outing, freq="WEEKLY", weekday=4, first=day, until=day
    )
    event = posts.OutreachEvent.objects.create(**place, **hours, **outing, day=day)
    posts.OutreachOfficer.objects.create(
        **place, event=event, account_id=1, name="CICI"
    )
    facts = {"entered_by_name": "uji", "regency_code": REGENCY, "kind": "dukcapil"}
    found = [
        Institution.objects.create(**facts, name=f"Kantor {code}", region_code=code)
        for code in (FROM, OLD)
    ]
    posts.OutreachPartner.objects.create(
        **place, event=event, institution=found[0], name="Camat"
    )
    bulletin = posts.Bulletin.objects.create(
        **place, title="Kabar", body="Isi", author_name="uji", state="DRAFT"
    )
    posts.BulletinPicture.objects.create(
        **place, bulletin=bulletin, file="x.png", words="Gambar"
    )


def _of_others(voter: models.Voter) -> None:
    advice = Advice.objects.create(
        regency_code=REGENCY,
        kind="SARAN",
        institution="Bawaslu",
        letter_no="1",
        letter_on=dt.date(2026, 11, 2),
        subject="Uji",
        entered_by_name="uji",
    )
    AdviceVoter.objects.create(
        regency_code=REGENCY,
        advice=advice,
        voter_id=voter.pk,
        kelurahan=voter.kelurahan,
        added_by_name="uji",
    )
    SavedView.objects.create(
        regency_code=REGENCY,
        page="voters:list",
        name="Satu",
        query=f"kelurahan={OLD}&kecamatan={FROM}&jk=L",
        owner_id=user("operator.sukabumi").pk,
        owner_name="uji",
    )
    for subject, code in ((f"v{voter.pk}", OLD), (f"k{FROM}", FROM)):
        admin_sql(
            "INSERT INTO review_claim (regency_code, subject, kelurahan, user_id, "
            "user_name, asked_by_name, until) "
            "VALUES ('3272', %s, %s, 1, 'uji', '', now() + interval '1 day')",
            [subject, code],
        )


def _places() -> dict[str, list[tuple[Any, ...]]]:
    """Where the rows of each follower stand."""
    found = {}
    for one in followers.every():
        columns = ", ".join(one.columns)
        found[one.name] = admin_sql(
            f"SELECT {columns} FROM {one.table} r "  # noqa: S608 - the program's names
            f"WHERE regency_code = '3272' AND {one.where} ORDER BY id"
        )
    found["not_yet_eligible"] = admin_sql(
        "SELECT kelurahan, data FROM not_yet_eligible"
    )
    found["change_proposal"] = admin_sql(
        "SELECT kelurahan FROM change_proposal WHERE state = 'OPEN'"
    )
    return found


def test_every_row_that_should_follow_does_and_comes_back(month: None) -> None:
    voter = _voter()
    made = _proposal(voter)
    with as_worker():
        field_objects(voter, open_month())
        _of_voters(voter, made)
        _of_posts()
        _of_others(voter)
    before = _places()
    assert all(before.values()), [name for name, rows in before.items() if not rows]
    change = done(whole_district(), kind="MOVE")
    after = _places()
    for name, rows in after.items():
        flat = " ".join(str(value) for row in rows for value in row)
        assert OLD not in flat and THERE[:6] in flat, name
        assert len(rows) == len(before[name]), name
    assert after["task"] == [(THERE, "003", "007")]
    assert after["not_yet_eligible"] == [
        (THERE, {"kelurahan": THERE, "rw": "003", "rt": "007"})
    ]
    assert after["saved_view"] == [(f"kelurahan={THERE}&kecamatan={INTO}&jk=L",)]
    assert admin_sql("SELECT count(*) FROM review_claim") == [(0,)]
    assert (successor(OLD), successor(FROM)) == (THERE, INTO)
    undo(change)
    assert _places() == before
    assert successor(OLD) == OLD


def test_a_code_in_a_query_string_is_a_whole_value() -> None:
    text = "kelurahan=3272011001&kecamatan=327201&nomor=32720110011&a=3272&b=327201"
    assert CODE.findall(text) == ["3272011001", "327201", "327201"]


def test_what_is_finished_stays_where_it_was(month: None) -> None:
    voter = _voter()
    with as_worker():
        field_objects(voter, open_month())
    admin_sql("UPDATE fieldwork_task SET state = 'DONE'")
    admin_sql("UPDATE aid_programme SET state = 'CLOSED'")
    change = done(whole_district(), kind="MOVE")
    assert not {"task", "aid_recipient", "aid_decision"} & set(
        change.counts["followed"]
    )
    for table in ("fieldwork_task", "fieldwork_visit", "aid_recipient", "aid_check"):
        rows = admin_sql(f"SELECT kelurahan FROM {table}")  # noqa: S608 - named above
        assert rows == [(OLD,)], table
