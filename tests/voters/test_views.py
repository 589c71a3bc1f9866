"""Pages of the roll and the review, as operators see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal
from voters.models.proposals import QUESTIONS

pytestmark = pytest.mark.usefixtures("stocked")
LIST = "/kab/3272/pemilih/"
QUEUE = "/kab/3272/tinjauan/"


def queue_of(cast, n=5):
    people = desk.voters(cast.operator_a, n)
    return [
        desk.propose(cast.operator_a, "UBAH", voter, new={"address": f"JL BARU {i}"})
        for i, voter in enumerate(people)
    ]


def test_list_works(sign_in, cast):
    answer = sign_in(cast.operator_a).get(LIST)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Daftar pemilih" in text
    assert not re.search(r"\b\d{16}\b", text)


def test_list_filters_and_sorts(sign_in, cast):
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    query = {
        "kecamatan": voter.kelurahan[:6],
        "kelurahan": voter.kelurahan,
        "tps": voter.tps,
        "jk": voter.sex,
        "nama": voter.name.split()[0].lower(),
        "urut": "tempat",
    }
    answer = client.get(LIST, query)
    assert voter.name in answer.content.decode()
    gone = client.get(LIST, {"status": "INELIGIBLE"})
    assert gone.status_code == 200
    assert client.get(LIST, {"sebab": "MENINGGAL"}).status_code == 200
    assert "pd-table" not in client.get(LIST, {"nama": "XQXQ"}).content.decode()


@pytest.mark.parametrize("order", ["nama", "tempat"])
def test_every_page_shows_everybody_once(sign_in, cast, settings, order):
    client = sign_in(cast.operator_a)
    seen: list[str] = []
    url = f"{LIST}?urut={order}"
    while url:
        context = client.get(url).context
        page = context["page"]
        seen += [voter.pk for voter in page.rows]
        url = f"{LIST}?urut={order}&sesudah={page.after}" if page.after else ""
    assert len(seen) == len(set(seen)) == sum(desk.counted().values())
    last = client.get(f"{LIST}?urut={order}&sebelum=akhir").context["page"]
    assert last.rows[-1].pk == seen[-1]
    assert last.after is None
    back = client.get(f"{LIST}?urut={order}&sebelum={last.before}").context["page"]
    assert [v.pk for v in back.rows] == seen[-100:-50]


def test_count_and_columns(sign_in, cast):
    client = sign_in(cast.operator_a)
    context = client.get(LIST).context
    assert context["count"] == sum(desk.counted().values())
    text = client.get(LIST, {"kolom": ["address"]}).content.decode()
    assert "Alamat" in text


def test_list_query_count(sign_in, cast, django_assert_max_num_queries):
    client = sign_in(cast.operator_a)
    client.get(LIST)
    with django_assert_max_num_queries(18):
        client.get(LIST)


def test_search_by_nik_and_name(sign_in, cast):
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    answer = client.post(f"{LIST}cari/", {"q": voter.nik})
    assert answer.url == reverse("voters:detail", args=["3272", voter.public_id])
    assert voter.nik not in answer.url
    named = client.post(f"{LIST}cari/", {"q": "siti"})
    assert named.url.endswith("?nama=SITI")
    missing = client.post(f"{LIST}cari/", {"q": "3272010101010001"})
    assert "tidak ditemukan" in missing.content.decode()
    assert client.post(f"{LIST}cari/", {"q": ""}).url == LIST


def test_a_foreign_nik_is_not_found(sign_in, cast):
    ours = desk.voters(cast.operator_a, 1)[0]
    client = sign_in(cast.operator_b)
    answer = client.post("/kab/3101/pemilih/cari/", {"q": ours.nik})
    assert answer.status_code == 200
    assert "tidak ditemukan" in answer.content.decode()
    assert client.get(f"{LIST}{ours.public_id}/").status_code == 404
    assert client.get(f"/kab/3101/pemilih/{ours.public_id}/").status_code == 404


def test_detail_masks_and_unmask_is_recorded(sign_in, cast):
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    url = reverse("voters:detail", args=["3272", voter.public_id])
    assert voter.nik not in client.get(url).content.decode()
    unmask = reverse("voters:unmask", args=["3272", voter.public_id])
    shown = client.post(unmask, {"tujuan": "usulan"})
    assert voter.nik in shown.content.decode()
    entry = admin_sql(
        "SELECT actor_name, subject FROM audit_ledgerentry WHERE action='voter.unmask'"
    )
    assert entry == [(str(cast.operator_a), str(voter.public_id))]


def test_export_is_masked_and_recorded(sign_in, cast):
    answer = sign_in(cast.operator_a).get(f"{LIST}ekspor/", {"jk": "L"})
    assert answer.status_code == 200
    assert b"PK" in b"".join(answer.streaming_content)[:4]
    assert admin_sql("SELECT 1 FROM audit_ledgerentry WHERE action='voter.export'")


def test_propose_by_hand(sign_in, cast):
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    url = reverse("voters:propose", args=["3272"])
    asked = f"{url}?pemilih={voter.public_id}&jenis="
    for kind in ("UBAH", "NIK", "TMS", "TAHAN", "PEMULIHAN"):
        assert client.get(asked + kind).status_code == 200
    assert client.get(asked + "BARU").status_code == 404
    assert client.get(f"{url}?pemilih=x&jenis=TMS").status_code == 404
    struck = {"category": "MENINGGAL", "evidence_kind": "LAIN", "evidence_no": "1"}
    made = client.post(asked + "TMS", struck)
    assert made.status_code == 302
    again = client.post(asked + "TMS", struck)
    assert "Sudah ada usulan" in again.content.decode()
    held = client.post(
        asked + "TAHAN", {"category": "RAGU", "status_until": "2027-01-01"}
    )
    assert held.status_code == 302
    form = client.get(asked + "UBAH").context["form"]
    data = {
        name: form.get_initial_for_field(f, name) or ""
        for name, f in form.fields.items()
    }
    data |= {"address": "JL LAIN 9"}
    assert client.post(asked + "UBAH", data).status_code == 302
    assert "Tidak ada unsur" not in client.get(asked + "UBAH").content.decode()
    page = client.get(reverse("voters:detail", args=["3272", voter.public_id]))
    assert "Usulan yang belum diterapkan" in page.content.decode()


def test_a_voter_is_held_until_a_day(sign_in, cast):
    """The form offers the office's days; without a day nobody is held."""
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 2)[1]
    url = reverse("voters:propose", args=["3272"])
    asked = f"{url}?pemilih={voter.public_id}&jenis=TAHAN"
    form = client.get(asked).context["form"]
    offered = form.get_initial_for_field(form.fields["status_until"], "status_until")
    assert offered == timezone.localdate() + timedelta(days=14)
    said = client.post(asked, {"category": "RAGU", "status_until": ""})
    assert said.context["form"].errors.keys() == {"status_until"}
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").filter(kind="TAHAN")
        assert not rows.filter(voter_id=voter.pk).exists()
    assert client.post(asked, {"category": "RAGU", "status_until": offered}).url
    with desk.desk(cast.operator_a):
        (made,) = rows.filter(voter_id=voter.pk)
    assert made.new["status_until"] == offered.isoformat()


