"""Lists mapped by hand, suggestions answered, recipients verified (H10 to H17)."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fieldwork.aid import services
from fieldwork.aid.models import AidList, Check, Decision, Mapping, Programme, Recipient
from fieldwork.aid.services.forgetting import forget_recipients
from fieldwork.services.errors import FieldError
from jobs.services import run
from tests.fieldwork import aid_steps as steps
from tests.fieldwork.steps import VILLAGE, roomy_period
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters.models import ChangeProposal, Evidence, Voter

pytestmark = pytest.mark.usefixtures("aid_office", "read_here")
LIST = "/kab/3272/bansos/"
STRANGE = "Kode;Identitas;Sebutan;Lahir\n"


def likely(user: Any, programme: Programme, n: int = 1, **more: str) -> list[Voter]:
    """A list of people without a NIK who are alike somebody of the village."""
    found = list(desk.voters(user, n, kelurahan=VILLAGE))
    rows = [
        steps.row_of(one, number=f"S{at}{programme.pk}", nik="", **more)
        for at, one in enumerate(found)
    ]
    steps.imported(user, programme, rows)
    return found


def only(user: Any, programme: Programme) -> Recipient:
    (one,) = steps.recipients(user, programme).values()
    return one


def changed(voter: Voter) -> None:
    """The roll learns something of a voter that the match rests on."""
    admin_sql(
        "UPDATE voter SET nkk = '3272010101019999' WHERE regency_code = '3272' "
        "AND id = %s",
        [voter.pk],
    )


def picture() -> bytes:
    """A PNG of one pixel with a comment that says where it was taken."""

    def part(kind: bytes, data: bytes) -> bytes:
        mark = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + mark

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            part(b"IHDR", head),
            part(b"tEXt", b"Comment\0-6.921,106.927"),
            part(b"IDAT", zlib.compress(b"\0\0")),
            part(b"IEND", b""),
        ]
    )


def test_unknown_headings_wait_for_a_person_and_are_remembered(
    cast: Any, sign_in: Any
) -> None:
    user = cast.operator_a
    programme, client = steps.programme(user), sign_in(user)
    one, two = desk.voters(user, 2)
    lines = [f"7;{v.nik};{v.name};{v.birth_date:%d-%m-%Y}\n" for v in (one, two)]
    text = STRANGE + "".join(lines)
    page = client.post(
        f"{LIST}{programme.public_id}/unggah/",
        {"file": SimpleUploadedFile("aneh.csv", text.encode())},
        follow=True,
    )
    shown = page.content.decode()
    assert "Kolom mana yang mana?" in shown and "belum dikenal" in shown
    assert one.nik not in shown and one.nik[:4] in shown
    with as_worker():
        row = AidList.objects.get()
    address = f"{LIST}daftar/{row.public_id}/"
    assert row.waits_for_mapping and row.job_id is None
    chosen = {"kolom_1": "nik", "kolom_2": "name", "kolom_3": "birth_date"}
    told = client.post(f"{address}pratinjau/", chosen).content.decode()
    assert "diterima" in told and one.name in told and one.nik not in told
    bad = client.post(f"{address}pratinjau/", {"kolom_0": "nik", "kolom_2": "name"})
    assert "NIK tidak terpakai" in bad.content.decode()
    wrong = client.post(address, {"kolom_1": "nik"})
    assert wrong.status_code == 422 and "Pilih kolom untuk: Nama" in wrong.text
    twice = client.post(address, {**chosen, "kolom_0": "nik"})
    assert "Dipilih dua kali: NIK" in twice.text
    assert "sedang diimpor" in client.post(address, chosen, follow=True).text
    with as_worker():
        row = AidList.objects.get()
        run(row.job_id)
        row.refresh_from_db()
    assert row.result["matches"] == {"SAME": 2}, row.result
    assert client.get(address).status_code == 302, "nothing is left to map"
    assert Mapping.objects.get().columns == {
        **{"KODE": "", "IDENTITAS": "nik", "SEBUTAN": "name"},
        "LAHIR": "birth_date",
    }
    with desk.desk(user):
        again = services.receive_list(
            actor=user,
            programme=programme,
            file=io.BytesIO((text + lines[0]).encode()),
            filename="b.csv",
        )
    assert again.job_id is not None, "the sender's headings are known now"


def test_a_list_that_waits_can_be_put_away(cast: Any, sign_in: Any) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    with desk.desk(user):
        row = services.receive_list(
            actor=user,
            programme=programme,
            file=io.BytesIO((STRANGE + "1;2;A;3\n").encode()),
            filename="a.csv",
        )
    stored = row.file
    client = sign_in(user)
    page = client.post(f"{LIST}daftar/{row.public_id}/buang/", follow=True).text
    assert "berkasnya dihapus" in page and "dibuang" in page
    assert not default_storage.exists(stored)
    page = client.post(f"{LIST}daftar/{row.public_id}/buang/", follow=True).text
    assert "tidak menunggu pemetaan" in page


def test_a_suggestion_is_answered_beside_the_voter_and_undone(
    cast: Any, sign_in: Any
) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    a, b = likely(user, programme, 2)
    client, address = sign_in(user), f"{LIST}{programme.public_id}/cocok/"
    assert "2 penerima mungkin" in client.get(f"{LIST}{programme.public_id}/").text
    page = client.get(address)
    text, one = page.content.decode(), page.context["row"]
    for words in ("Nama mirip 100%", "Tanggal lahir sama", "Nomor KK sama"):
        assert words in text
    assert a.nik not in text and page.context["voter"].pk == a.pk
    assert 'data-key="y"' in text and 'data-key="t"' in text
    page = client.get(f"{address}?sesudah={one.pk}")
    assert page.context["voter"].pk == b.pk
    said = {"recipient": str(one.public_id), "same": "ya"}
    page = client.post(address, said, follow=True)
    assert page.context["left"] == 1 and 'data-key="u"' in page.text
    assert "Tidak ada saran" in client.post(address, said, follow=True).text
    assert "sama atau bukan" in client.post(address, {}, follow=True).text
    with desk.desk(user):
        row = Recipient.objects.get(pk=one.pk)
        decision = Decision.objects.get()
    assert (row.match, row.voter_id) == ("SAME", a.pk)
    undone = f"{LIST}putusan/{decision.public_id}/"
    assert "berdiri lagi" in client.post(undone, follow=True).text
    assert "sudah tidak berlaku" in client.post(undone, follow=True).text
    with desk.desk(user):
        row = Recipient.objects.get(pk=one.pk)
    assert (row.match, row.voter_id, row.suggested_id) == ("LIKELY", None, a.pk)
    client.post(address, {**said, "same": "tidak"})
    with desk.desk(user):
        assert Recipient.objects.get(pk=one.pk).match == "ABSENT"
    village = sign_in(cast.village).get(address)
    assert village.context["voter"].pk == b.pk


def test_an_answer_holds_until_either_record_changes(cast: Any) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    (voter,) = likely(user, programme)
    one = only(user, programme)
    with desk.desk(user):
        services.confirm(actor=user, regency="3272", public_id=one.public_id, same=True)
    second = steps.programme(user, "BPNT uji")
    likely(user, second)
    other = only(user, second)
    assert (other.match, other.voter_id) == ("SAME", voter.pk), "remembered"
    third = steps.programme(user, "KIS uji")
    likely(user, third, name=f"{voter.name} X")
    assert only(user, third).match == "LIKELY", "the list's record is another"
    changed(voter)
    with pytest.raises(FieldError, match="pastikan lagi"):
        steps.answer(user, one, "FOUND")
    with desk.desk(user):
        again = services.confirm(
            actor=user, regency="3272", public_id=one.public_id, same=False
        )
        assert again.voter_id == voter.pk
        standing = Decision.objects.filter(recipient=one, ended_at=None)
        assert [said.same for said in standing] == [False]
    assert only(user, programme).match == "ABSENT"


def test_a_decision_that_led_somewhere_is_not_undone(cast: Any) -> None:
    roomy_period()
    user = cast.operator_a
    programme = steps.programme(user)
    likely(user, programme)
    one = only(user, programme)
    with desk.desk(user):
        said = services.confirm(
            actor=user, regency="3272", public_id=one.public_id, same=True
        )
    steps.answer(user, one, "DIED")
    with desk.desk(user), pytest.raises(FieldError, match="Sudah ada usulan"):
        services.undo(actor=user, regency="3272", public_id=said.public_id)
    head = cast.neighbourhood
    with desk.desk(head):
        assert not Decision.objects.filter(pk=said.pk).exclude(rw=head.rw).exists()


def of_head(cast: Any) -> tuple[Programme, Recipient, Voter]:
    """A programme with one voter of the head's RT, and one of another RW."""
    head, user = cast.neighbourhood, cast.operator_a
    programme = steps.programme(user)
    place = {"kelurahan": head.scope_code, "rw": head.rw}
    mine = desk.voters(user, 1, **place, **({"rt": head.rt} if head.rt else {}))[0]
    (far,) = desk.voters(user, 1, kelurahan="3272021001")
    rows = [steps.row_of(mine, number="M"), steps.row_of(far, number="F")]
    steps.imported(user, programme, rows)
    return programme, steps.recipients(user, programme)["M"], mine


