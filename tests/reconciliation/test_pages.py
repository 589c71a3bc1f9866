"""The operator's walk through the pages of a delivery, and what others are told."""

from __future__ import annotations

import os
import re
import time
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.scope import scoped_as
from audit.models import LedgerEntry
from jobs import services
from jobs.models import Job
from periods.models import Period
from periods.services import close, open_period
from reconciliation.models import Delivery, RowIssue, SenderProfile
from reconciliation.services import receiving
from tests import databases
from tests.brokers import broker_down, broker_up
from tests.roles import as_worker

REGENCY, PERIOD = "3272", "2026-11"


def url(name: str, *args: Any) -> str:
    return reverse(f"reconciliation:{name}", args=[REGENCY, *args])


def upload(client: Any, data: bytes, name: str = "kiriman.csv") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(
        url("upload"), {"file": file, "sender": "dukcapil", "letter_no": "470/1"}
    )


def the_delivery() -> Delivery:
    with as_worker():
        return Delivery.objects.get()


def work_off() -> None:
    """What a Celery worker would do."""
    with as_worker():
        for job in Job.objects.filter(state="QUEUED"):
            services.run(job.pk)


def test_an_upload_is_moved_into_the_store_and_not_copied(portal: str) -> None:
    with TemporaryUploadedFile("kiriman.csv", "text/csv", 4, None) as arrived:
        arrived.write(b"NIK\n")
        arrived.flush()
        inode = os.stat(arrived.temporary_file_path()).st_ino
        kept = receiving._keep("kiriman/3272/satu.dat", arrived)
    there = os.stat(default_storage.path(kept))
    assert (there.st_ino, there.st_mode & 0o777) == (inode, 0o600)
    assert default_storage.open(kept).read() == b"NIK\n"
    default_storage.delete(kept)