def test_propose_newcomer(sign_in, cast):
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    url = reverse("voters:propose", args=["3272"])
    assert client.get(url).status_code == 200
    data = {
        "category": "PINDAH_MASUK",
        "nik": "3201010101900001",
        "name": "Orang Baru",
        "birth_date": "1990-01-01",
        "sex": "L",
        "marital_status": "B",
        "address": "Jl Satu",
        "kelurahan": voter.kelurahan,
        "disability": "0",
    }
    assert client.post(url, data).status_code == 302
    young = data | {"nik": "3201010101150001", "birth_date": "2015-01-01"}
    assert "Belum 17" in client.post(url, young).content.decode()


def test_review_shows_decides_and_goes_on(sign_in, cast):
    client = sign_in(cast.operator_a)
    first, second, third = queue_of(cast, 3)
    page = client.get(QUEUE)
    text = page.content.decode()
    assert page.context["current"].pk == first.pk
    assert "<mark>" in text
    assert "Berubah" in text
    url = reverse("voters:decide", args=["3272", first.public_id])
    answer = client.post(f"{url}?jenis=UBAH", {"keputusan": "accept", "seen": "OPEN"})
    assert answer.url.startswith(f"/kab/3272/usulan/{second.public_id}/")
    assert desk.see(cast.operator_a, first).state == "ACCEPTED"
    shown = client.get(answer.url).content.decode()
    assert "urungkan" in shown or "Urungkan" in shown
    undone = client.post(f"{url}?keputusan=reopen")
    assert undone.status_code == 302
    assert desk.see(cast.operator_a, first).state == "OPEN"
    for decision, state, more in (
        ("reject", "REJECTED", {"alasan": "BUKAN_ORANG"}),
        ("hold", "HOLD", {"sampai": "2099-01-01"}),
        ("coklit", "COKLIT", {}),
    ):
        other = reverse("voters:decide", args=["3272", third.public_id])
        client.post(other, {"keputusan": "reopen"})
        client.post(other, {"keputusan": decision, **more})
        assert desk.see(cast.operator_a, third).state == state
    assert client.get(f"/kab/3272/usulan/{third.public_id}/").status_code == 200