def test_a_head_of_an_rt_tells_and_an_officer_brings_it(
    cast: Any, sign_in: Any
) -> None:
    roomy_period()
    programme, one, voter = of_head(cast)
    client, address = sign_in(cast.neighbourhood), f"{LIST}penerima/{one.public_id}/"
    far = steps.recipients(cast.operator_a, programme)["F"]
    assert client.get(f"{LIST}penerima/{far.public_id}/").status_code == 404
    where = f"?kelurahan={one.kelurahan}&rw={one.rw}&rt={one.rt}"
    sheet = f"{LIST}{programme.public_id}/lembar/{where}"
    assert address in client.get(sheet).content.decode()
    page = client.get(address)
    assert "petugas kelurahan dan kantor" in page.text and voter.nik not in page.text
    today = timezone.localdate().isoformat()
    said = {"on": today, "answer": "FOUND", "address": "jl baru 7", "rt": "x"}
    assert "RT dan RW adalah angka" in client.post(address, said).text
    photo = SimpleUploadedFile("a.png", picture(), content_type="image/png")
    told = {**said, "rt": voter.rt, "photo": photo}
    assert client.post(address, told).status_code == 302
    with desk.desk(cast.operator_a):
        check = Check.objects.get()
        assert not ChangeProposal.objects.of("3272").exists(), "a head proposes nothing"
    assert (check.follows, check.differs) == ("CHANGE", {"address": "JL BARU 7"})
    kept = client.get(f"{LIST}foto/{check.public_id}/")
    content = b"".join(kept.streaming_content)
    assert content.startswith(b"\x89PNG") and b"106.927" not in content
    assert sign_in(cast.post).get(f"{LIST}foto/{check.public_id}/").status_code == 403
    officer = sign_in(cast.village)
    listed = officer.get(f"{LIST}{programme.public_id}/?temuan=ya")
    assert "1 temuan RT/RW" in listed.text and len(listed.context["page"].rows) == 1
    form = officer.get(address).context["form"]
    assert form["address"].initial == "JL BARU 7"
    photo.seek(0)
    brought = {"on": today, "answer": "FOUND", "address": "JL BARU 7", "photo": photo}
    assert "diusulkan" in officer.post(address, brought, follow=True).text
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
        assert (made.kind, made.state) == ("UBAH", "OPEN")
        assert made.new == {"address": "JL BARU 7"}
        assert made.source == f"bansos {programme.pk}"
        assert Evidence.objects.get(proposal_id=made.pk).file.endswith(".png")
        assert not Recipient.objects.get(pk=one.pk).pending
    assert desk.see_voter(cast.operator_a, voter.pk).address == voter.address


