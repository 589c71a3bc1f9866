"""What may be proposed, by data and by hand."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from django.db import connections, transaction

from accounts.scope import ERRAND, mint
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Evidence, NotYetEligible, Voter
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "1"}


def bad(cast, kind, voter, **said):
    with pytest.raises(errors.InvalidProposal) as told:
        desk.propose(cast.operator_a, kind, voter, **said)
    return str(told.value)


def test_refusals_by_hand(cast):
    one, two = desk.voters(cast.operator_a, 2)
    assert "kiriman" in bad(cast, "TIDAK_ADA", one)
    assert "bukti" in bad(cast, "UBAH", one, new={"rt": "1"}, evidence_kind="X")
    assert "Unsur" in bad(cast, "UBAH", one, new={"shoe": "44"})
    assert "berubah" in bad(cast, "UBAH", one, new={"address": one.address})
    assert "Kode" in bad(cast, "UBAH", one, new={"sex": "X"})
    assert "panjang" in bad(cast, "UBAH", one, new={"name": "A" * 121})
    assert "tiga angka" in bad(cast, "UBAH", one, new={"rt": "12A"})
    assert "KK" in bad(cast, "UBAH", one, new={"nkk": "12"})
    assert "16 angka" in bad(cast, "UBAH", one, new={"nik": "12"})
    assert "dipakai" in bad(cast, "UBAH", one, new={"nik": two.nik})
    assert "Tanggal" in bad(cast, "UBAH", one, new={"birth_date": "1990-02-30"})
    assert "Kelurahan" in bad(cast, "UBAH", one, new={"kelurahan": "3101011001"})
    assert "sebab TMS" in bad(cast, "TMS", one, category="BOSAN")
    assert "sebab ditahan" in bad(cast, "TAHAN", one)
    assert "aktif" in bad(cast, "PEMULIHAN", one)
    assert "tidak ditemukan" in bad(cast, "UBAH", one, nik=two.nik)
    assert "tidak ditemukan" in bad(cast, "UBAH", None, nik=one.nik)
    with desk.desk(cast.operator_a):
        gone = Voter.objects.of("3272").filter(status="INELIGIBLE").first()
    assert "pemulihan" in bad(cast, "UBAH", gone, new={"rt": "1"})


def test_refusals_of_a_newcomer(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    new = {
        "name": "A",
        "birth_date": date(1990, 1, 1),
        "sex": "L",
        "address": "JL 1",
        "kelurahan": voter.kelurahan,
    }
    nik = "3201010101900001"
    assert "perlu NIK" in bad(cast, "BARU", None, nik=nik, new={"name": "A"})
    assert "kategori" in bad(cast, "BARU", None, nik=nik, new=new)
    said = {"category": "GENAP_17"}
    assert "daftar" in bad(cast, "BARU", None, nik=voter.nik, new=new, **said)
    young = new | {"birth_date": date(2015, 1, 1)}
    assert "17" in bad(cast, "BARU", None, nik=nik, new=young, **said)
    made = desk.propose(cast.operator_a, "BARU", None, nik=nik, new=new, **said)
    assert made.warnings == ["NIK_PREFIX"]
    with pytest.raises(errors.AlreadyProposed):
        desk.propose(cast.operator_a, "BARU", None, nik=nik, new=new, **said)


def test_values_are_made_plain(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(
        cast.operator_a, "UBAH", voter, new={"address": "  jl   mawar ", "rt": "9"}
    )
    assert made.new == {"address": "JL MAWAR", "rt": "009"}
    assert made.old["address"] == voter.address


def test_a_second_source_joins_as_evidence(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    row = desk.question(voter, "TMS", category="MENINGGAL")
    assert desk.inject([row], 1) == {"TMS": 1, "joined": 0, "answered": 0}
    assert desk.inject([row], 1) == {"joined": 0, "answered": 0}
    paper = row | {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "9"}
    assert desk.inject([paper], 2)["joined"] == 1
    assert desk.inject([paper], 2)["joined"] == 0
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
        assert made.evidence_no == "9"
        assert Evidence.objects.get(regency_code="3272").delivery_id == 2


def test_a_paper_of_another_reason_proves_nothing(cast):
    """A letter of moving joins an open death as evidence and does not fill it."""
    voter = desk.voters(cast.operator_a, 1)[0]
    died = desk.question(voter, "TMS", category="MENINGGAL")
    moved = died | {"category": "PINDAH", "evidence_kind": "SURAT_PINDAH"}
    desk.inject([died], 1)
    assert desk.inject([moved | {"evidence_no": "SKPWNI/1"}], 2)["joined"] == 1
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
        assert (made.category, made.evidence_kind, made.evidence_no) == (
            *("MENINGGAL", ""), "")  # fmt: skip
        assert Evidence.objects.get(regency_code="3272").number == "SKPWNI/1"
        done = services.decide_bulk(
            actor=cast.operator_a,
            regency="3272",
            rows=ChangeProposal.objects.of("3272"),
            decision="accept",
        )
    # Two reasons for one removal are looked at one by one.
    assert (done.decided, done.left_out) == (0, {"questions": 1})
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(cast.operator_a, services.accept, made)


def test_an_answered_question_returns_only_changed(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    row = desk.question(voter)
    desk.inject([row])
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
    desk.decide(cast.operator_a, services.reject, made, reason="BUKTI_KURANG")
    assert desk.inject([row], 2) == {"joined": 0, "answered": 1}
    assert desk.inject([row | {"fingerprint": "b"}], 3)["TIDAK_ADA"] == 1


def test_a_yes_is_asked_again_when_the_person_has_left_again(cast):
    """Nothing in the row tells that the person was back in between."""
    gone = desk.asked_about(cast.operator_a, "MUNCUL_KEMBALI")
    row = desk.question(gone, "MUNCUL_KEMBALI")
    assert desk.inject([row], 1)["MUNCUL_KEMBALI"] == 1
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
    for user in (cast.operator_a, cast.chair_a):
        desk.decide(user, services.accept, made, **PAPER)
    assert desk.work("apply")["applied"] == 1
    back = desk.see_voter(cast.operator_a, gone.pk)
    died = desk.propose(cast.operator_a, "TMS", back, category="MENINGGAL", **PAPER)
    desk.decide(cast.operator_a, services.accept, died)
    assert desk.work("apply")["applied"] == 1
    assert desk.inject([row], 2)["MUNCUL_KEMBALI"] == 1


def test_those_who_turn_seventeen_are_proposed(cast):
    place = desk.voters(cast.operator_a, 1)[0].kelurahan
    as_of = desk.period().reference_date
    full = {"name": "REMAJA", "sex": "P", "marital_status": "B"}
    people = [
        ("3272010101090001", as_of.replace(year=as_of.year - 17), full),
        ("3272010101150001", as_of.replace(year=as_of.year - 11), full),
        (
            "3272010101150002",
            as_of.replace(year=as_of.year - 15),
            full | {"marital_status": "S"},
        ),
    ]
    with as_worker(), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE landing.early (nik varchar, birth_date date, "
            "kelurahan varchar, data jsonb, source varchar, line_no bigint)"
        )
        cursor.executemany(
            "INSERT INTO landing.early VALUES (%s, %s, %s, %s, 'Dukcapil', 1)",
            [(nik, day, place, json.dumps(data)) for nik, day, data in people],
        )
        kept = services.keep_not_yet(regency="3272", delivery_id=1, table="early")
        assert kept == 3
        found = services.propose_now_eligible(
            actor=None, regency="3272", period=desk.period()
        )
        cursor.execute("DROP TABLE landing.early")
    assert found == 2
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").filter(rule="NOT_YET")
        assert sorted(made.values_list("category", flat=True)) == ["GENAP_17", "KAWIN"]
        left = NotYetEligible.objects.filter(regency_code="3272")
        assert [row.nik for row in left if row.delivery_id == 1] == ["3272010101150001"]


def test_an_opening_is_loaded_once(cast):
    with as_worker(), connections["default"].cursor() as cursor:
        assert services.enrol("3272") is False
        cursor.execute("CREATE UNLOGGED TABLE landing.again (nik varchar)")
        said = {"actor": None, "regency": "3272", "period": desk.period()}
        with pytest.raises(errors.RollLoaded):
            services.load_opening(**said, table="again")
        admin_sql(
            "UPDATE periods_period SET state = 'CLOSED' WHERE regency_code = '3272'"
        )
        with pytest.raises(errors.ClosedPeriod):
            services.load_opening(**said, table="again")
        cursor.execute("DROP TABLE landing.again")


def test_name_search_keeps_to_the_scope(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    word = voter.name.split()[0]

    def found(token):
        return login_sql(
            "web",
            """SELECT set_config('app.token', %s, true);
               SELECT id FROM search_voters('3272', ARRAY[%s], 1000)""",
            [token, word],
        )

    assert (voter.pk,) in found(mint(cast.operator_a, lifetime=ERRAND))
    assert found(mint(cast.operator_b, lifetime=ERRAND)) == []
    assert found(mint(cast.supervisor, lifetime=ERRAND)) == []
    assert found("") == found("0" * 64) == []


def test_a_search_that_finds_too_many_gives_who_begins_so(cast):
    rows = admin_sql(
        "SELECT name, id FROM voter WHERE regency_code = '3272' ORDER BY name, id"
    )
    firsts = Counter(name.split()[0] for name, _id in rows)
    first, _n = firsts.most_common()[0]
    last = next(name.split()[-1] for name, _id in rows if name.startswith(first))
    token = mint(cast.operator_a, lifetime=ERRAND)
    for words in ([first], [first[:2]], [last], [last, first], [first, "TIDAKADA"], []):
        held = [one for one in rows if words and all(w in one[0] for w in words)]
        for most in (1, 5, 40, 1000):
            begin = (
                [key for name, key in held if name.startswith(word)] for word in words
            )
            enough = (keys for keys in begin if len(keys) >= most)
            wanted = next(enough, [key for _name, key in held])[:most]
            found = login_sql(
                "web",
                """SELECT set_config('app.token', %s, true);
                   SELECT id FROM search_voters('3272', %s::text[], %s)""",
                [token, words, most],
            )
            assert [key for (key,) in found] == wanted, (words, most)


def test_web_cannot_write_a_voter(cast):
    import psycopg2

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("web", "UPDATE voter SET name = 'X' WHERE regency_code = '3272'")
