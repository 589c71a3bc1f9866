"""Pages and files of duplicates between regencies, and letters to Dukcapil."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from jobs.models import Job
from jobs.services import JobError, run
from tests import databases
from tests.jobs.kinds import tried_again
from tests.roles import admin_sql, as_worker
from tests.voters import desk, neighbours
from tests.voters.neighbours import HERE, THERE
from voters.models import ChangeProposal, Evidence, ExchangeSide
from voters.rules.exchange import HEADINGS, key_of

LIST = "/kab/3272/ganda/antar/"
ASKED = "/kab/3272/ganda/dukcapil/"


@pytest.fixture(scope="module")
def two(_open_databases: None) -> Iterator[dict[str, tuple[int, int]]]:
    """3272 and 3202 with planted people, hashed and compared, once."""
    keys = override_settings(EXCHANGE_KEYS={"32": neighbours.SECRET})
    with databases.clone("stocked"), keys:
        neighbours.settle()
        planted = neighbours.plant()
        neighbours.compare()
        yield planted


def text_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode())


def test_the_list_filters_pages_and_pins_its_queries(
    two: Any, sign_in: Any, cast: Any
) -> None:
    client = sign_in(cast.operator_a)
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(LIST)
    assert len(asked) == 17, [one["sql"][:90] for one in asked]
    text = page.content.decode()
    total = len(neighbours.truth())
    assert len(page.context["page"].rows) == total == page.context["count"]
    assert "Sukabumi" in text
    assert "G8, G9" in text
    names = {row[0]: row[2] for row in neighbours.people(HERE)}
    assert names[two["both"][0]] in text
    foreign = {row[2] for row in neighbours.people(THERE)} - set(names.values())
    shown = {cell.strip() for cell in text.replace("<", ">").split(">")}
    assert not foreign & shown
    assert not [row[1] for row in neighbours.people(HERE) if row[1] in text]
    rows = page.context["page"].rows
    after = client.get(LIST, {"sesudah": str(rows[0].public_id)}).context["page"]
    assert after.rows == rows[1:]
    back = client.get(LIST, {"sebelum": str(rows[1].public_id)}).context["page"]
    assert back.rows == rows[:1]
    for query, n in (
        ({"persamaan": "nik"}, sum(1 for a, _b in neighbours.truth().values() if a)),
        ({"persamaan": "orang"}, sum(1 for _a, b in neighbours.truth().values() if b)),
        ({"kabkota": "3201"}, 0),
        ({"keadaan": "dijawab"}, 0),
        ({"keadaan": "hilang"}, 0),
        ({"keadaan": "semua", "urut": "jawaban"}, total),
        ({"lawan": "STAY"}, 0),
    ):
        assert client.get(LIST, query).context["count"] == n, query
    few = client.get(LIST, {"kolom": "answer"}).content.decode()
    assert "Kab/kota lain</th>" not in few.replace("\n", "")


def test_the_page_of_duplicates_tells_of_them(
    two: Any, sign_in: Any, cast: Any
) -> None:
    page = sign_in(cast.operator_a).get("/kab/3272/ganda/")
    with desk.desk(cast.operator_a):
        waiting = ExchangeSide.objects.of(HERE).waiting().count()
    assert page.context["between"] == waiting > 0
    assert f"<b>{waiting}</b> ganda antar kab/kota belum dijawab" in page.text


def test_one_pair_is_answered_on_its_page(two: Any, sign_in: Any, cast: Any) -> None:
    here, there = two["both"]
    client = sign_in(cast.operator_a)
    url = f"{LIST}{neighbours.key_of(HERE, here)}/"
    text = client.get(url).content.decode()
    assert "aturan G8, G9" in text
    assert 'data-key="t"' in text
    said = {"jawaban": "STRIKE"}
    text = client.post(url + "jawab/", said, follow=True).content.decode()
    assert "Perlu bukti" in text
    said |= {"jenis_bukti": "KTP_KK", "nomor_bukti": "KK 7"}
    text = client.post(url + "jawab/", said, follow=True).content.decode()
    assert "menunggu orang kedua" in text
    other = sign_in(cast.operator_b)
    theirs = f"/kab/3202/ganda/antar/{neighbours.key_of(THERE, there)}/"
    text = other.post(theirs + "jawab/", said, follow=True).content.decode()
    assert "tidak mempertahankan" in text
    assert "Keluarkan di sini" in other.get(theirs).content.decode()
    # The other office's page is not there, under either address.
    assert other.get(url).status_code == 404
    assert other.get(url.replace("3272", "3202")).status_code == 404
    assert client.post(theirs + "jawab/", said).status_code == 404
    text = client.post(url + "jawab/", {"jawaban": "tarik"}, follow=True)
    assert "Jawaban ditarik" in text.content.decode()


def test_the_province_sees_counts_and_no_name(
    two: Any, sign_in: Any, cast: Any
) -> None:
    client = sign_in(cast.province)
    page = client.get("/provinsi/32/ganda/")
    text = page.content.decode()
    ((one, other, counts),) = page.context["rows"]
    assert ("Sukabumi" in one, "Sukabumi" in other) == (True, True)
    assert counts.pairs == len(neighbours.truth())
    cells = {cell.strip() for cell in text.replace("<", ">").split(">")}
    everybody = neighbours.people(HERE) + neighbours.people(THERE)
    assert not {row[2] for row in everybody} & cells
    assert not [row[1] for row in everybody if row[1] in text]
    for closed in (LIST, f"{LIST}{neighbours.key_of(HERE, two['both'][0])}/"):
        assert client.get(closed).status_code == 403
    assert client.get("/provinsi/31/ganda/").status_code == 404
    assert sign_in(cast.operator_a).get("/provinsi/32/ganda/").status_code == 403


def test_the_list_leaves_as_a_file_with_masked_numbers(
    two: Any, sign_in: Any, cast: Any
) -> None:
    answer = sign_in(cast.operator_a).get(LIST + "ekspor/", {"format": "csv"})
    lines = text_of(answer).splitlines()
    assert len(lines) == len(neighbours.truth()) + 1
    assert not [row[1] for row in neighbours.people(HERE) if row[1] in "".join(lines)]


def test_a_comparison_is_a_job_and_a_failure_is_said(
    two: Any, sign_in: Any, cast: Any
) -> None:
    client = sign_in(cast.operator_a)
    answer = client.post(LIST + "bandingkan/")
    with as_worker():
        job = Job.objects.filter(kind="exchange").latest("id")
    assert str(job.public_id) in answer["Location"]
    assert client.post(LIST + "bandingkan/")["Location"] == answer["Location"]
    assert "Perbandingan berjalan" in client.get(LIST).content.decode()
    with as_worker(), override_settings(EXCHANGE_KEYS={}):
        run(job.pk)
    assert "PDPB_EXCHANGE_KEY_32_FILE" in client.get(LIST).content.decode()
    neighbours.work(HERE)


def exported(client: Any, regency: str) -> list[list[str]]:
    answer = client.get(f"/kab/{regency}/ganda/antar/sidik/")
    return [line.split(",") for line in text_of(answer).splitlines()]


def sent(client: Any, rows: list[list[str]]) -> Job:
    """Upload a file of hashes and let the worker read it."""
    body = "\n".join(",".join(row) for row in rows) + "\n"
    upload = SimpleUploadedFile("sidik.csv", body.encode())
    answer = client.post(LIST + "berkas/", {"berkas": upload})
    assert "/pekerjaan/" in answer["Location"], answer["Location"]
    with as_worker():
        job = Job.objects.filter(kind="exchange.read").latest("id")
        run(job.pk)
        job.refresh_from_db()
    return job


def elsewhere(rows: list[list[str]], code: str = "3203") -> list[list[str]]:
    """The same hashes as another installation's regency would send them."""
    return [
        rows[0],
        *([row[0], code, str(uuid.uuid4()), *row[3:]] for row in rows[1:]),
    ]