def test_a_photo_of_a_wrong_type_is_refused(cast: Any, sign_in: Any) -> None:
    _programme, one, _voter = of_head(cast)
    said = {"on": timezone.localdate().isoformat(), "answer": "FOUND"}
    film = SimpleUploadedFile("a.mp4", b"\0\0\0\x18ftypmp42", content_type="video/mp4")
    page = sign_in(cast.neighbourhood).post(
        f"{LIST}penerima/{one.public_id}/", {**said, "photo": film}
    )
    assert "Bukti harus berupa PDF, JPG, atau PNG." in page.text
    with as_worker():
        assert not Check.objects.exists()


def test_files_follow_the_filter_and_leave_anothers_nik_out(
    cast: Any, sign_in: Any
) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    a, b = desk.voters(user, 2)
    other = steps.row_of(b, number="B", name="ZULKIFLI XAVERIUS", birth_date="")
    steps.imported(user, programme, [steps.row_of(a, number="A"), other])
    client = sign_in(user)
    page = client.get(f"{LIST}{programme.public_id}/?cocok=OTHER")
    found = [one.split('"')[0] for one in page.text.split('href="')[1:]]
    social = [one for one in found if "ekspor-dinsos" in one and "format=csv" in one]
    assert len(social) == 1 and "cocok=OTHER" in social[0]
    answer = client.get(social[0].replace("&amp;", "&"))
    text = b"".join(answer.streaming_content).decode()
    assert "ZULKIFLI" in text and a.name not in text
    assert b.nik not in text, "the number is somebody else's"
    assert "ekspor-dinsos" not in sign_in(cast.village).get(
        f"{LIST}{programme.public_id}/"
    ).text.replace("404", "")


