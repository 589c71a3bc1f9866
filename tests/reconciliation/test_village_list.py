"""A kelurahan's own list: its differences are proposals, and only of that kelurahan."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from reconciliation.models import Delivery, DeliveryRow
from reconciliation.rules import institutions
from reconciliation.services import CannotStart
from reconciliation.services.answering import link_request
from reconciliation.services.starting import prepare
from tests.reconciliation.conftest import REGENCY, take_in, work
from tests.roles import as_worker
from voters.models import ChangeProposal, Voter

SENDER = "kelurahan-daftar"
HEADER = (
    "NO KK|NIK|NAMA LENGKAP|TEMPAT LAHIR|TANGGAL LAHIR|STATUS PERKAWINAN|JENIS KELAMIN|"
    "ALAMAT|RT|RW|KETERANGAN"
)
NEW = ("3272010107900091", "3272014203880092")


def line(voter: Voter, event: str = "", **other: str) -> str:
    """A voter as the kelurahan writes them, with these cells written otherwise."""
    cells = {
        "nkk": voter.nkk,
        "nik": voter.nik,
        "name": voter.name,
        "birth_place": voter.birth_place,
        "birth_date": f"{voter.birth_date:%d-%m-%Y}",
        "marital_status": voter.marital_status,
        "sex": voter.sex,
        "address": voter.address,
        "rt": voter.rt,
        "rw": voter.rw,
        **other,
    }
    return "|".join([*cells.values(), event])


def newcomer(nik: str) -> str:
    sex = "P" if nik[6] > "3" else "L"
    day = int(nik[6:8]) - (40 if sex == "P" else 0)
    born = f"{day:02d}-{nik[8:10]}-19{nik[10:12]}"
    return (
        f"3272010101100001|{nik}|WARGA BARU|SUKABUMI|{born}|B|{sex}|JL BARU 1|001|001|"
    )


def villages() -> tuple[str, list[Voter], list[Voter]]:
    """The kelurahan with most voters, its voters, and those of every other one."""
    everybody = list(
        Voter.objects.of(REGENCY).filter(status__in=("ACTIVE", "HELD")).order_by("id")
    )
    code = Counter(one.kelurahan for one in everybody).most_common(1)[0][0]
    mine = [one for one in everybody if one.kelurahan == code]
    return code, mine, [one for one in everybody if one.kelurahan != code]


def planted(path: Path, mine: list[Voter], stranger: Voter) -> set[tuple[str, str]]:
    """Write a list with every sort of difference once; (NIK, outcome) of each."""
    plain = mine[8:]
    lines = [HEADER, *map(line, plain)]
    lines.append(line(mine[0], address="JL LAIN 99"))
    lines.append(line(mine[1], name="NAMA YANG BETUL"))
    lines.append(line(mine[2], "MENINGGAL"))
    lines.append(line(mine[3], "HAK PILIH DICABUT"))
    lines += [newcomer(nik) for nik in NEW]
    lines.append(line(stranger))
    path.write_text("\n".join(lines) + "\n")
    return {
        (mine[0].nik, "UBAH"),
        (mine[1].nik, "UBAH"),
        (mine[2].nik, "TMS"),
        (mine[3].nik, "IGNORED"),
        *((nik, "BARU") for nik in NEW),
        (stranger.nik, "PINDAH_DALAM"),
        *((one.nik, "TIDAK_ADA") for one in mine[4:8]),
    }


def run(path: Path, village: str) -> Delivery:
    delivery = take_in(path, sender=SENDER)
    work(prepare(delivery=delivery, kind="SNAPSHOT", village=village))
    delivery.refresh_from_db()
    return delivery


def test_every_difference_is_found_and_nobody_else_is_asked_about(
    shared_stocked: str, tmp_path: Path
) -> None:
    with as_worker():
        code, mine, others = villages()
        path = tmp_path / "kelurahan.csv"
        wanted = planted(path, mine, others[0])
        delivery = run(path, code)
        rows = DeliveryRow.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        assert set(rows.exclude(outcome="SAME").values_list("nik", "outcome")) == wanted
        assert sum(delivery.counts.values()) == delivery.rows == len(mine) - 4 + 3
        made = ChangeProposal.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        kinds = {one.nik: one for one in made}
        moved, dead = kinds[others[0].nik], kinds[mine[2].nik]
        # On its word alone nobody is struck, and a move is a doubtful one.
        assert (dead.kind, moved.kind) == ("TIDAK_ADA", "PINDAH_DALAM")
        assert "LOW_TRUST" in dead.warnings and "LOW_TRUST" in moved.warnings
        assert moved.new["kelurahan"] == code
        assert {dead.state, moved.state} == {"COKLIT"}
        assert mine[3].nik not in kinds
        elsewhere = {one.nik for one in others[1:]}
        assert not elsewhere & set(made.values_list("nik", flat=True))
        assert delivery.details["tidak_ada"] == 4
        versions = dict(Voter.objects.of(REGENCY).values_list("nik", "row_version"))
        assert all(versions[one.nik] == one.row_version for one in (*mine, *others))


def test_rows_of_another_kelurahan_are_ignored(
    shared_stocked: str, tmp_path: Path
) -> None:
    with as_worker():
        code, mine, others = villages()
        path = tmp_path / "campur.csv"
        lines = [f"{HEADER}|KODE KELURAHAN", *(f"{line(one)}|{code}" for one in mine)]
        for at, one in enumerate(others[:5]):
            lines.append(f"{line(one, address=f'JL {at}')}|{one.kelurahan}")
        lines.append(f"{line(others[5])}|{others[5].kelurahan}")
        path.write_text("\n".join(lines) + "\n")
        delivery = run(path, code)
        rows = DeliveryRow.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        told = set(rows.exclude(outcome="SAME").values_list("nik", "outcome", "detail"))
        assert told == {
            (one.nik, *institutions.of_village(code, one.kelurahan, "UBAH", ""))
            for one in others[:5]
        }
        made = ChangeProposal.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        assert not made.exists()


def test_a_list_of_another_kelurahan_is_refused_whole(
    shared_stocked: str, tmp_path: Path
) -> None:
    from jobs.models import Job

    with as_worker():
        code, _mine, others = villages()
        path = tmp_path / "lain.csv"
        told = [f"{line(one, address='JL X')}|{one.kelurahan}" for one in others[:20]]
        path.write_text("\n".join([f"{HEADER}|KODE KELURAHAN", *told]) + "\n")
        delivery = take_in(path, sender=SENDER)
        with pytest.raises(Exception, match="kelurahan lain"):
            work(prepare(delivery=delivery, kind="SNAPSHOT", village=code))
        assert Job.objects.latest("id").state == "FAILED"
        rows = DeliveryRow.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        assert not rows.exists()


def test_the_kelurahan_is_chosen_by_a_person(
    shared_stocked: str, tmp_path: Path, cast: Any, sign_in: Any
) -> None:
    with as_worker():
        code, mine, others = villages()
        path = tmp_path / "kelurahan.csv"
        planted(path, mine, others[0])
        path.write_text(path.read_text() + "\n")  # other bytes than the list before
        delivery = take_in(path, sender=SENDER)
        for village in ("", "3101011001", "x"):
            with pytest.raises(CannotStart, match="Pilih kelurahan"):
                prepare(delivery=delivery, kind="SNAPSHOT", village=village)
        with pytest.raises(CannotStart, match="Pilih"):
            prepare(delivery=delivery, kind="", village=code)
    client = sign_in(cast.operator_a)
    args = [REGENCY, delivery.public_id]
    detail = reverse("reconciliation:detail", args=args)
    page = client.get(detail).content.decode()
    assert "Kelurahan yang mengirim" in page
    start = reverse("reconciliation:start", args=args)
    told = client.post(start, {"kind": "SNAPSHOT"}, follow=True).content.decode()
    assert "Pilih kelurahan yang mengirim daftar ini" in told
    client.post(start, {"kind": "SNAPSHOT", "village": code})
    with as_worker():
        delivery.refresh_from_db()
    assert (delivery.state, delivery.village) == ("STARTED", code)


@pytest.mark.parametrize(
    ("village", "place", "outcome", "left"),
    [
        ("", "3272011002", "BARU", ("BARU", "")),
        ("3272011001", "3272011001", "BARU", ("BARU", "")),
        ("3272011001", "", "TMS", ("TMS", "")),
        ("3272011001", "3272011002", "SAME", ("SAME", "")),
        ("3272011001", "3272011002", "UBAH", ("IGNORED", "OTHER_VILLAGE")),
    ],
)
def test_what_a_kelurahan_may_say_about_a_place(
    village: str, place: str, outcome: str, left: tuple[str, str]
) -> None:
    assert institutions.of_village(village, place, outcome, "") == left


def test_a_delivery_answers_the_request_it_was_asked_for(
    shared_stocked: str, cast: Any, sign_in: Any
) -> None:
    from partners import services as partners
    from partners.models import DataRequest

    with as_worker():
        facts = {"kind": "dukcapil", "name": "Disdukcapil", "region_code": REGENCY}
        body = partners.save_institution(actor=None, regency=REGENCY, facts=facts)
        asked = DataRequest.objects.create(
            regency_code=REGENCY,
            entered_by_name="uji",
            institution=body,
            letter_no="9/2026",
            letter_on="2026-11-02",
            due_on="2026-11-20",
            data="Kematian",
            legal_basis="UU 7/2017",
        )
    client = sign_in(cast.operator_a)
    upload = reverse("reconciliation:upload", args=[REGENCY])
    page = client.get(f"{upload}?permintaan={asked.public_id}").content.decode()
    assert f'<option value="{asked.public_id}" selected>' in page
    cells = "NIK\tNAMA\tTANGGAL LAHIR\tKETERANGAN\n3272014101900001\tA\t01-01-1990\t\n"
    sent = {"pasted": cells, "sender": "rs", "data_request": str(asked.public_id)}
    wrong = client.post(upload, sent)
    assert wrong.status_code == 422
    assert "9/2026 kepada Disdukcapil" in wrong.content.decode()
    with as_worker():
        asked.refresh_from_db()
        assert asked.state == "ASKED" and not Delivery.objects.filter(sender="rs")
    assert client.post(upload, {**sent, "sender": "dukcapil"}).status_code == 302
    with as_worker():
        asked.refresh_from_db()
        delivery = Delivery.objects.get(data_request_id=asked.pk)
    assert (asked.state, delivery.sender) == ("ANSWERED", "dukcapil")
    shown = client.get(reverse("partners:request", args=[REGENCY, asked.public_id]))
    assert delivery.filename in shown.content.decode()
    assert str(asked.public_id) not in client.get(upload).content.decode()


def test_a_delivery_that_came_by_itself_is_linked_to_its_request(
    shared_stocked: str, tmp_path: Path, cast: Any, sign_in: Any
) -> None:
    from partners import services as partners
    from partners.models import DataRequest

    with as_worker():
        code, mine, _others = villages()
        facts = {"kind": "kelurahan", "name": "Kelurahan Satu", "region_code": code}
        body = partners.save_institution(actor=None, regency=REGENCY, facts=facts)
        first, second = (
            DataRequest.objects.create(
                regency_code=REGENCY,
                entered_by_name="uji",
                institution=body,
                letter_no=letter,
                letter_on="2026-11-02",
                due_on="2026-11-20",
                data="Daftar",
                legal_basis="UU 7/2017",
            )
            for letter in ("10/2026", "11/2026")
        )
        path = tmp_path / "sendiri.csv"
        path.write_text(f"{HEADER}\n{line(mine[0])}\n")
        delivery = take_in(path, sender=SENDER)
        path.write_text(f"{HEADER}\n{line(mine[1])}\n")
        other = take_in(path, sender="rs")
    client = sign_in(cast.operator_a)
    page = reverse("partners:request", args=[REGENCY, first.public_id])
    link = reverse("partners:request_delivery", args=[REGENCY, first.public_id])
    shown = client.get(page).content.decode()
    assert str(delivery.public_id) in shown and str(other.public_id) not in shown
    told = client.post(link, {"kiriman": str(other.public_id)}, follow=True)
    assert "Pilih kiriman instansi ini" in told.content.decode()
    client.post(link, {"kiriman": str(delivery.public_id)})
    with as_worker():
        first.refresh_from_db()
        delivery.refresh_from_db()
        assert (first.state, delivery.data_request_id) == ("ANSWERED", first.pk)
        with pytest.raises(CannotStart, match="permintaan lain"):
            link_request(actor=None, delivery=delivery, asked=second)
        with pytest.raises(CannotStart, match="pilih pengirim"):
            link_request(actor=None, delivery=other, asked=second)
        partners.withdraw_request(actor=None, row=second)
        delivery.data_request_id = None
        delivery.save(update_fields=["data_request_id"])
        with pytest.raises(CannotStart, match="sudah ditarik"):
            link_request(actor=None, delivery=delivery, asked=second)


def test_who_left_is_not_drawn_back(shared_stocked: str, tmp_path: Path) -> None:
    """No row of this list says where anybody lives: who left it and stands elsewhere on
    the roll stays there, who stands here is a question."""
    with as_worker():
        code, mine, others = villages()
        left, gone = mine[5], others[6]
        path = tmp_path / "pindah.csv"
        stay = [line(one) for one in mine if one != left]
        rows = [*stay, line(left, "PINDAH"), line(gone, "PINDAH")]
        path.write_text("\n".join([HEADER, *rows]) + "\n")
        delivery = run(path, code)
        found = DeliveryRow.objects.filter(delivery_id=delivery.pk)
        told = dict(found.exclude(outcome="SAME").values_list("nik", "outcome"))
        assert told == {left.nik: "TMS"}
        assert not ChangeProposal.objects.of(REGENCY).filter(nik=gone.nik).exists()