def test_a_file_of_another_installation_is_compared(
    two: Any, sign_in: Any, cast: Any
) -> None:
    client, theirs = sign_in(cast.operator_a), sign_in(cast.operator_b)
    rows = exported(theirs, THERE)
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) - 1 == len(neighbours.people(THERE))
    everybody = neighbours.people(THERE)
    assert not {row[1] for row in everybody} & {cell for row in rows for cell in row}
    file = elsewhere(rows)
    with tried_again("exchange.read") as reports:  # the file is gone by then
        job = sent(client, file)
    assert (job.state, job.error) == ("DONE", "")
    assert reports[0] == reports[1] == job.result
    with desk.desk(cast.operator_a):
        remote = list(ExchangeSide.objects.of(HERE).filter(remote=True))
        one = next(side for side in remote if side.voter_id == two["both4"][0])
    assert len(remote) == len(neighbours.truth())
    url = f"{LIST}{one.public_id}/jawab/"
    strike = {"jawaban": "STRIKE", "jenis_bukti": "KTP_KK", "nomor_bukti": "1"}
    # Nobody strikes before the other installation's file says that it keeps.
    assert "tidak mempertahankan" in client.post(url, strike, follow=True).text
    told = [
        [*row[:7], HERE, str(one.ref), "STAY"] if row[2] == str(one.other_ref) else row
        for row in file
    ]
    assert sent(client, told).state == "DONE"
    assert "menunggu orang kedua" in client.post(url, strike, follow=True).text
    # What this office says goes out with its own hashes, and "tetap" binds it.
    with desk.desk(cast.operator_a):
        other = next(side for side in remote if side.voter_id == two["both5"][0])
    url = f"{LIST}{other.public_id}/jawab/"
    client.post(url, {"jawaban": "STAY"})
    mine = [row for row in exported(client, HERE)[1:] if row[7]]
    assert {tuple(row[7:]) for row in mine} == {
        ("3203", str(one.other_ref), "STRIKE"),
        ("3203", str(other.other_ref), "STAY"),
    }
    assert "mengikat" in client.post(url, {"jawaban": "tarik"}, follow=True).text