def test_files_have_the_order_and_the_columns_of_the_page(
    cast: Any, sign_in: Any
) -> None:
    """As every list's (Q15), and of the picked rows too."""
    user = cast.operator_a
    programme = steps.programme(user)
    people = [
        steps.row_of(one, number=f"N{at}", name=name)
        for at, (one, name) in enumerate(
            zip(desk.voters(user, 3), ("CICI", "ANI", "BUDI"), strict=True)
        )
    ]
    steps.imported(user, programme, people)
    client, page = sign_in(user), f"{LIST}{programme.public_id}/"
    query = "urut=nama&kolom=number&kolom=answer"
    shown = client.get(f"{page}?{query}").context["page"].rows
    assert [one.name for one in shown] == ["ANI", "BUDI", "CICI"]
    picked = " ".join(str(one.public_id) for one in (shown[2], shown[0]))
    more = f"program={programme.public_id}&format=csv&{query}"
    for kind, heads in (
        ("aid.village.export", "No Penerima,Nama,Hasil"),
        ("aid.social.export", "No Penerima,NKK,Nama,Tanggal Lahir,Hasil"),
    ):
        address = f"/kab/3272/unduhan/minta/{kind}/pilihan/?{more}"
        answer = client.post(address, {"pilih": picked})
        lines = b"".join(answer.streaming_content).decode().splitlines()
        assert lines[0].lstrip("\ufeff") == heads
        assert [line.split(",")[0] for line in lines[1:]] == ["N1", "N0"]
        newest = address.replace("urut=nama", "urut=baru")
        answer = client.post(newest, {"pilih": picked})
        lines = b"".join(answer.streaming_content).decode().splitlines()
        assert [line.split(",")[0] for line in lines[1:]] == ["N0", "N1"]


def test_an_import_shows_the_card_of_its_job(cast: Any, sign_in: Any) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    rows = [steps.row_of(one) for one in desk.voters(user, 2)]
    with desk.desk(user):
        made = services.receive_list(
            actor=user, programme=programme, file=steps.file_of(rows), filename="d.csv"
        )
    page = sign_in(user).get(f"{LIST}{programme.public_id}/")
    assert "data-job-reload" in page.text and "Impor penerima bantuan" in page.text
    with as_worker():
        run(made.job_id)
    page = sign_in(user).get(f"{LIST}{programme.public_id}/")
    assert "data-job-reload" not in page.text and "2 diterima" in page.text


def test_retention_takes_decisions_and_photos(cast: Any, sign_in: Any) -> None:
    _programme, one, _voter = of_head(cast)
    said = {"on": timezone.localdate().isoformat(), "answer": "FOUND"}
    photo = SimpleUploadedFile("a.png", picture(), content_type="image/png")
    sign_in(cast.neighbourhood).post(
        f"{LIST}penerima/{one.public_id}/", {**said, "photo": photo}
    )
    with as_worker():
        stored = Check.objects.get().photo
        assert default_storage.exists(stored)
        admin_sql("UPDATE aid_programme SET closed_at = now() - interval '800 days'")
        forget_recipients(timezone.now(), 730)
        assert not default_storage.exists(stored)


def test_the_page_of_a_suggestion_asks_no_more_for_more_of_them(
    cast: Any, sign_in: Any
) -> None:
    user = cast.operator_a
    programme = steps.programme(user)
    likely(user, programme, 2)
    client, address = sign_in(user), f"{LIST}{programme.public_id}/cocok/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    admin_sql("DELETE FROM aid_recipient")
    likely(user, programme, 20, address="LAIN")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)
