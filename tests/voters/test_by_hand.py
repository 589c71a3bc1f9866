"""Proposing by hand in the pages: documents, checks, a corrected NIK, taking back."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Evidence, EvidenceDraft, Voter
from voters.services import errors
from voters.services.drafts import MOST_DRAFTS

pytestmark = pytest.mark.usefixtures("shared_stocked")
NEW = reverse("voters:propose", args=["3272"])
PDF = b"%PDF-1.7 isi"


def png(comment=b"Nama: SITI, -6.9,106.9"):
    """A picture of one pixel with words inside."""

    def part(name, body):
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    words = part(b"tEXt", b"Comment\0" + comment)
    pixel = part(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + words + pixel + part(b"IEND", b"")


def upload(content=PDF, name="akta.pdf"):
    return SimpleUploadedFile(name, content)


def someone(cast, at, **having):
    """A voter whom no other test of this module touches."""
    return desk.voters(cast.operator_a, at + 1, **having)[at]


def asked(voter, kind):
    return f"{NEW}?pemilih={voter.public_id}&jenis={kind}"


def waiting(cast, voter):
    with desk.desk(cast.operator_a):
        return list(ChangeProposal.objects.of("3272").filter(voter_id=voter.pk))


@pytest.fixture
def client(sign_in, cast):
    return sign_in(cast.operator_a)


def test_a_removal_keeps_its_documents_through_an_error(client, cast):
    voter = someone(cast, 0)
    url = asked(voter, "TMS")
    said = {"category": "MENINGGAL", "evidence_kind": "AKTA_KEMATIAN"}
    bare = client.post(url, said)
    assert "Perlu bukti" in bare.content.decode()
    assert not waiting(cast, voter)
    wrong = client.post(
        url,
        {**said, "category": "", "note": "dari kelurahan", "evidence_no": ""}
        | {"documents": [upload(), upload(png(), "foto.png"), upload(b"<html>")]},
    )
    text = wrong.content.decode()
    assert "dari kelurahan" in text and "Dokumen ke-3" in text
    kept = wrong.context["documents"].kept
    assert [one.ending for one in kept] == ["PDF", "PNG"]
    assert all(f'value="{one.public_id}"' in text for one in kept)
    assert "akta" not in kept[0].file
    with default_storage.open(kept[1].file) as file:
        assert b"SITI" not in file.read()
    drafts = [str(one.public_id) for one in kept]
    done = client.post(url, {**said, "draf": drafts})
    assert done.status_code == 302
    (made,) = waiting(cast, voter)
    assert made.evidence_kind == "AKTA_KEMATIAN"
    with desk.desk(cast.operator_a):
        rows = Evidence.objects.of("3272").filter(proposal_id=made.pk)
        assert [one.file for one in rows.order_by("id")] == [one.file for one in kept]
        assert not EvidenceDraft.objects.of("3272").exists()
    accepted = desk.decide(cast.operator_a, services.accept, made)
    assert accepted.state == "ACCEPTED"


def test_documents_are_kept_by_themselves_and_are_ones_own(client, cast, sign_in):
    url = reverse("voters:documents", args=["3272"])
    first = client.post(url, {"documents": [upload()]}).context["documents"].kept
    key = str(first[0].public_id)
    other = sign_in(cast.operator_a2).post(url, {"draf": key, "buang": key})
    assert other.context["documents"].kept == []
    again = client.post(url, {"draf": key, "documents": [upload(b"MZ", "x.pdf")]})
    assert [str(one.public_id) for one in again.context["documents"].kept] == [key]
    assert "PDF, JPG, atau PNG" in again.content.decode()
    gone = client.post(url, {"draf": ["x", key], "buang": key})
    assert gone.context["documents"].kept == []
    assert not default_storage.exists(first[0].file)
    many = client.post(url, {"documents": [upload() for _n in range(MOST_DRAFTS + 1)]})
    assert len(many.context["documents"].kept) == MOST_DRAFTS
    assert "Paling banyak" in many.content.decode()
    kept = [str(one.public_id) for one in many.context["documents"].kept]
    form = client.post(NEW, {"draf": kept, "buang": kept[0], "name": "SETENGAH JADI"})
    assert "SETENGAH JADI" in form.content.decode()
    assert len(form.context["documents"].kept) == MOST_DRAFTS - 1
    assert not form.context["form"].errors
    for one in kept:
        client.post(url, {"buang": one})


def test_a_draft_serves_once(cast):
    with desk.desk(cast.operator_a):
        made = services.keep_draft(
            actor=cast.operator_a, regency="3272", upload=upload()
        )
    one, two = someone(cast, 1), someone(cast, 2)
    grounds = services.Grounds(evidence_kind="SURAT_PINDAH", drafts=[made])

    def remove(voter):
        with desk.desk(cast.operator_a):
            return services.propose_by_hand(
                actor=cast.operator_a,
                regency="3272",
                period=desk.period(),
                kind="TMS",
                nik=voter.nik,
                voter=voter,
                category="PINDAH",
                new={},
                grounds=grounds,
            )

    assert remove(one).state == "OPEN"
    with pytest.raises(errors.BadEvidence):
        remove(two)
    assert not waiting(cast, two)


def test_old_drafts_go_with_their_files(client, cast):
    from django.utils import timezone

    from voters.services.drafts import forget_drafts, old_drafts

    url = reverse("voters:documents", args=["3272"])
    (kept,) = client.post(url, {"documents": [upload()]}).context["documents"].kept
    now = timezone.now()
    with as_worker():
        assert old_drafts(kept.made_at) == 0
        assert forget_drafts(now) == 1
        assert old_drafts(now) == 0
    assert not default_storage.exists(kept.file)


def test_a_corrected_nik_keeps_its_history(client, cast):
    voter = someone(cast, 3)
    taken = someone(cast, 4)
    url = asked(voter, "NIK")
    page = client.get(url).content.decode()
    assert voter.nik not in page and "NIK sekarang" in page
    shown = client.post(url, {"tampilkan": "1", "tujuan": "usulan"}).content.decode()
    assert voter.nik in shown
    right = voter.nik[:12] + "9" + voter.nik[13:]
    said = {"nik": right, "evidence_kind": "KTP_KK", "evidence_no": "1"}
    assert "note" in client.post(url, said).context["form"].errors
    said["note"] = "salah ketik di daftar pembuka"
    for number, words in (("12", "16 angka"), (taken.nik, "sudah dipakai")):
        assert words in client.post(url, {**said, "nik": number}).content.decode()
    bare = client.post(url, {**said, "evidence_no": ""}).content.decode()
    assert "Perlu bukti" in bare
    assert client.post(url, said).status_code == 302
    (made,) = waiting(cast, voter)
    assert (made.nik, made.new, made.kind) == (voter.nik, {"nik": right}, "UBAH")
    desk.decide(cast.operator_a, services.accept, made)
    desk.work("apply", cast.operator_a)
    look = reverse("voters:search", args=["3272"])
    detail = reverse("voters:detail", args=["3272", voter.public_id])
    for number in (voter.nik, right):
        assert client.post(look, {"q": number}).url == detail
    page = client.get(detail).content.decode()
    assert "NIK lama" in page and "salah ketik di daftar pembuka" in page
    assert str(cast.operator_a) in page
    assert voter.nik not in page
    unmask = reverse("voters:unmask", args=["3272", voter.public_id])
    assert voter.nik in client.post(unmask, {"tujuan": "usulan"}).content.decode()
    desk.work("undo", cast.operator_a, proposal=made.pk)
    assert "NIK lama" not in client.get(detail).content.decode()
    assert client.post(look, {"q": right}).status_code == 200


def test_the_change_form_corrects_no_nik(client, cast):
    voter = someone(cast, 5)
    form = client.get(asked(voter, "UBAH")).context["form"]
    assert "nik" not in form.fields
    assert {"nkk", "birth_date"} & form.initial.keys() == set()


def unmaskings(voter):
    """Purposes of every recorded showing of this voter's numbers, oldest first."""
    found = admin_sql(
        "SELECT l.purpose, l.subject = %s FROM audit_ledgerentry l"
        " JOIN ledger_persons p ON p.entry_id = l.id"
        " WHERE l.action = 'voter.unmask' AND %s = ANY (p.persons) ORDER BY l.id",
        [str(voter.public_id), voter.public_id],
    )
    assert all(itself for _purpose, itself in found)
    return [purpose for purpose, _itself in found]