def refused_files(good: list[list[str]]) -> dict[str, list[list[str]]]:
    """What is said, to the file that it is said of."""
    head, first, *rest = good
    wrong = key_of("kunci provinsi lain 0123456789 abcdef").id
    return {
        "kunci lain": [head, *([wrong, *row[1:]] for row in good[1:])],
        "terdaftar di instalasi ini": [head, *([*r[:1], THERE, *r[2:]] for r in rest)],
        "bukan kab/kota provinsi ini": [
            head,
            *([*r[:1], "3171", *r[2:]] for r in rest),
        ],
        "lebih dari satu kab/kota": [head, first, [*rest[0][:1], "3205", *rest[0][2:]]],
        "Baris 3: isi kolom sidik_nik": [head, first, [*rest[0][:4], "zz", *first[5:]]],
        "Baris 3 tidak berisi 10 kolom": [head, first, rest[0][:6]],
        "Baris 3 berisi tanda": [head, first, [*rest[0][:9], '"=1+1"']],
        "Baris 3 terlalu panjang": [head, first, [*rest[0][:9], "A" * 500]],
        "tanpa baris": [head],
    }


def test_a_file_that_cannot_be_is_refused_whole(
    two: Any, sign_in: Any, cast: Any
) -> None:
    client = sign_in(cast.operator_a)
    good = elsewhere(exported(sign_in(cast.operator_b), THERE), "3204")
    before = admin_sql("SELECT count(*) FROM exchange_hash")
    for words, rows in refused_files(good).items():
        job = sent(client, rows)
        assert job.state == "FAILED", words
        assert words in job.error, (words, job.error)
    # A reference of somebody else's record does not become theirs.
    ((ours,),) = admin_sql("SELECT ref::text FROM exchange_ref LIMIT 1")
    stolen = [good[0], [*good[1][:2], ours, *good[1][3:]]]
    assert "rujukannya milik" in sent(client, stolen).error
    assert admin_sql("SELECT count(*) FROM exchange_hash") == before
    for body in (b"", b"NIK,NAMA\n1,2\n"):
        upload = SimpleUploadedFile("x.csv", body)
        page = client.post(LIST + "berkas/", {"berkas": upload}, follow=True)
        said = page.text
        assert (
            "Bukan berkas sidik" in said or "Pilih berkas" in said or ("kosong" in said)
        )
    with pytest.raises(JobError, match="tidak ada"):
        neighbours.work(HERE, "exchange.read", path="sidik/3202/x.csv", name="x")