def test_a_refused_decision_is_told(sign_in, cast):
    client = sign_in(cast.operator_a)
    (only,) = queue_of(cast, 1)
    url = reverse("voters:decide", args=["3272", only.public_id])
    answer = client.post(url, {"keputusan": "reject"}, follow=True)
    assert "Pilih alasan penolakan" in answer.content.decode()
    wrong = client.post(url, {"keputusan": "x"}, follow=True)
    assert "tidak lengkap" in wrong.content.decode()
    refer = client.post(url, {"keputusan": "refer"}, follow=True)
    assert "Dukcapil" in refer.content.decode()
    desk.decide(cast.operator_a2, services.accept, only)
    late = client.post(url, {"keputusan": "accept", "seen": "OPEN"}, follow=True)
    assert str(cast.operator_a2) in late.content.decode()


def test_take_only_some_elements(sign_in, cast):
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(
        cast.operator_a, "UBAH", voter, new={"address": "JL X 1", "rt": "099"}
    )
    url = reverse("voters:decide", args=["3272", made.public_id])
    taken = {"keputusan": "accept", "sebagian": "1", "unsur": ["rt"]}
    client.post(url, {**taken, "alasan": "SALAH_UNSUR"})
    assert desk.see(cast.operator_a, made).elements == ["rt"]
    desk.work("apply")
    after = desk.see_voter(cast.operator_a, voter.pk)
    assert (after.rt, after.address) == ("099", voter.address)


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_bulk_counts_confirms_and_decides(sign_in, cast, kind):
    client = sign_in(cast.operator_a)
    made = queue_of(cast, 4)
    desk.inject([desk.question(desk.asked_about(cast.operator_a, kind), kind)])
    url = reverse("voters:bulk", args=["3272"])
    page = client.get(url, {"keputusan": "accept"})
    assert page.context["count"] == 4
    assert "satu per satu" in page.content.decode()
    picked = client.get(url, {"keputusan": "accept", "pilih": [made[0].pk]})
    assert picked.context["count"] == 1
    wrong = client.post(f"{url}?keputusan=accept", {"keputusan": "accept", "jumlah": 9})
    assert "berubah dari" in wrong.content.decode()
    done = client.post(f"{url}?keputusan=accept", {"keputusan": "accept", "jumlah": 4})
    assert done.status_code == 302
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").order_by("state", "kind")
        states = list(rows.values_list("kind", "state"))
    assert states == [("UBAH", "ACCEPTED")] * 4 + [(kind, "OPEN")]
    alone = client.get(url, {"keputusan": "accept", "jenis": kind})
    assert alone.context["count"] == 0
    assert client.get(url, {"keputusan": "x"}).status_code == 404
    for decision in ("reject", "hold", "coklit"):
        assert client.get(url, {"keputusan": decision}).status_code == 200