def numbers_in(answer, voter):
    """What of the voter's number and birth date an answer shows in full."""
    text = answer.content.decode()
    return {one for one in (voter.nkk, voter.birth_date.isoformat()) if one in text}


def test_the_change_form_shows_numbers_for_a_named_purpose_only(sign_in, cast):
    client = sign_in(cast.operator_a)
    one, other = someone(cast, 11), someone(cast, 12)
    both = {one.nkk, one.birth_date.isoformat()}
    assert len(one.nkk) == 16
    first = client.get(asked(one, "UBAH"))
    assert not numbers_in(first, one)
    assert f"{one.nkk[:6]}••••••••••. Kosong" in first.content.decode()
    # Whatever the form sends: without a purpose nothing is shown.
    for said in (
        {"tampilkan": "1"},
        {"tampilkan": "1", "tujuan": "apa saja"},
        {"lengkap": "1", "tujuan": ""},
        {"buang": "x", "lengkap": "1"},
        {"address": "", "sex": "X"},
    ):
        answer = client.post(asked(one, "UBAH"), said)
        assert answer.status_code == 200 and not numbers_in(answer, one), said
    assert unmaskings(one) == []
    said = {"tampilkan": "1", "tujuan": "pemilih", "address": "JL SETENGAH"}
    shown = client.post(asked(one, "UBAH"), said)
    assert numbers_in(shown, one) == both
    assert "JL SETENGAH" in shown.content.decode(), "what was typed stays"
    assert unmaskings(one) == ["pemilih"]
    # An error, and a document taken out, show them again: each is recorded.
    wrong = {"lengkap": "1", "nkk": one.nkk, "birth_date": one.birth_date, "sex": "X"}
    assert numbers_in(client.post(asked(one, "UBAH"), wrong), one) == both
    taken = {"lengkap": "1", "buang": "x"}
    assert numbers_in(client.post(asked(one, "UBAH"), taken), one) == both
    assert unmaskings(one) == ["pemilih"] * 3
    # Once a work session: the next person is asked for by one press, and recorded.
    assert not numbers_in(client.get(asked(other, "UBAH")), other)
    answer = client.post(asked(other, "UBAH"), {"tampilkan": "1"})
    assert numbers_in(answer, other) and unmaskings(other) == ["pemilih"]
    nik = client.post(asked(other, "NIK"), {"tampilkan": "1"}).content.decode()
    assert other.nik in nik and unmaskings(other) == ["pemilih"] * 2