@pytest.fixture
def asked(two: Any, cast: Any) -> list[ChangeProposal]:
    """Three NIK of two people of 3272, none sent."""
    people = desk.voters(cast.operator_a, 3)
    admin_sql("DELETE FROM dukcapil_letter RETURNING 1")
    admin_sql("DELETE FROM evidence RETURNING 1")
    admin_sql("DELETE FROM change_proposal WHERE kind = 'NIK_GANDA_ORANG' RETURNING 1")
    desk.inject(
        [
            desk.question(
                voter,
                "NIK_GANDA_ORANG",
                name=f"ORANG LAIN {at}",
                rule="D3",
                old=json.dumps({"name": voter.name, "birth_date": "1970-01-01"}),
                new=json.dumps(
                    {"name": f"ORANG LAIN {at}", "birth_date": "1980-02-03"}
                ),
            )
            for at, voter in enumerate(people)
        ]
    )
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of(HERE).filter(kind="NIK_GANDA_ORANG")
        return list(rows.order_by("id"))


BORN = {"birth_date": "1980-02-03"}
LETTER = {"nomor_surat": "470/12/KPU", "tanggal_surat": "2026-11-20"}


def send(client: Any, one: ChangeProposal) -> None:
    """Tick it, give the letter's number, say yes."""
    said = {"pilih": str(one.public_id)}
    mark = client.post(ASKED + "surat/", said).context["mark"]
    assert (
        client.post(ASKED + "surat/", {**LETTER, **said, "tanda": mark}).status_code
        == 302
    )


def test_a_letter_marks_numbers_and_strikes_nobody(
    asked: Any, sign_in: Any, cast: Any
) -> None:
    client = sign_in(cast.operator_a)
    before = admin_sql("SELECT md5(string_agg(v::text, '' ORDER BY v.id)) FROM voter v")
    client.get(ASKED)
    with CaptureQueriesContext(connection) as counted:
        page = client.get(ASKED)
    assert len(counted) == 15, [one["sql"][:90] for one in counted]
    assert len(page.context["page"].rows) == 3
    assert page.text.count('name="pilih"') == 3
    assert all(one.nik not in page.text for one in asked)
    chosen = [str(one.public_id) for one in asked[:2]]
    question = client.post(ASKED + "surat/", {"pilih": chosen})
    assert "Tandai 2 NIK sebagai dikirim?" in question.text
    sending = {**LETTER, "pilih": chosen, "tanda": question.context["mark"]}
    for said, words in (
        ({**LETTER}, "Belum ada baris yang dipilih"),
        ({"pilih": ["x"]}, "Belum ada baris yang dipilih"),
        ({**sending, "nomor_surat": " "}, "tidak boleh kosong"),
        ({**sending, "tanggal_surat": "2999-01-01"}, "sesudah hari"),
        ({**sending, "pilih": chosen[:1]}, "dari 2 menjadi 1"),
        ({**sending, "pilih": [*chosen, str(uuid.uuid4())][1:]}, "dari 2 menjadi 1"),
    ):
        answer = client.post(ASKED + "surat/", said, follow=True)
        assert words in answer.text, words
    answer = client.post(ASKED + "surat/", sending, follow=True)
    assert "2 NIK ditandai dikirim" in answer.text
    again = client.post(ASKED + "surat/", {"semua": "1"})
    assert (again.context["count"], again.context["left"]) == (1, 2)
    same = {**sending, "nomor_surat": "471", "tanda": "0-0-0"}
    assert "paling sedikit satu" in client.post(ASKED + "surat/", same).text
    with desk.desk(cast.operator_a):
        states = ChangeProposal.objects.of(HERE).filter(kind="NIK_GANDA_ORANG")
        found = sorted(states.values_list("state", flat=True))
        papers = Evidence.objects.of(HERE).filter(number=LETTER["nomor_surat"]).count()
    assert (found, papers) == (["OPEN", "REFERRED", "REFERRED"], 2)
    for state, n in (("belum", 1), ("dikirim", 2), ("dijawab", 0)):
        assert client.get(ASKED, {"keadaan": state}).context["count"] == n
    after = admin_sql("SELECT md5(string_agg(v::text, '' ORDER BY v.id)) FROM voter v")
    assert after == before