def test_apply_and_undo_from_the_page(sign_in, cast):
    client = sign_in(cast.operator_a)
    (only,) = queue_of(cast, 1)
    apply_url = reverse("voters:apply", args=["3272"])
    nothing = client.post(apply_url, follow=True)
    assert "Tidak ada usulan" in nothing.content.decode()
    desk.decide(cast.operator_a, services.accept, only)
    assert "Terapkan 1" in client.get(QUEUE).content.decode()
    answer = client.post(apply_url)
    with as_worker():
        job = Job.objects.get(kind="apply")
    assert answer.url == reverse("jobs:progress", args=["3272", job.public_id])
    desk.work("apply")
    voter = desk.see_voter(cast.operator_a, only.voter_id)
    page = client.get(reverse("voters:detail", args=["3272", voter.public_id]))
    assert "Urungkan" in page.content.decode()
    undo_url = reverse("voters:undo", args=["3272"])
    assert "Pilih usulan" in client.post(undo_url, follow=True).content.decode()
    queued = client.post(undo_url, {"usulan": str(only.public_id)})
    assert queued.status_code == 302
    with as_worker():
        assert Job.objects.filter(kind="undo").count() == 1
    assert client.post(undo_url, {"kiriman": "1"}).status_code == 302


def test_evidence_goes_in_and_out(sign_in, cast):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL")
    url = reverse("voters:evidence", args=["3272", made.public_id])
    upload = SimpleUploadedFile("akta.pdf", b"%PDF-1.7 isi", "application/pdf")
    client.post(url, {"kind": "AKTA_KEMATIAN", "upload": upload})
    page = client.get(f"/kab/3272/usulan/{made.public_id}/")
    evidence = page.context["evidence"][0]
    assert "akta" not in evidence.file
    scan = reverse(
        "voters:evidence_file", args=["3272", made.public_id, evidence.public_id]
    )
    answer = client.get(scan)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 isi"
    assert answer["Content-Type"] == "application/pdf"
    assert sign_in(cast.operator_b).get(scan).status_code == 404
    bad = SimpleUploadedFile("akta.pdf", b"<html>", "application/pdf")
    told = client.post(url, {"kind": "AKTA_KEMATIAN", "upload": bad}, follow=True)
    assert "PDF, JPG, atau PNG" in told.content.decode()
    assert "belum lengkap" in client.post(url, follow=True).content.decode()
    accept = reverse("voters:decide", args=["3272", made.public_id])
    client.post(accept, {"keputusan": "accept"})
    assert desk.see(cast.operator_a, made).state == "ACCEPTED"


def test_an_empty_queue_says_so(sign_in, cast):
    assert sign_in(cast.operator_a).get(QUEUE).status_code == 200
    assert not ChangeProposal.objects.of("3272").exists()


@pytest.mark.parametrize("order", ["", "nama", "kelurahan"])
def test_the_queue_keeps_its_order_through_decisions(sign_in, cast, order):
    client = sign_in(cast.operator_a)
    queue_of(cast, 6)
    columns = {"": "pk", "nama": "name", "kelurahan": "kelurahan"}
    shown = client.get(QUEUE, {"urut": order}).context["page"].rows
    keys = [getattr(item, columns[order]) for item in shown]
    assert len(keys) == 6 and keys == sorted(keys)
    walked = [shown[0].public_id]
    for _n in range(5):
        url = reverse("voters:decide", args=["3272", walked[-1]])
        answer = client.post(f"{url}?urut={order}", {"keputusan": "accept"})
        assert f"urut={order}" in answer["Location"]
        walked.append(client.get(answer["Location"]).context["current"].public_id)
    assert walked == [item.public_id for item in shown]


def test_the_queue_counts_what_waits_and_what_is_accepted(sign_in, cast):
    client = sign_in(cast.operator_a)
    made = queue_of(cast, 4)
    desk.decide(cast.operator_a, services.accept, made[0])
    page = client.get(QUEUE)
    assert (page.context["count"], page.context["accepted"]) == (3, 1)
    assert page.context["period_open"]
    assert client.get(QUEUE, {"keadaan": "ACCEPTED"}).context["count"] == 1
    assert client.get(QUEUE, {"jenis": "TMS"}).context["count"] == 0
    admin_sql("UPDATE periods_period SET state = 'CLOSED' WHERE regency_code = '3272'")
    closed = client.get(QUEUE)
    assert (closed.context["accepted"], closed.context["period_open"]) == (0, False)


def test_the_comparison_masks_numbers_and_escapes_words(sign_in, cast):
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL <B> 9"})
    text = client.get(QUEUE).content.decode()
    assert "&lt;B&gt;" in text and "<B>" not in text
    assert voter.nik not in text and voter.nkk not in text
    assert f"••-••-{voter.birth_date.year}" in text
    assert f"{voter.birth_date:%Y-%m-%d}" not in text
    assert text.count('name="unsur" value="') == 1