def test_what_was_masked_and_left_alone_is_unchanged(client, cast):
    one, two, three = (someone(cast, at) for at in (13, 14, 15))
    form = client.get(asked(one, "UBAH")).context["form"]
    typed = {
        name: form.get_initial_for_field(field, name) or ""
        for name, field in form.fields.items()
    }
    assert typed["nkk"] == typed["birth_date"] == ""
    done = client.post(asked(one, "UBAH"), {**typed, "address": "JL TERANG 5"})
    assert done.status_code == 302
    (made,) = waiting(cast, one)
    assert made.new == {"address": "JL TERANG 5"}
    card = two.nkk[:15] + ("1" if two.nkk[15] != "1" else "2")
    typed |= {name: getattr(two, name) or "" for name in typed if hasattr(two, name)}
    masked = {**typed, "birth_date": "", "nkk": card}
    assert client.post(asked(two, "UBAH"), masked).status_code == 302
    (made,) = waiting(cast, two)
    assert made.new == {"nkk": card}
    # In full, an emptied field says what it says.
    typed |= {
        name: getattr(three, name) or "" for name in typed if hasattr(three, name)
    }
    client.post(asked(three, "UBAH"), {"tampilkan": "1", "tujuan": "usulan"})
    whole = {**typed, "lengkap": "1", "birth_date": "", "address": "JL LAIN 3"}
    answer = client.post(asked(three, "UBAH"), whole)
    assert "birth_date" in answer.context["form"].errors
    assert not waiting(cast, three)