def test_the_annex_holds_the_number_in_full_and_is_recorded(
    asked: Any, sign_in: Any, cast: Any
) -> None:
    client = sign_in(cast.operator_a)
    first = asked[0]
    send(client, first)
    query = {"surat": LETTER["nomor_surat"], "format": "xlsx"}
    sheet = client.get(ASKED + "lampiran/", query)
    book = load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))
    cells = [str(cell) for row in book.worksheets[0].values for cell in row if cell]
    assert book.sheetnames[0].startswith("NIK GANDA ORANG untuk Dukcapil")
    assert {first.nik, "ORANG LAIN 0", "1980-02-03", first.old["name"]} <= set(cells)
    assert asked[1].nik not in cells
    assert any(LETTER["nomor_surat"] in cell for cell in cells)
    paper = client.get(ASKED + "lampiran/", {**query, "format": "pdf"})
    reader = PdfReader(io.BytesIO(b"".join(paper.streaming_content)))
    said = "".join(page.extract_text() for page in reader.pages)
    assert "NIK GANDA ORANG untuk Dukcapil" in said
    assert first.nik in said.replace("\n", "")
    taken = admin_sql(
        "SELECT count(*) FROM audit_ledgerentry "
        "WHERE action = 'dukcapil.letter.export' AND data ->> 'letter' = %s",
        [LETTER["nomor_surat"]],
    )
    assert taken == [(2,)]
    masked = text_of(client.get(ASKED + "ekspor/", {"format": "csv"}))
    assert len(masked.splitlines()) == 4
    assert not [one.nik for one in asked if one.nik in masked]
    none = client.get(ASKED + "lampiran/", {"surat": "tidak ada"}, follow=True)
    assert "Surat ini tidak ada" in none.text


def test_the_answer_of_dukcapil_is_written_down(
    asked: Any, sign_in: Any, cast: Any
) -> None:
    client = sign_in(cast.operator_a)
    first = asked[0]
    url = f"{ASKED}{first.public_id}/"
    said = {
        "jawaban": "NEW_NIK",
        "nomor_jawaban": "D/9",
        "tanggal_jawaban": "2026-11-25",
        "catatan": "direkam ulang",
    }
    assert "Belum dikirim" in client.get(url).text
    assert "belum dikirim" in client.post(url, said, follow=True).text
    send(client, first)
    for change, words in (
        ({"jawaban": "X"}, "Pilih jawaban Dukcapil"),
        ({"nomor_jawaban": " "}, "Isi nomor dan tanggal surat jawaban"),
        ({"tanggal_jawaban": "2026-11-01"}, "antara tanggal surat"),
        ({"jawaban": "OTHER", "catatan": ""}, "perlu catatan"),
    ):
        assert words in client.post(url, {**said, **change}, follow=True).text, words
    text = client.post(url, said, follow=True).text
    assert "Jawaban Dukcapil dicatat" in text
    assert "Satu orang direkam ulang dengan NIK baru" in text
    assert client.get(ASKED, {"keadaan": "dijawab"}).context["count"] == 1
    assert sign_in(cast.operator_b).get(url.replace("3272", "3202")).status_code == 404
    assert sign_in(cast.province).get(ASKED).status_code == 403
