"""The queue at an event: who is met, by keyboard, and what the office sees of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit.models import LedgerEntry
from kpu_portal.contributing import citizens_reports
from periods.models import Period
from posts.models import OutreachEvent, Visit
from posts.selectors import post_figures
from tests.posts.conftest import JPEG, KECAMATAN, make_event, make_post
from tests.roles import admin_sql, as_worker
from voters.models import ChangeProposal, CitizenReport, Evidence, EvidenceDraft

DEATH = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "AM-9"}


@pytest.fixture(scope="module")
def fair(desk: Any) -> Any:
    """A greeting of today: `fair.event`, `fair.home`, and people as `desk` has them."""
    desk.event = make_event(title="Pasar Pelita")
    desk.home = f"/kab/3272/sapa-warga/{desk.event.public_id}/antrean/"
    return desk


def report_at(address: str) -> CitizenReport:
    with as_worker():
        return CitizenReport.objects.get(public_id=address.rstrip("/").split("/")[-1])


def send(client: Any, url: str, **said: Any) -> CitizenReport:
    """Send a form of the queue as it is offered, with `said`."""
    form = client.get(url).context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(url, filled | said)
    assert answer.status_code == 302, answer.context["form"].errors
    return report_at(answer["Location"])


def test_a_report_takes_five_acts_and_the_next_person_one_key(
    fair: Any, cast: Any, sign_in: Any
) -> None:
    nik, name, public_id = fair.next()
    client = sign_in(cast.post)
    page = client.get(fair.home).content.decode()
    assert re.search(r'<input[^>]*name="q"[^>]*autofocus', page)
    person = client.post(fair.home, {"q": nik})["Location"]  # 1: a NIK and Enter
    assert person == f"{fair.home}{public_id}/"
    text = client.get(person).content.decode()
    keys = dict(re.findall(r'href="([^"]+jenis=\w+)" data-key="(\w)"', text))
    assert set(keys.values()) == {"b", "p", "m"}
    url = f"{person}lapor/?jenis=meninggal"  # 2: the kind, a key
    form = client.get(url).context["form"]
    filled = {field: form[field].value() or "" for field in form.fields}
    filled["evidence_no"] = "AM-1"  # 3: the number on the paper, 4: its photo
    answer = client.post(url, filled)  # 5: sent
    receipt = client.get(answer["Location"]).content.decode()
    report = report_at(answer["Location"])
    assert f"<b>{report.number}</b>" in receipt
    assert f'href="{fair.home}" autofocus data-key="n"' in receipt
    for private in (nik, name):
        assert private not in receipt
    assert (report.channel, report.source_name) == ("OUTREACH", "Pasar Pelita")


def test_a_photo_taken_in_the_queue_outlives_an_error(
    fair: Any, cast: Any, sign_in: Any
) -> None:
    _nik, _name, public_id = fair.next()
    client = sign_in(cast.post)
    url = f"{fair.home}{public_id}/lapor/?jenis=meninggal"
    photo = SimpleUploadedFile("a.jpg", JPEG)
    said = DEATH | {"relation": "FAMILY", "event_date": "kemarin"}
    page = client.post(url, said | {"documents": photo})
    (kept,) = re.findall(r'name="draf-documents" value="([-0-9a-f]+)"', page.text)
    answer = client.post(url, said | {"event_date": "", "draf-documents": kept})
    assert answer.status_code == 302, answer.context["form"].errors
    with as_worker():
        report = CitizenReport.objects.get(
            public_id=answer["Location"].rstrip("/").split("/")[-1]
        )
        rows = Evidence.objects.of("3272").filter(proposal_id=report.proposal_id)
        assert [one.file[-4:] for one in rows if one.file] == [".jpg"]
        assert not EvidenceDraft.objects.exists()


def test_ten_people_are_met_and_the_office_reviews_them(
    fair: Any, cast: Any, sign_in: Any
) -> None:
    client, office = sign_in(cast.post), sign_in(cast.operator_a)
    event = make_event(title="Sapa sepuluh")
    home = f"/kab/3272/sapa-warga/{event.public_id}/antrean/"
    for _n in range(6):
        nik, _name, public_id = fair.next()
        assert client.post(home, {"q": nik}).status_code == 302
        report = report_at(client.post(f"{home}{public_id}/tetap/")["Location"])
        assert (report.kind, report.proposal_id) == ("TETAP", None)
    names = [fair.next() for _n in range(2)]
    moved = send(client, f"{home}{names[0][2]}/lapor/?jenis=pindah", **DEATH)
    told = send(
        client, f"{home}{names[1][2]}/lapor/?jenis=ubah", address="JALAN PASAR 1"
    )
    new = send(
        client,
        f"{home}baru/",
        **{"nik": "3272014101090001", "name": "SITI BARU", "birth_date": "2009-01-01"},
        **{"sex": "P", "marital_status": "B", "address": "JALAN 1"},
        **{"kelurahan": "3272011001", "disability": "0", "category": "GENAP_17"},
        **{"evidence_no": "KK-1"},
    )
    assert client.post(f"{home}bertanya/").status_code == 302
    with as_worker():
        event.refresh_from_db()
        kinds = list(Visit.objects.filter(event=event).values_list("kind", flat=True))
        proposals = ChangeProposal.objects.of("3272").filter(
            pk__in=[moved.proposal_id, told.proposal_id, new.proposal_id]
        )
        assert {one.source for one in proposals} == {"Sapa sepuluh"}
        period = Period.objects.open("3272").get()
        told_of = {one.figure: one.plain for one in citizens_reports("3272", period)}
        assert told_of["TETAP"] >= 6  # and so in the recap of the kelurahan
    assert event.state == "HELD"
    assert sorted(kinds) == sorted(
        ["TETAP"] * 6 + ["PINDAH", "PERBAIKAN", "BARU", "BERTANYA"]
    )
    queue = office.get("/kab/3272/tinjauan/?sumber=sapa sepuluh").content.decode()
    for name in (names[0][1], names[1][1], "SITI BARU"):
        assert name in queue
    off = f"/kab/3272/sapa-warga/{event.public_id}/keadaan/"
    for state in ("PLANNED", "CANCELLED"):
        office.post(off, {"keadaan": state, "alasan": "Salah"})
    with as_worker():
        event.refresh_from_db()
    assert event.state == "HELD"
    entry = LedgerEntry.objects.using("gate").filter(action="outreach.visit").last()
    assert entry is not None
    assert set(entry.data) == {"kind"}


def test_who_lives_elsewhere_is_not_found(fair: Any, cast: Any, sign_in: Any) -> None:
    [(nik, public_id)] = admin_sql(
        "SELECT nik, public_id::text FROM voter WHERE kelurahan LIKE '327202%'"
        " AND status = 'ACTIVE' ORDER BY id LIMIT 1"
    )
    for part in (cast.post, cast.operator_a):  # the office sees both kecamatan
        client = sign_in(part)
        answer = client.post(fair.home, {"q": nik})
        assert "Tidak ada orang dengan NIK" in answer.content.decode()
        for tail in ("", "lapor/?jenis=ubah"):
            assert client.get(f"{fair.home}{public_id}/{tail}").status_code == 404
        assert client.post(f"{fair.home}{public_id}/tetap/").status_code == 404
    villages = client.get(f"{fair.home}baru/").context["form"].fields["kelurahan"]
    assert all(code.startswith(KECAMATAN) for code, _name in villages.choices)
    assert client.get(f"{fair.home}{fair.next()[2]}/lapor/?jenis=x").status_code == 404


@pytest.mark.parametrize(
    ("days", "state", "why"),
    [(1, "PLANNED", "belum tiba tanggalnya"), (0, "CANCELLED", "Kegiatan ini batal")],
)
def test_nobody_is_entered_before_the_day_or_when_cancelled(
    fair: Any, cast: Any, sign_in: Any, days: int, state: str, why: str
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    event = make_event(day=day, state=state, reason="x" if state == "CANCELLED" else "")
    home = f"/kab/3272/sapa-warga/{event.public_id}/antrean/"
    client = sign_in(cast.post)
    person = f"{home}{fair.next()[2]}/"
    refused = client.post(f"{person}tetap/", follow=True)
    assert why in refused.content.decode()
    assert why in client.get(home).content.decode()
    client.post(f"{home}bertanya/")
    death = client.post(
        f"{person}lapor/?jenis=meninggal", DEATH | {"relation": "FAMILY"}
    )
    assert why in death.content.decode()
    with as_worker():
        assert not Visit.objects.filter(event=event).exists()
        assert OutreachEvent.objects.get(pk=event.pk).state == state


def test_results_and_figures_count_who_was_met(
    fair: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.post)
    event = make_event(title="Hasil uji")
    home = f"/kab/3272/sapa-warga/{event.public_id}/"
    empty = client.get(f"{home}hasil/").content.decode()
    assert "Belum ada orang yang ditemui" in empty
    one, two = fair.next()[2], fair.next()[2]
    client.post(f"{home}antrean/{one}/tetap/")
    dead = send(client, f"{home}antrean/{two}/lapor/?jenis=meninggal", **DEATH)
    client.post(f"{home}antrean/bertanya/")
    with as_worker():
        ChangeProposal.objects.of("3272").filter(pk=dead.proposal_id).update(
            state="REJECTED"
        )
    page = client.get(f"{home}hasil/")
    found = page.context["results"]
    assert (found.people, dict(found.by_kind)["Meninggal"]) == (3, 1)
    assert {str(word): n for word, n in found.by_status} == {
        "Ditolak": 1,
        "Dicatat: tidak ada yang perlu diubah": 1,
    }
    assert [total for _place, _figures, total in found.by_place] == [1, 2]
    assert [(who, total) for who, _figures, total in found.by_officer] == [
        (str(cast.post), 3)
    ]
    assert dead.number in page.content.decode()
    post = make_post("Pos Sebelah")
    with as_worker():
        Visit.objects.create(
            regency_code="3272", kecamatan=KECAMATAN, post=post, kind="BERTANYA"
        )
        rows = [
            (row.name, row.visits, row.tetap, row.meninggal, row.proposed)
            for row in post_figures("3272")
            if row.name in ("Hasil uji", "Pos Sebelah")
        ]
    assert rows == [("Pos Sebelah", 1, 0, 0, 0), ("Hasil uji", 3, 1, 1, 1)]
    log = sign_in(cast.operator_a).get("/kab/3272/kunjungan/").content.decode()
    assert "Hasil uji" in log