def test_a_station_left_as_it_stood_is_none_of_another_kelurahan(client, cast):
    stays, named = someone(cast, 4), someone(cast, 5)
    for voter, tps, told in ((stays, stays.tps, {}), (named, "077", {"tps": "077"})):
        page = client.get(asked(voter, "UBAH")).context["form"]
        typed = {name: page[name].initial or "" for name in page.fields}
        others = {code for code, _name in page.fields["kelurahan"].choices}
        place = min(others - {voter.kelurahan})
        typed |= {"kelurahan": place, "tps": tps, "documents": []}
        assert client.post(asked(voter, "UBAH"), typed).status_code == 302
        (made,) = waiting(cast, voter)
        assert made.kind == "PINDAH_DALAM" and made.new == {"kelurahan": place, **told}


def check(client, query="", **typed):
    url = reverse("voters:check", args=["3272"])
    answer = client.post(url + query, typed)
    assert answer.status_code == 200
    return answer, {one.rule: one for one in answer.context["checked"].checks}


def test_the_form_is_checked_while_it_is_typed(client, cast):
    voter = someone(cast, 6)
    born = voter.birth_date.isoformat()
    answer, found = check(
        client, nik=voter.nik, name=voter.name, birth_date=born, sex=voter.sex
    )
    assert found["N7"].voter == voter.public_id and found["N7"].level == "BLOCK"
    text = answer.content.decode()
    assert "aturan N7" in text and voter.nik not in text
    first = answer.context["checked"].alike[0]
    assert first.voter.pk == voter.pk and first.tier == "TOP"
    assert len(answer.context["checked"].alike) <= 5
    seen = admin_sql(
        "SELECT count(*) FROM audit_ledgerentry WHERE action = 'voter.alike'"
    )
    assert seen[0][0] >= 1
    young, found = check(client, birth_date="2015-01-01", nik="3272010101150001")
    assert found["E8"].level == "BLOCK" and not young.context["checked"].alike
    assert "Hasil pemeriksaan" in check(client)[0].content.decode()


def test_who_was_struck_is_told_before_the_form_is_sent(client, cast):
    with desk.desk(cast.operator_a):
        rows = Voter.objects.of("3272").filter(status="INELIGIBLE")
        dead = rows.filter(status_reason="MENINGGAL")[0]
        left = rows.filter(status_reason="PINDAH")[0]
    for gone, category, level, rule in (
        (dead, "", "WARN", "J4"),
        (dead, "PINDAH_MASUK", "BLOCK", "P26"),
        (left, "PINDAH_MASUK", "WARN", "J4"),
        (left, "PURNA", "BLOCK", "P26"),
    ):
        typed = {"name": gone.name, "birth_date": gone.birth_date.isoformat()}
        _answer, found = check(client, nik=gone.nik, category=category, **typed)
        assert (found[rule].level, found[rule].voter) == (level, gone.public_id)
    other = {"name": "ORANG LAIN", "birth_date": "1950-01-01"}
    _answer, found = check(client, nik=dead.nik, category="PINDAH_MASUK", **other)
    assert found["J4"].level == "WARN"
    admin_sql(f"UPDATE voter SET status_reason = 'BATAL' WHERE id = {dead.pk}")
    _answer, found = check(client, nik=dead.nik, category="PINDAH_MASUK")
    assert "J4" not in found and "P26" not in found


