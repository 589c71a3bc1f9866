"""Rows without a usable NIK beside the voter they may mean: asked, never applied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reconciliation.rules import institutions, lines
from reconciliation.rules.lines import Place
from tests.reconciliation.conftest import REGENCY, reconcile
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.delivered import row_of
from voters.models import ChangeProposal, DuplicatePair, Voter
from voters.services.errors import NotDecidable

HEADER = (
    "NIK|NKK|NAMA|TEMPAT LAHIR|TANGGAL LAHIR|STATUS PERKAWINAN|JENIS KELAMIN|ALAMAT"
)
HEADER += "|KODE KELURAHAN|KETERANGAN|NO SURAT"
PLACES = [
    Place("3272011001", {"GUNUNGPUYUH"}, {"GUNUNGPUYUH"}),
    Place("3272011002", {"KARAMAT"}, {"GUNUNGPUYUH"}),
    Place("3272021001", {"KARAMAT"}, {"CIKOLE"}),
]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"name": " siti  aminah", "rt": "6"}, {"name": "SITI AMINAH", "rt": "006"}),
        ({"birth": "Kota Baru, 01-05-1990"},
         {"birth_place": "KOTA BARU", "birth_date": "1990-05-01"}),
        ({"birth_place": "sukabumi", "birth_date": "31-02-1990"},
         {"birth_place": "SUKABUMI"}),
        ({"sex": "perempuan", "marital_status": "2", "ektp_status": "X"},
         {"sex": "P", "marital_status": "S"}),
        ({"nkk": "3272 0101 0101 0001"}, {"nkk": "3272010101010001"}),
        ({"nkk": "12", "disability": "10"}, {}),
        ({"disability": "3", "kelurahan": "32.72.01.1001"},
         {"disability": "3", "kelurahan": "3272011001"}),
        ({"kelurahan": "3101011001"}, {}),
        ({"kelurahan": "Karamat"}, {}),
        ({"kelurahan": "Karamat", "kecamatan": "Cikole"}, {"kelurahan": "3272021001"}),
        ({"province_no": "32", "regency_no": "72", "district_no": "1",
          "village_no": "1002"}, {"kelurahan": "3272011002"}),
    ],
)  # fmt: skip
def test_a_row_is_read_as_far_as_it_can_be(
    cells: dict[str, str], found: dict[str, str]
) -> None:
    assert lines.elements(cells, PLACES) == found


@pytest.mark.parametrize(
    ("cells", "default", "inside", "reason"),
    [
        ({"event": "wafat"}, "", False, "MENINGGAL"),
        ({}, "MENINGGAL", False, "MENINGGAL"),
        ({"event": "1"}, "", False, ""),
        ({"event": "PINDAH"}, "", False, "PINDAH"),
        ({"event": "PINDAH"}, "", True, ""),
        ({"event": "PURNA TNI", "occupation": "TNI"}, "", False, ""),
        ({"occupation": "Anggota TNI"}, "", False, "TNI"),
        ({"nationality": "WNA"}, "", False, "WNA"),
        ({"event": "UBAH", "nationality": "WNI"}, "", False, ""),
    ],
)
def test_what_a_row_says_against_somebody(
    cells: dict[str, str], default: str, inside: bool, reason: str
) -> None:
    event = lines.event_of(cells, "", default)
    assert lines.removal(event, cells, moves_inside=inside) == reason


def test_what_a_sender_may_change() -> None:
    changeable = {
        code: institutions.changeable(who)
        for code, who in institutions.INSTITUTIONS.items()
    }
    assert changeable["dukcapil"] is None
    assert changeable["kemenag"] == {"marital_status"}
    assert changeable["lapas"] == {"address", "kelurahan", "tps", "rt", "rw"}
    assert changeable["tpu"] == changeable["sekolah"] == frozenset()


def cells_of(voter: Voter, nik: str, **said: str) -> str:
    """A row about this voter under a NIK of no use."""
    cells = {
        "nik": nik,
        "nkk": voter.nkk,
        "name": voter.name,
        "birth_place": voter.birth_place,
        "birth_date": f"{voter.birth_date:%d-%m-%Y}",
        "marital_status": voter.marital_status,
        "sex": voter.sex,
        "address": voter.address,
        "kelurahan": voter.kelurahan,
        "event": "UBAH",
        "letter": "",
        **said,
    }
    return "|".join(cells.values())


def deliver(path: Path, rows: list[str], sender: str = "dukcapil") -> Any:
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    with as_worker():
        return reconcile(path, "EVENTS", sender=sender)


def rare_voters(n: int) -> list[Voter]:
    with as_worker():
        rows = admin_sql(
            "SELECT id FROM voter v WHERE regency_code = '3272' AND status = 'ACTIVE' "
            "AND name LIKE '%% %%' AND (SELECT count(*) FROM voter w WHERE "
            "w.name = v.name) = 1 ORDER BY id LIMIT %s", [n]
        )  # fmt: skip
        numbers = [number for (number,) in rows]
        return list(Voter.objects.of(REGENCY).filter(pk__in=numbers).order_by("id"))


def link_of(delivery: Any, voter: Voter) -> DuplicatePair:
    with as_worker():
        return DuplicatePair.objects.get(
            delivery_id=delivery.pk, voter_a=voter.pk, origin="LINK"
        )


def test_a_row_is_linked_looked_at_and_proposed(
    stocked: str,
    cast: Any,
    sign_in: Any,
    tmp_path: Path,
    django_assert_max_num_queries: Any,
) -> None:
    one, same = rare_voters(2)
    before = admin_sql("SELECT id, row_version FROM voter ORDER BY id")
    rows = [
        cells_of(one, one.nik[:9], address="jl. melati 7"),
        cells_of(same, same.nik[:9]),
    ]
    delivery = deliver(tmp_path / "a.csv", rows)
    pair = link_of(delivery, one)
    with as_worker():
        assert not ChangeProposal.objects.of(REGENCY).exists()  # suggestions only
    client = sign_in(cast.operator_a)

    report = client.get(f"/kab/3272/kiriman/{delivery.public_id}/").content.decode()
    listed = f"/kab/3272/ganda/?asal=LINK&amp;kiriman={delivery.pk}"
    assert listed in report and "pemilih yang diduga: 2." in report
    shown = client.get(listed.replace("&amp;", "&"))
    assert f"baris {pair.line_no} di a.csv" in shown.content.decode()
    found = shown.context["page"].rows
    assert {row.delivery_id for row in found} == {delivery.pk}
    assert {row.line_no for row in found} == {pair.line_no, pair.line_no + 1}
    for said, n in {
        "A.CSV": 2,
        "b.csv": 0,
        str(delivery.pk + 1): 0,
        "9" * 19: 0,
    }.items():
        cut = client.get("/kab/3272/ganda/", {"asal": "LINK", "kiriman": said})
        assert len(cut.context["page"].rows) == n, said
    issues = f"/kab/3272/kiriman/{delivery.public_id}/baris/?masalah=NIK_LENGTH"
    assert f"/kab/3272/ganda/{pair.public_id}/" in client.get(issues).content.decode()

    address = f"/kab/3272/ganda/{pair.public_id}/"
    with django_assert_max_num_queries(23):
        page = client.get(address)
    text = page.content.decode()
    states = {str(line.label): line.state for line in page.context["lines"]}
    assert (states["Alamat"], states["Nama"], states["RT"]) == (
        *("CHANGED", "SAME"), "SKIPPED")  # fmt: skip
    assert "Tidak ditulis pengirim: RT, RW, TPS" in text
    assert "JL. MELATI 7" in text and "Tanggal lahir sama" in text
    assert one.nik not in text and one.nkk not in text and one.nik[:9] not in text

    answer = client.post(f"{address}baris/", {"keputusan": "orangnya"}, follow=True)
    assert "menunggu tinjauan" in answer.content.decode()
    with as_worker():
        (made,) = ChangeProposal.objects.of(REGENCY)
    assert (made.kind, made.new, made.state) == (
        "UBAH", {"address": "JL. MELATI 7"}, "OPEN")  # fmt: skip
    assert (made.delivery_id, made.line_no, made.source, made.rule) == (
        delivery.pk, pair.line_no, "dukcapil", "G20")  # fmt: skip
    assert (made.evidence_kind, made.voter_id) == ("BARIS_KIRIMAN", one.pk)
    assert admin_sql("SELECT id, row_version FROM voter ORDER BY id") == before
    # Undone: the proposal is refused and the row asks again.
    client.post(f"{address}baris/", {"keputusan": "urungkan"})
    assert desk.see(cast.operator_a, made).state == "REJECTED"
    assert link_of(delivery, one).state == "OPEN"
    # Nothing differs: the answer is kept, and nothing is proposed.
    other = f"/kab/3272/ganda/{link_of(delivery, same).public_id}/baris/"
    answer = client.post(other, {"keputusan": "orangnya"}, follow=True)
    assert "tidak ada unsur yang perlu diubah" in answer.content.decode()
    assert link_of(delivery, same).state == "RESOLVED"


def test_not_this_person_is_remembered_until_either_changes(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    (voter,) = rare_voters(1)
    row = cells_of(voter, voter.nik[:9])
    pair = link_of(deliver(tmp_path / "a.csv", [row]), voter)
    client = sign_in(cast.operator_a)
    address = f"/kab/3272/ganda/{pair.public_id}/baris/"
    page = client.post(address, {"keputusan": "bukan", "catatan": " "})
    text = page.content.decode()
    assert page.status_code == 422 and "Tulis di catatan" in text
    form = text.partition('id="putusan"')[2]
    assert " disabled" in form[form.index("<button") : form.index("</button>")]
    # Enter in the note, sent without a button, is no answer, and the note stays.
    page = client.post(address, {"catatan": "Sepupunya"})
    text = page.content.decode()
    assert page.status_code == 422 and 'value="Sepupunya"' in text
    assert "Pilih jawabannya" in text
    said = {"keputusan": "bukan", "catatan": "Sepupunya"}
    text = client.post(address, said, follow=True).content.decode()
    assert "Bukan orangnya, kata" in text and "Sepupunya" in text
    listed = client.get("/kab/3272/ganda/", {"keadaan": "NOT_DUPLICATE"})
    for page in (client.get(address.removesuffix("baris/")), listed):
        badge = page.content.decode().partition('class="pd-badge k-mute"')[2][:600]
        assert "Bukan orangnya</span>" in badge

    def asked(name: str, row: str) -> bool:
        delivery = deliver(tmp_path / name, [row, ""])
        rows = DuplicatePair.objects.filter(delivery_id=delivery.pk, voter_a=voter.pk)
        with as_worker():
            return rows.exists()

    assert not asked("b.csv", row)
    assert asked("d.csv", cells_of(voter, voter.nik[:9], address="JALAN BARU 3"))
    admin_sql("UPDATE voter SET address = 'JALAN LAIN' WHERE id = %s", [voter.pk])
    assert asked("c.csv", row + " ")
    client.post(address, {"keputusan": "urungkan"})
    with as_worker():
        assert DuplicatePair.objects.get(pk=pair.pk).state == "OPEN"


def test_this_person_is_not_asked_again_until_either_changes(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    (voter,) = rare_voters(1)
    row = cells_of(voter, voter.nik[:9])

    def say(service: Any, delivery: Any) -> Any:
        with desk.desk(cast.operator_a):
            return service(
                actor=cast.operator_a,
                regency=REGENCY,
                public_id=link_of(delivery, voter).public_id,
            )

    assert say(services.same_person, deliver(tmp_path / "a.csv", [row])) is None
    again = deliver(tmp_path / "b.csv", [row, ""])
    assert link_of(again, voter).state == "RESOLVED"
    assert link_of(again, voter).decided_by_name == str(cast.operator_a)
    with as_worker():
        again.refresh_from_db()
    assert again.details["duplicates"] == 0
    # The row says more: a state that no print holds, or that the person died.
    for n, said in enumerate(({"marital_status": "P"}, {"event": "MENINGGAL"})):
        told = {**said, "letter": "1/KM"} if "event" in said else said
        other = deliver(
            tmp_path / f"c{n}.csv", [cells_of(voter, voter.nik[:9], **told)]
        )
        assert link_of(other, voter).state == "OPEN"
    made = say(services.same_person, other)
    twin = deliver(
        tmp_path / "d.csv",
        [cells_of(voter, voter.nik[:9], event="MENINGGAL", letter="1/KM"), "", ""],
    )
    assert link_of(twin, voter).proposal_id == made.pk
    desk.decide(
        cast.operator_a, services.reject, made, reason="LAIN", note="orangnya datang"
    )
    assert {link_of(one, voter).state for one in (other, twin)} == {"OPEN"}
    admin_sql("UPDATE voter SET marital_status = 'P' WHERE id = %s", [voter.pk])
    assert link_of(deliver(tmp_path / "e.csv", [row, "", " "]), voter).state == "OPEN"


def test_a_row_that_removes_waits_for_evidence_or_for_coklit(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    of_hospital, of_cemetery = rare_voters(2)

    def answered(name: str, voter: Voter, sender: str) -> ChangeProposal:
        row = cells_of(voter, voter.nik[:9], event="MENINGGAL", letter="474/1")
        pair = link_of(deliver(tmp_path / name, [row], sender), voter)
        with desk.desk(cast.operator_a):
            made = services.same_person(
                actor=cast.operator_a, regency=REGENCY, public_id=pair.public_id
            )
        assert made is not None
        return made

    made = answered("rs.csv", of_hospital, "rs")
    assert (made.kind, made.category, made.state) == ("TMS", "MENINGGAL", "OPEN")
    assert (made.evidence_kind, made.evidence_no) == ("SURAT_KEMATIAN", "474/1")
    made = answered("tpu.csv", of_cemetery, "tpu")
    assert (made.kind, made.category, made.state) == ("TMS", "MENINGGAL", "COKLIT")
    assert (made.warnings, made.evidence_kind) == (["LOW_TRUST"], "")
    with desk.desk(cast.operator_a):
        outcome = services.decide_bulk(
            actor=cast.operator_a,
            regency=REGENCY,
            rows=ChangeProposal.objects.of(REGENCY).filter(pk=made.pk),
            decision="accept",
            evidence_kind="AKTA_KEMATIAN",
            evidence_no="1",
        )
    assert (outcome.decided, outcome.left_out) == (0, {"questions": 1})


def test_one_row_is_one_person_and_a_refusal_frees_it(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    (voter,) = rare_voters(1)
    with as_worker():
        other = (
            Voter.objects.of(REGENCY).filter(status="ACTIVE").exclude(pk=voter.pk)[0]
        )
    row = cells_of(voter, voter.nik[:9], address="JL BARU 9")
    delivery = deliver(tmp_path / "a.csv", [row])
    pair = link_of(delivery, voter)
    admin_sql(
        "INSERT INTO duplicate_pair SELECT (jsonb_populate_record(d, "
        "jsonb_build_object('id', nextval('duplicate_pair_id_seq'), 'public_id', "
        "uuid7(), 'voter_a', %s::bigint))).* FROM duplicate_pair d WHERE id = %s",
        [other.pk, pair.pk],
    )

    def say(service: Any, of: Voter) -> Any:
        with desk.desk(cast.operator_a):
            return service(
                actor=cast.operator_a,
                regency=REGENCY,
                public_id=link_of(delivery, of).public_id,
            )

    with pytest.raises(NotDecidable, match="belum dijawab"):
        say(services.unlink, voter)
    made = say(services.same_person, voter)
    with pytest.raises(NotDecidable, match="pemilih lain"):
        say(services.same_person, other)
    with desk.desk(cast.operator_a):
        services.decide_bulk(
            actor=cast.operator_a,
            regency=REGENCY,
            rows=ChangeProposal.objects.of(REGENCY).filter(pk=made.pk),
            decision="reject",
            reason="BUKAN_ORANG",
        )
    assert link_of(delivery, voter).state == "OPEN"
    again = say(services.same_person, voter)
    desk.decide(cast.operator_a, services.accept, again)
    with pytest.raises(NotDecidable, match="diterima"):
        say(services.unlink, voter)


def test_who_tells_what_stood_in_a_line(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    """It is read as the run reads it, and by nobody outside the office."""
    (voter,) = rare_voters(1)
    new = "3272011503900077|3272010101010001|Budi  Baru|kota sukabumi|15/03/1990|BELUM"
    new += "|laki-laki|jl. x 1"
    where = f"|{voter.kelurahan}|DATANG|"
    delivery = deliver(tmp_path / "a.csv", [new + where, new[:9] + new[16:] + where])
    with as_worker():
        (made,) = ChangeProposal.objects.of(REGENCY).filter(kind="BARU")
        line = (made.line_no or 0) + 1
        row = row_of(REGENCY, delivery.pk, line, voter.kelurahan)
    assert row is not None and row.removal == ""
    told = {name: value for name, value in made.new.items() if value}
    told = {k: v for k, v in told.items() if k not in ("nik", "disability")}
    assert row.elements == told
    with desk.desk(cast.post):
        assert row_of(REGENCY, delivery.pk, line, voter.kelurahan) is None
    assert row_of(REGENCY, None, line, "") is None


def test_two_people_of_a_row_and_a_voter_are_two_voters_as_well(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    """Said before the newcomer was on the roll: neither record has changed since."""
    (voter,) = rare_voters(1)
    nik = f"3201{voter.nik[4:]}"
    more = {"rt": voter.rt, "rw": voter.rw, "tps": voter.tps}
    row = cells_of(voter, nik, event="DATANG", letter="1", **more)
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADER}|RT|RW|TPS\n{row}\n")
    with as_worker():
        delivery = reconcile(path, "EVENTS")
        pair = DuplicatePair.objects.get(
            delivery_id=delivery.pk, voter_a=voter.pk, origin="BOTH"
        )
    with desk.desk(cast.operator_a):
        services.not_duplicate(
            actor=cast.operator_a,
            regency=REGENCY,
            public_id=pair.public_id,
            note="Kembar",
        )
        new = ChangeProposal.objects.of(REGENCY).get(kind="BARU", nik=nik)
    desk.decide(cast.operator_a, services.accept, new)
    desk.work("apply")
    desk.work("duplicates")

    def of_the_roll() -> DuplicatePair:
        with as_worker():
            return DuplicatePair.objects.of(REGENCY).get(
                origin="ROLL", voter_a=voter.pk
            )

    kept = of_the_roll()
    assert (kept.state, kept.note, kept.decided_by_name) == (
        "NOT_DUPLICATE", "Kembar", str(cast.operator_a))  # fmt: skip
    assert kept.decided_at is not None
    # Taken back it waits, whatever the row's own pair still says.
    with desk.desk(cast.operator_a):
        services.take_back(
            actor=cast.operator_a, regency=REGENCY, public_id=kept.public_id
        )
    desk.work("duplicates")
    assert of_the_roll().state == "OPEN"
    admin_sql("DELETE FROM duplicate_pair WHERE origin = 'ROLL'")
    admin_sql("UPDATE voter SET address = 'JALAN LAIN' WHERE id = %s", [voter.pk])
    desk.work("duplicates")
    assert of_the_roll().state == "OPEN"