def test_from_upload_to_report(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    assert client.get(url("list")).status_code == 200
    assert client.get(url("upload")).status_code == 200
    data = demo_files.path("snapshot").read_bytes()
    answer = upload(client, data, "DKB_3272.csv")
    delivery = the_delivery()
    page_url = url("detail", delivery.public_id)
    assert answer.status_code == 302
    assert answer["Location"] == page_url

    page = client.get(page_url).content.decode()
    assert "Potret lengkap" in page and "NAMA_LGKP" in page
    nik = data.split(b"\n")[1].split(b"|")[1].decode()
    assert nik not in page and nik[:6] + "•" in page

    started = client.post(url("start", delivery.public_id), {"kind": "SNAPSHOT"})
    assert started.status_code == 302
    assert "Halaman ini boleh ditutup" in client.get(page_url).content.decode()
    work_off()

    page = client.get(page_url).content.decode()
    assert "Sepuluh hasil" in page and "Jumlah cocok" in page
    assert "NIK rusak oleh Excel" in page
    assert nik not in page

    with as_worker():
        works = list(Job.objects.values_list("public_id", flat=True))
    assert len(works) == 2, "the run, and the search behind it"
    for work in works:
        told = client.get(reverse("jobs:progress", args=[REGENCY, work]))
        assert f'href="{page_url}"' in told.content.decode()

    for query in ("hasil=TMS", "hasil=TIDAK_ADA", "peringatan=semua",
                  "masalah=NIK_NUMBER", "hasil=IGNORED", "sesudah=1"):  # fmt: skip
        shown = client.get(url("rows", delivery.public_id) + "?" + query)
        assert shown.status_code == 200, query
    assert client.get(url("list")).content.decode().count(">DKB_3272.csv<") == 1
    # The queue goes kelurahan by kelurahan, in each by the lines of the file.
    review = reverse("voters:review", args=[REGENCY])
    assert f'href="{review}?kiriman={delivery.pk}"' in page
    queue = client.get(review, {"kiriman": delivery.pk}).context["page"].rows
    named = client.get(review, {"kiriman": "dkb_3272"}).context["page"].rows
    assert [one.pk for one in named] == [one.pk for one in queue]
    assert not client.get(review, {"kiriman": "lain.csv"}).context["page"].rows
    order = [(one.kelurahan, one.line_no or 0) for one in queue]
    assert len({place for place, _line in order}) > 1
    assert [place for place, _line in order] == sorted(place for place, _ in order)


def test_refused_rows_go_back_with_their_own_columns(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any, run: Any, tmp_path: Any
) -> None:
    source = demo_files.path("snapshot")
    delivery = run(source, "SNAPSHOT")
    client = sign_in(cast.operator_a)
    answer = client.get(url("refused", delivery.public_id))
    assert answer.status_code == 200
    saved = tmp_path / "back.xlsx"
    saved.write_bytes(b"".join(answer.streaming_content))
    sheet = CalamineWorkbook.from_path(str(saved)).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    written = source.read_text(encoding="utf-8").splitlines()
    own = written[0].split("|")
    assert header[: len(own)] == own
    assert header[len(own) :] == ["Kesalahan", "Saran", "Baris berkas"]
    assert len(rows) == delivery.counts["REFUSED"]
    for row in rows:
        line = written[int(row[-1]) - 1]
        if row[-3] == "Jumlah kolom tidak sama dengan judul":
            assert row[0] == line
        else:
            assert [str(cell) for cell in row[: len(own)]] == line.split("|")
    page = openpyxl.load_workbook(saved).worksheets[0]
    at = own.index("NIK") + 1
    cells = [page.cell(line, at) for line in range(2, len(rows) + 2)]
    formats = {cell.number_format for cell in cells if cell.value}
    assert formats == {"@"}, "a NIK that is corrected here stays text"


def test_the_same_file_twice_names_the_first(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    data = demo_files.path("events").read_bytes()
    upload(sign_in(cast.operator_a), data, "pertama.csv")
    again = upload(sign_in(cast.operator_a2), data, "kedua.csv")
    assert again.status_code == 422
    page = again.content.decode()
    assert "sudah diterima pada" in page and "pertama.csv" in page
    assert 'href="/aturan/#D15"' in page
    assert url("detail", the_delivery().public_id) in page


@pytest.mark.parametrize("ran", [False, True])
def test_a_file_that_its_period_outlived_comes_again_into_the_open_one(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any, ran: bool
) -> None:
    """ran: it was started, and its job failed before the period closed."""
    client, data = sign_in(cast.operator_a), demo_files.path("events").read_bytes()
    upload(client, data)
    first = the_delivery()
    page, start = (url(one, first.public_id) for one in ("detail", "start"))
    if ran:
        client.post(start, {"kind": "EVENTS"})
    with as_worker():
        close(Period.objects.open(REGENCY).get())
        opened = open_period(actor=None, regency=REGENCY, code="2026-12")
    if ran:
        assert upload(client, data).status_code == 422, "its job may still run"
        work_off()
        with as_worker():
            assert Job.objects.get(kind="reconcile").state == "FAILED"
    said = client.post(start, {"kind": "EVENTS"}, follow=True).content.decode()
    assert "unggah kembali berkasnya" in said
    with as_worker():
        Period.objects.filter(pk=first.period_id).update(state="SUSPENDED")
    assert upload(client, data).status_code == 422, "its period will open again"
    with as_worker():
        Period.objects.filter(pk=first.period_id).update(state="CLOSED")
    second = upload(client, data)["Location"]
    with as_worker():
        now = Delivery.objects.standing().get()
        first.refresh_from_db()
        told = LedgerEntry.objects.using("gate").get(action="delivery.outlived")
    assert second == url("detail", now.public_id)
    assert (first.state, now.state) == ("WITHDRAWN", "RECEIVED")
    assert (first.period_code, now.period_id) == (PERIOD, opened.pk)
    assert told.subject == str(first.public_id)
    assert told.data == {"period": PERIOD, "again": str(now.public_id)}
    shown = client.get(page)
    assert shown.status_code == 200 and second in shown.content.decode()
    assert "ditutup sebelum kiriman ini direkonsiliasi" in shown.content.decode()
    listed = client.get(url("list")).content.decode()
    assert "Ditarik" in listed
    assert upload(client, data).status_code == 422, "the second one stands"
    client.post(url("start", now.public_id), {"kind": "EVENTS"})
    work_off()
    assert "Sepuluh hasil" in client.get(second).content.decode()


def test_corrected_mapping_is_remembered_for_the_sender(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    lines = demo_files.path("events").read_text().splitlines()
    lines[0] = lines[0].replace("PERISTIWA|", "APA YANG TERJADI|", 1)
    upload(client, "\n".join(lines).encode() + b"\n")
    delivery = the_delivery()
    assert "event" not in delivery.fields
    refused = client.post(
        url("start", delivery.public_id), {"kind": "EVENTS"}, follow=True
    )
    assert "Kolom wajib belum dipetakan" in refused.content.decode()
    chosen = {f"kolom_{at}": "" for at in range(len(delivery.recognised["header"]))}
    for field, at in delivery.fields.items():
        chosen[f"kolom_{at}"] = field
    chosen[f"kolom_{delivery.recognised['header'].index('APA YANG TERJADI')}"] = "event"
    client.post(url("mapping", delivery.public_id), chosen)
    with as_worker():
        assert SenderProfile.objects.get().version == 1
    upload(client, "\n".join(lines[:-1]).encode() + b"\n")
    with as_worker():
        second = Delivery.objects.order_by("-id")[0]
    assert "event" in second.fields and second.profile_version == 1


def test_starting_keeps_choices_that_were_not_saved(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    upload(client, demo_files.path("events").read_bytes())
    delivery = the_delivery()
    page = client.get(url("detail", delivery.public_id)).content.decode()
    begun = url("start", delivery.public_id)
    button = re.search(rf'<button[^>]*formaction="{begun}"[^>]*>', page)
    assert button and 'form="peta"' in button[0]
    assert len(re.findall(r'<input type="radio"[^>]* form="peta"', page)) == 2
    chosen = entered(delivery)
    dropped = delivery.fields["address"]
    chosen |= {f"kolom_{dropped}": "", "kind": "EVENTS"}
    assert client.post(begun, chosen).status_code == 302
    delivery = the_delivery()
    assert (delivery.state, delivery.profile_version) == ("STARTED", 1)
    assert "address" not in delivery.fields and "name" in delivery.fields


def entered(delivery: Delivery) -> dict[str, str]:
    """What the mapping of a delivery sends where nobody chose anything."""
    told = {f"kolom_{at}": "" for at in range(len(delivery.recognised["header"]))}
    return told | {f"kolom_{at}": field for field, at in delivery.fields.items()}


def test_a_refused_mapping_keeps_what_was_entered(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    upload(client, demo_files.path("events").read_bytes())
    delivery = the_delivery()
    header, at = delivery.recognised["header"], delivery.fields["address"]
    chosen = entered(delivery) | {"vintage": "2018", "kind": "SNAPSHOT"}
    twice = {**chosen, f"kolom_{at}": "name", f"kolom_{delivery.fields['rt']}": "rw"}
    twice[f"kolom_{delivery.fields['rw']}"] = ""
    for name in ("mapping", "start"):
        page = client.post(url(name, delivery.public_id), twice)
        text = page.content.decode()
        assert page.status_code == 422, name
        mended = f"Nama dipilih juga untuk {header[delivery.fields['name']]}; pilih"
        assert f'<a href="#id_kolom_{at}">{header[at]}: {mended}' in text
        form = page.context["mapping_form"]
        assert form.chosen()[at] == "name" and form["vintage"].value() == "2018"
        assert form.chosen()[delivery.fields["rt"]] == "rw"
        assert re.search(r'value="SNAPSHOT"[^>]* checked', text), name
    # What the start refuses comes back as well: nobody said what kind it is.
    other = {**chosen, f"kolom_{at}": "", "kind": ""}
    page = client.post(url("start", delivery.public_id), other)
    assert page.status_code == 422
    assert "Pilih potret lengkap atau peristiwa." in page.content.decode()
    assert page.context["mapping_form"].chosen()[at] == ""
    assert the_delivery().state == "RECEIVED" and the_delivery().vintage == ""


def test_bad_files_are_told_apart(stocked: str, cast: Any, sign_in: Any) -> None:
    client, before = sign_in(cast.operator_a), kept_files()
    told = {
        b"": "kosong. Periksa isinya atau minta kiriman ulang",
        b"\xff\xd8\xff\xe0 not a list": "Bukan berkas",
        b"halo\ndunia\n": "Judul kolom tidak ditemukan",
        b"NIK|NAMA|TGL LAHIR\n": "hanya berisi judul",
        b"NIK|NAMA|TGL LAHIR\n3272010101800001|A|01-01-1980\n32720": "terpotong",
        b"NIK|NAMA|TGL LAHIR\n327201|\x00\x81|01-01-1980\n": "tidak terbaca",
        b"PK\x03\x04broken": "terpotong atau rusak",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + "EncryptedPackage".encode("utf-16-le"): "kata sandi",
    }
    for data, word in told.items():
        answer = upload(client, data)
        assert answer.status_code == 422, word
        page = answer.content.decode()
        assert word in page, word
        assert re.search(r'href="/aturan/#D(49|50|51|65)"', page), word
    with as_worker():
        assert not Delivery.objects.exists()
    assert kept_files() == before


def test_a_file_of_another_period_is_asked_about(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    """None of the first event dates lies in November 2026: said, and not refused."""
    client = sign_in(cast.operator_a)

    def page_of(*days: str) -> str:
        rows = "".join(
            f"32720101018000{n:02d}|A|MENINGGAL|{day}\n" for n, day in enumerate(days)
        )
        upload(client, f"NIK|NAMA|PERISTIWA|TGL_MATI\n{rows}".encode())
        with as_worker():
            last = Delivery.objects.order_by("-id")[0]
        return str(client.get(url("detail", last.public_id)).content.decode())

    said = "tidak ada yang di dalam periode 2026-11"
    old = page_of("03-03-2025", "1 Maret 2025", "-")
    assert said in old and "1 Mar 2025 sampai 3 Mar 2025" in old
    assert 'href="/aturan/#D64"' in old
    begun = url("start", the_delivery().public_id)
    assert client.post(begun, {"kind": "EVENTS"}).status_code == 302
    assert the_delivery().state == "STARTED"
    assert said not in page_of("03-03-2025", "30-11-2026")
    assert said not in page_of("-", "")


def kept_files() -> set[str]:
    """Files that the storage holds for the regency."""
    try:
        return set(default_storage.listdir(f"kiriman/{REGENCY}")[1])
    except FileNotFoundError:
        return set()


def test_a_file_of_another_regency_is_said_on_its_page(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    data = databases.demo_files("3101").path("snapshot").read_bytes()
    assert upload(client, data).status_code == 302
    page_url = url("detail", the_delivery().public_id)
    client.post(url("start", the_delivery().public_id), {"kind": "SNAPSHOT"})
    work_off()
    page = client.get(page_url).content.decode()
    assert "berkas milik daerah lain? (aturan D17)" in page
    assert not the_delivery().is_done
    with as_worker():
        assert not RowIssue.objects.exists()


def test_a_closed_period_takes_no_file_and_starts_none(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    upload(client, demo_files.path("events").read_bytes())
    with as_worker():
        close(Period.objects.open(REGENCY).get())
    begun = client.post(
        url("start", the_delivery().public_id), {"kind": "EVENTS"}, follow=True
    )
    assert "sudah ditutup" in begun.content.decode()
    before = kept_files()
    answer = upload(client, demo_files.path("snapshot").read_bytes())
    assert answer.status_code == 422
    assert "Tidak ada periode yang terbuka" in answer.content.decode()
    assert kept_files() == before
    with as_worker():
        assert Delivery.objects.count() == 1 and not Job.objects.exists()


def test_with_valkey_down_the_page_says_that_work_waits(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client = sign_in(cast.operator_a)
    upload(client, demo_files.path("events").read_bytes())
    page_url = url("detail", the_delivery().public_id)
    with broker_down():
        before = time.monotonic()
        begun = client.post(url("start", the_delivery().public_id), {"kind": "EVENTS"})
        page = client.get(page_url).content.decode()
        assert time.monotonic() - before < 10, "nobody waits for a broker that is down"
        assert begun.status_code == 302
        with as_worker():
            assert services.sweep()["woken"] == 0
    assert "Menunggu giliran; mulai dengan sendirinya begitu pekerja siap" in page
    # The sweeper wakes a worker once the broker answers.
    with broker_up() as broker, as_worker():
        assert services.sweep()["woken"] == 1
        assert broker.llen("celery") == 1
    work_off()
    assert "Jumlah cocok" in client.get(page_url).content.decode()


def test_other_offices_see_nothing(
    stocked: str, cast: Any, sign_in: Any, demo_files: Any, run: Any
) -> None:
    delivery = run(demo_files.path("events"), "EVENTS")
    names = ("detail", "rows", "refused")
    for name in names:
        foreign = sign_in(cast.operator_b).get(url(name, delivery.public_id))
        assert foreign.status_code == 404
        own = reverse(f"reconciliation:{name}", args=["3101", delivery.public_id])
        assert sign_in(cast.operator_b).get(own).status_code == 404
        for role in (cast.province, cast.supervisor):
            assert sign_in(role).get(url(name, delivery.public_id)).status_code == 403
    assert RowIssue.objects.count() == 0, "web without a scope sees no row"
    with transaction.atomic(), scoped_as(cast.operator_b):
        assert Delivery.objects.count() == 0
    with transaction.atomic(), scoped_as(cast.operator_a):
        assert Delivery.objects.count() == 1
        assert RowIssue.objects.count() > 0