def test_a_correction_is_checked_with_both_numbers(client, cast):
    voter, other = someone(cast, 7), someone(cast, 8)
    query = f"?pemilih={voter.public_id}&jenis=NIK"
    answer, found = check(client, query, nik=other.nik)
    assert found["N7"].voter == other.public_id
    assert "NIK yang sekarang tercatat" in answer.content.decode()


def test_reinstating_follows_the_rules(client, cast):
    with desk.desk(cast.operator_a):
        rows = Voter.objects.of("3272").filter(status="INELIGIBLE")
        gone = rows.exclude(status_reason__in=("BATAL", "DI_BAWAH_UMUR")).first()
    url = asked(gone, "PEMULIHAN")
    assert "Tidak ada yang menghalangi" in client.get(url).content.decode()
    assert "Perlu bukti" in client.post(url, {}).content.decode()
    proof = {"evidence_kind": "KTP_KK", "evidence_no": "7"}
    assert client.post(url, proof).status_code == 302
    newcomer = {
        "name": "SEMENTARA",
        "birth_date": "1990-01-01",
        "sex": "L",
        "address": "JL 1",
        "kelurahan": gone.kelurahan,
    }
    made = desk.propose(
        cast.operator_a,
        "BARU",
        None,
        nik="3272010101900077",
        new=newcomer,
        category="PINDAH_MASUK",
    )
    desk.decide(cast.operator_a, services.accept, made)
    desk.work("apply", cast.operator_a)
    desk.work("undo", cast.operator_a, proposal=made.pk)
    born = desk.see_voter(
        cast.operator_a, desk.see(cast.operator_a, made).voter_id or 0
    )
    assert (
        "batal masuk" in client.post(asked(born, "PEMULIHAN"), proof).content.decode()
    )
    page = client.get(reverse("voters:detail", args=["3272", born.public_id]))
    assert "Usulkan pemilih baru" in page.content.decode()


def test_an_own_proposal_is_taken_back(client, cast, sign_in):
    voter = someone(cast, 9)
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"rt": "077"})
    url = reverse("voters:withdraw", args=["3272", made.public_id])
    page = reverse("voters:proposal", args=["3272", made.public_id])
    assert "Tarik usulan saya" in client.get(page).content.decode()
    other = sign_in(cast.operator_a2)
    assert "Tarik usulan saya" not in other.get(page).content.decode()
    assert "pengusulnya" in other.post(url, follow=True).content.decode()
    assert "1 usulan ditarik" in client.post(url, follow=True).content.decode()
    assert desk.see(cast.operator_a, made).state == "WITHDRAWN"
    assert "sudah diputus" in client.post(url, follow=True).content.decode()
    again = desk.propose(cast.operator_a, "UBAH", voter, new={"rt": "078"})
    assert again.state == "OPEN"
    with desk.desk(cast.operator_a2):
        services.add_evidence(
            actor=cast.operator_a2,
            regency="3272",
            public_id=again.public_id,
            kind="KTP_KK",
            number="3",
        )
    theirs = reverse("voters:withdraw", args=["3272", again.public_id])
    assert "orang lain" in client.post(theirs, follow=True).content.decode()
    work = admin_sql(
        "SELECT count(*) FROM change_proposal WHERE state = 'WITHDRAWN' "
        "AND regency_code = '3272'"
    )
    assert work == [(1,)]


def test_a_new_voter_with_photographs(client, cast):
    voter = someone(cast, 10)
    data = {
        "category": "BELUM_TERDATA",
        "nik": "3272011505900088",
        "name": "Orang Foto",
        "birth_date": "1990-05-15",
        "sex": "L",
        "marital_status": "B",
        "address": "Jl Satu",
        "kelurahan": voter.kelurahan,
        "disability": "0",
        "documents": [upload(png(), "ktp.png"), io.BytesIO(PDF)],
    }
    assert client.post(NEW, data).status_code == 302
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get(nik=data["nik"])
        files = Evidence.objects.of("3272").filter(proposal_id=made.pk)
        assert sorted(one.file[-3:] for one in files) == ["pdf", "png"]
