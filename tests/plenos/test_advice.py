"""Bawaslu's advice: entered, followed up, read by Bawaslu, counted by the province."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from audit.models import LedgerEntry
from plenos import services
from plenos.models import Advice, AdviceVoter
from plenos.selectors.advice import supervisor_people
from plenos.selectors.readers import province_overview
from plenos.services.advice import Named
from plenos.sheets import read_sheet
from tests.plenos.conftest import REGENCY, freeze_now, record_plenary, run
from tests.plenos.test_reopening import LATER, ask, refuse, reopened_by
from tests.roles import admin_sql, as_worker, login_sql
from voters.models import ChangeProposal

NIK = "3272000000000020"
OTHER = "3272000000000021"


def url(name: str, *rest: Any, regency: str = REGENCY) -> str:
    return reverse(f"plenos:{name}", args=[regency, *rest])


@pytest.fixture
def letter(opened: Any, cast: Any) -> Advice:
    """A letter whose deadline has passed, with two people of its sample."""
    with transaction.atomic(), scope.scoped_as(cast.operator_a):
        made = services.save_advice(
            actor=cast.operator_a,
            regency=REGENCY,
            facts={
                "kind": "UJI_PETIK",
                "institution": "Bawaslu Kota Sukabumi",
                "letter_no": "33/PM.00.02/2026",
                "letter_on": dt.date(2026, 11, 2),
                "due_on": timezone.localdate() - dt.timedelta(days=3),
                "subject": "Dua pemilih diperiksa.",
                "state": "OPEN",
            },
        )
        entered = services.name_people(
            actor=cast.operator_a,
            advice=made,
            people=[
                Named(2, NIK, "TIDAK_SESUAI", "Meninggal"),
                Named(3, OTHER, "SESUAI"),
                Named(4, "3272999999999999", "SESUAI"),
            ],
        )
    assert (entered.added, entered.missing) == (2, [4])
    return made


def test_no_nik_is_kept_and_the_rows_are_of_their_kelurahan(
    letter: Advice, cast: Any
) -> None:
    kept = admin_sql("SELECT to_jsonb(v)::text FROM plenos_advicevoter v")
    assert len(kept) == 2
    assert not any(nik in text for nik in (NIK, OTHER) for (text,) in kept)
    assert AdviceVoter.objects.count() == 0
    for who, n in ((cast.operator_a, 2), (cast.operator_b, 0), (cast.province, 0)):
        with transaction.atomic(), scope.scoped_as(who):
            assert AdviceVoter.objects.count() == n
    with pytest.raises(AssertionError, match="permission denied"):
        _supervisor_reads("plenos_advicevoter")


def _supervisor_reads(table: str) -> None:
    try:
        login_sql("supervisor", f"SELECT * FROM {table}")  # noqa: S608
    except Exception as error:
        raise AssertionError(str(error)) from error


def test_a_finding_becomes_a_proposal_with_the_letter_as_proof(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    with as_worker():
        wrong, fine = letter.people.order_by("pk")
    where = url("advice_propose", letter.public_id)
    said = {"kind": "TMS", "category": "MENINGGAL"}
    assert client.post(where, {"link": fine.pk, **said}).url == url(
        "advice", letter.public_id
    )
    answer = client.post(where, {"link": wrong.pk, **said})
    with as_worker():
        made = ChangeProposal.objects.get(regency_code=REGENCY, source="Bawaslu")
    assert str(made.public_id) in answer.url
    assert (made.kind, made.evidence_kind, made.evidence_no, made.note) == (
        "TMS",
        "LAIN",
        letter.letter_no,
        "Meninggal",
    )
    client.post(where, {"link": wrong.pk, **said})
    with as_worker():
        assert ChangeProposal.objects.filter(regency_code=REGENCY).count() == 1
    letter.refresh_from_db()
    assert letter.state == "WORKING"


def test_finished_needs_an_answer_and_a_letter_is_entered_once(
    letter: Advice, cast: Any
) -> None:
    with pytest.raises(services.AdviceError, match="jawaban"):
        services.save_advice(
            actor=cast.operator_a,
            regency=REGENCY,
            facts={"state": "DONE"},
            advice=letter,
        )
    with pytest.raises(services.AdviceError, match="sudah dicatat"):
        services.save_advice(
            actor=cast.operator_a,
            regency=REGENCY,
            facts={
                "kind": letter.kind,
                "institution": letter.institution,
                "letter_no": letter.letter_no,
                "letter_on": letter.letter_on,
                "subject": "Lagi",
            },
        )


def test_the_list_is_cut_by_its_address_and_goes_out_without_people(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    page = client.get(url("advices") + "?batas=lewat&jenis=UJI_PETIK")
    assert "33/PM.00.02/2026" in page.content.decode()
    assert "lewat 3 hari" in page.content.decode()
    assert "33/PM" not in client.get(url("advices") + "?keadaan=DONE").content.decode()
    sent = client.get(url("advice_export") + "?format=csv")
    text = b"".join(sent.streaming_content).decode()
    assert "33/PM.00.02/2026" in text
    assert NIK not in text
    assert "WARGA" not in text
    assert LedgerEntry.objects.using("gate").filter(action="advice.export").exists()


def test_the_home_page_counts_what_is_late(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    page = sign_in(cast.operator_a).get(reverse("regency-home", args=[REGENCY]))
    assert "saran Bawaslu lewat batas waktu" in page.content.decode()


def test_bawaslu_reads_seven_elements_and_what_became_of_each(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    office = sign_in(cast.operator_a)
    with as_worker():
        link = letter.people.order_by("pk")[0].pk
    said = {"link": link, "kind": "TMS", "category": "MENINGGAL"}
    office.post(url("advice_propose", letter.public_id), said)
    client = sign_in(cast.supervisor)
    page = client.get(url("advice", letter.public_id))
    html = page.content.decode()
    assert page.status_code == 200
    assert "WARGA 0020" in html
    assert "JL MELATI" in html
    assert NIK not in html
    assert NIK[:6] + "•" not in html
    assert page.context["people"][0]["usulan"] == "TMS"
    assert page.context["people"][0]["keadaan"] == "OPEN"
    assert page.context["people"][1]["keadaan"] == ""
    for name in ("advice_edit", "advice_voter", "advice_upload", "advice_propose"):
        assert client.post(url(name, letter.public_id)).status_code == 403
    with transaction.atomic(), scope.scoped_as(cast.supervisor_b):
        assert supervisor_people(letter.public_id) == []


@pytest.mark.parametrize("part", ["operator_b", "chair_b", "supervisor_b"])
def test_a_foreign_letter_is_not_there(
    letter: Advice, cast: Any, sign_in: Any, part: str
) -> None:
    client = sign_in(getattr(cast, part))
    own = "3101"
    assert client.get(url("advice", letter.public_id)).status_code == 404
    assert client.get(url("advice", letter.public_id, regency=own)).status_code == 404
    assert "33/PM" not in client.get(url("advices", regency=own)).content.decode()


def test_the_province_counts_and_names_nobody(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    rows = {row.code: row for row in province_overview("32", timezone.localdate())}
    assert (rows[REGENCY].advice, rows[REGENCY].advice_late) == (1, 1)
    client = sign_in(cast.province)
    assert client.get(url("advices")).status_code == 403
    assert "WARGA" not in client.get(reverse("province", args=["32"])).content.decode()


def sheet(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet()
        for at, row in enumerate((("NIK", "Hasil", "Keterangan"), *rows)):
            for column, value in enumerate(row):
                page.write(at, column, value)
    return SimpleUploadedFile("hasil.xlsx", made.getvalue())


def test_our_sheet_is_read_and_a_ruined_nik_named_by_its_line(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    people = read_sheet(sheet((NIK, "sesuai", ""), (OTHER, "Tidak sesuai", 'RT "2"')))
    assert [(p.line, p.nik, p.finding, p.note) for p in people] == [
        (2, NIK, "SESUAI", ""),
        (3, OTHER, "TIDAK_SESUAI", 'RT "2"'),
    ]
    with pytest.raises(services.AdviceError) as told:
        read_sheet(
            sheet(
                (3272000000000020, "Sesuai", ""),
                (OTHER, "Mungkin", ""),
                ("32720000000000209", "", ""),
            )
        )
    said = str(told.value)
    for where in (
        "Baris 2, kolom NIK: “3.27200E+15” bukan 16 angka berupa teks",
        "Jadikan format kolomnya Teks",
        "Baris 3, kolom Hasil: “Mungkin” bukan hasil. Pilih Sesuai",
        "Baris 4, kolom NIK: “327200•••••” bukan",
        "Baris 4, kolom Hasil: “”",
    ):
        assert where in said
    many = [(at, "Sesuai", "") for at in range(20)]
    with pytest.raises(services.AdviceError, match=r"Baris 11, .*Dan 10 lagi") as told:
        read_sheet(sheet(*many))
    assert "Baris 12" not in str(told.value)
    client = sign_in(cast.operator_a)
    client.post(
        url("advice_upload", letter.public_id),
        {"sheet": sheet((NIK, "Sesuai", ""), (OTHER, "Tidak sesuai", ""))},
    )
    with as_worker():
        findings = list(letter.people.order_by("pk").values_list("finding", flat=True))
    assert findings == ["SESUAI", "TIDAK_SESUAI"]


def test_the_empty_sheet_keeps_what_is_typed_as_text(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    answer = client.get(url("advice_template"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    page = book["Data"]
    assert [cell.value for cell in page[1]] == ["NIK", "Hasil", "Keterangan"]
    # What no cell stands for yet has the format of its column.
    for column in "ABC":
        assert page[f"{column}1"].number_format == "@"
        assert page.column_dimensions[column].number_format == "@"
    (choice,) = (
        one for one in page.data_validations.dataValidation if one.type == "list"
    )
    assert str(choice.sqref).startswith("B2:B")
    choices = [cell.value for cell in book["Pilihan"]["C"][1:]]
    assert choices == ["Sesuai", "Tidak sesuai"]
    for row in zip((NIK, OTHER), reversed(choices), strict=True):
        page.append([*row, "dari lembar kosong"])
    page["D1"] = "Catatan sendiri"
    filled = io.BytesIO()
    book.save(filled)
    sent = SimpleUploadedFile("hasil.xlsx", filled.getvalue())
    done = client.post(
        url("advice_upload", letter.public_id), {"sheet": sent}, follow=True
    )
    assert "0 orang dicatat, 2 diperbarui" in done.content.decode()
    with as_worker():
        kept = list(letter.people.order_by("pk").values_list("finding", "note"))
    assert kept == [
        ("TIDAK_SESUAI", "dari lembar kosong"),
        ("SESUAI", "dari lembar kosong"),
    ]
    ruined = {"sheet": sheet((int(NIK), "Sesuai", ""))}
    done = client.post(url("advice_upload", letter.public_id), ruined, follow=True)
    assert "Baris 2, kolom NIK" in done.content.decode()


def test_a_letter_is_entered_and_a_person_named_on_the_page(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    assert client.post(url("advice_new"), {"kind": "SARAN"}).status_code == 422
    answer = client.post(
        url("advice_new"),
        {
            "kind": "SARAN",
            "institution": "Bawaslu",
            "letter_no": "40/2026",
            "letter_on": "2026-11-20",
            "subject": "Periksa satu nama.",
            "state": "OPEN",
        },
    )
    made = Advice.objects.get(letter_no="40/2026")
    assert answer.url == url("advice", made.public_id)
    client.post(url("advice_voter", made.public_id), {"nik": NIK})
    page = client.get(url("advice", made.public_id)).content.decode()
    assert "WARGA 0020" in page
    assert NIK not in page
    actions = set(LedgerEntry.objects.using("gate").values_list("action", flat=True))
    assert {"advice.enter", "advice.people", "advice.read"} <= actions
    assert not LedgerEntry.objects.using("gate").filter(data__icontains=NIK).exists()


def test_the_pages_of_a_reopening_for_each_role(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    code = published_month.code
    client = sign_in(cast.operator_a)
    page = client.get(url("reopen", code))
    assert page.context["against"] == []
    asked = client.post(
        url("reopen", code),
        {
            "institution": "Bawaslu",
            "letter_no": "21/2026",
            "letter_on": "2026-11-23",
            "until": (timezone.localdate() + dt.timedelta(days=2)).isoformat(),
            "reason": "Satu nama.",
        },
    )
    assert asked.url == url("reopen", code)
    client.post(url("reopen_decide", code), {"putusan": "setuju"})
    assert "Menunggu ketua" in client.get(url("reopen", code)).content.decode()
    chair = sign_in(cast.chair_a)
    assert chair.get(url("reopen", code)).context["may_confirm"]
    home = chair.get(reverse("regency-home", args=[REGENCY])).content.decode()
    assert "menunggu orang kedua" in home
    answer = chair.post(url("reopen_decide", code), {"putusan": "setuju"})
    assert answer.url == url("recap", code)
    for other in (cast.supervisor, cast.province):
        assert sign_in(other).get(url("reopen", code)).status_code == 403


def test_readers_see_who_opened_it_why_until_when_and_the_versions(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    code = published_month.code
    reopened_by(cast.operator_a, cast.chair_a, published_month)
    admin_sql("UPDATE plenos_reopening SET until = current_date - 4")
    late = sign_in(cast.operator_a).get(reverse("regency-home", args=[REGENCY]))
    assert "periode dibuka kembali lewat batasnya" in late.content.decode()
    for who in (cast.supervisor, cast.province):
        client = sign_in(who)
        html = client.get(url("versions", code)).content.decode()
        assert "Satu pemilih meninggal belum dicoret." in html
        assert "21/PM.00.02/K.JB/11/2026" in html
        assert str(cast.chair_a) in html
        assert "lewat" in html
        assert client.get(url("version", code, 1)).status_code == 200
        assert client.get(url("version", code, 2)).status_code == 404
    assert "Dibuka kembali dari versi 1" in (
        sign_in(cast.supervisor).get(url("supervisor")).content.decode()
    )
    rows = {row.code: row for row in province_overview("32", timezone.localdate())}
    assert rows[REGENCY].reopened == code
    assert rows[REGENCY].reopened_late >= 3
    assert rows[REGENCY].published == code
    run(*LATER)
    record_plenary(cast.operator_a, published_month, number="14")
    freeze_now(cast.chair_a, published_month)
    office = sign_in(cast.operator_a)
    page = office.get(url("version", code, 2))
    assert "1 → " in page.content.decode() or " → " in page.content.decode()
    old = office.get(url("version_paper", code, 1, "BA_PDF"))
    assert old.content.startswith(b"%PDF")
    assert (
        sign_in(cast.supervisor)
        .get(url("version_paper", code, 2, "BA_PDF"))
        .status_code
        == 404
    )


def test_a_refused_request_is_not_shown_to_readers(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    asked = ask(cast.operator_a, published_month)
    refuse(cast.chair_a, asked)
    html = (
        sign_in(cast.supervisor)
        .get(url("versions", published_month.code))
        .content.decode()
    )
    assert "Satu pemilih meninggal" not in html


def test_a_form_opened_earlier_takes_no_answer_back(
    letter: Advice, cast: Any, sign_in: Any
) -> None:
    first, second = sign_in(cast.operator_a), sign_in(cast.chair_a)
    address = url("advice_edit", letter.public_id)

    def opened(client: Any) -> dict[str, Any]:
        page = client.get(address)
        told = {name: one for name, one in page.context["form"].initial.items() if one}
        return {**told, "dilihat": page.context["seen"]}

    mine, theirs = opened(first), opened(second)
    answered = {"answer": "Sudah diperiksa.", "answered_on": "2026-11-24"}
    assert (
        second.post(address, theirs | answered | {"state": "DONE"}).status_code == 302
    )
    late = first.post(address, mine | {"subject": "Periksa lagi."})
    assert late.status_code == 422
    assert "belum disimpan" in late.content.decode()
    assert "Periksa lagi." in late.content.decode()
    letter.refresh_from_db()
    assert (letter.state, letter.answer) == ("DONE", "Sudah diperiksa.")
    again = mine | {"subject": "Periksa lagi.", "dilihat": late.context["seen"]}
    assert first.post(address, again).status_code == 302
