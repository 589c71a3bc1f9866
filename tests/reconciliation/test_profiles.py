"""A sender's profile, its preview, and cells pasted from Excel, through the pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections, transaction
from django.urls import reverse
from django.utils.translation import override

from files import mapping
from launcher.messages import compile_all
from reconciliation.forms import FIELD_LABELS
from reconciliation.models import Delivery, RowIssue, SenderProfile
from reconciliation.rules import cells
from reconciliation.selectors import outcome_lines, written
from reconciliation.services import restore, save_mapping
from tests.reconciliation.conftest import REGENCY, take_in
from tests.roles import as_worker
from tests.workers import wait_for_its_lock

PASTED = (
    "NIK\tNAMA ORANG\tTGL LAHIR\tJK\tKET\tRT\r\n"
    "3272010101900001\tSiti  Aminah\t01-01-1990\tX\tMENINGGAL\t6\r\n"
)


def url(name: str, *args: Any) -> str:
    return reverse(f"reconciliation:{name}", args=["3272", *args])


@pytest.mark.parametrize(
    ("field", "cell", "told"),
    [
        ("", "X", ("", "")),
        ("nik", "3272010101900001", ("3272010101900001", "")),
        ("nik", "327201", ("", "NIK_LENGTH")),
        # What a sheet dresses a number in, the run takes off, too.
        ("nik", '="3272010101900001"', ("3272010101900001", "")),
        ("nik", "327201.010190.0001", ("3272010101900001", "")),
        ("nik", "327201-010190-0001", ("3272010101900001", "")),
        ("nik", "3272010101900001.0", ("", "NIK_NUMBER")),
        ("nik", "3272010101900001X", ("", "NIK_LETTERS")),
        ("nkk", "3272 0101", ("32720101", "")),
        ("name", " siti  aminah ", ("SITI AMINAH", "")),
        ("name", " ", ("", "NAME_EMPTY")),
        ("rt", "6", ("006", "")),
        ("birth_date", "31-02-1990", ("", "BIRTH_DATE")),
        ("birth_date", "1 Januari 1990", ("01-01-1990", "")),
        ("event_date", "-", ("", "")),
        ("birth", "Sukabumi, 1 Januari 1990", ("SUKABUMI, 01-01-1990", "")),
        ("birth", "1990-01-31", ("31-01-1990", "")),
        ("birth", "Sukabumi, 31-02-1990", ("", "BIRTH_DATE")),
        ("birth", "Sukabumi 1990", ("", "BIRTH_DATE")),
        ("birth", "Sukabumi,", ("SUKABUMI", "")),
        ("birth", "Sukabumi, 1 2-05-1990", ("", "BIRTH_DATE")),
        ("nationality", "wna (Malaysia)", ("WNA (MALAYSIA)", "")),
        ("nationality", "Malaysia", ("", "NATIONALITY_CODE")),
        ("nationality", "-", ("", "")),
        ("birth", "-", ("", "")),
        ("sex", "perempuan", ("P", "")),
        ("sex", "X", ("", "SEX_CODE")),
        ("sex", "", ("", "")),
        ("event", "1", ("", "EVENT_CODE")),
        ("event", "mati", ("MENINGGAL", "")),
        ("event", "Baru", ("BARU", "")),  # it passes no verdict; its own word is shown
        ("address", "jl. baru", ("JL. BARU", "")),
        ("disability", "2", ("2", "")),
        ("disability", "-", ("", "")),
        ("disability", "7", ("", "DISABILITY_CODE")),
        ("ektp_status", "sudah", ("S", "")),
        ("ektp_status", "11", ("", "EKTP_CODE")),
    ],
)
def test_a_cell_is_read_or_its_issue_named(
    field: str, cell: str, told: tuple[str, str]
) -> None:
    assert cells.read(field, cell, ["32"]) == told


def test_a_bare_number_is_read_by_its_vintage() -> None:
    assert cells.read("event", "1", ["32"], "2024") == ("MENINGGAL", "")
    assert cells.read("event", "9", ["32"], "2018") == ("HAK_DICABUT", "")
    assert cells.read("event", "9", ["32"], "2024") == ("", "EVENT_CODE")
    old = {"0": "0", "1": "1", "2": "6", "4": "2", "3": "", "5": "", "6": ""}
    for code, meant in old.items():
        issue = "" if meant else "DISABILITY_CODE"
        assert cells.read("disability", code, ["32"], "2018") == (meant, issue)


def paste(client: Any, text: str, **more: Any) -> Any:
    return client.post(url("upload"), {"pasted": text, "sender": "rs", **more})


def test_pasted_cells_are_mapped_previewed_and_remembered(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    assert "Pilih berkas" in paste(client, " ").content.decode()
    assert "Tidak ada tab" in paste(client, "NIK NAMA").content.decode()
    assert paste(client, PASTED).status_code == 302
    with as_worker():
        delivery = Delivery.objects.get()
    assert delivery.filename.startswith("tempelan-") and delivery.rows == 1
    page = client.get(url("detail", delivery.public_id)).content.decode()
    assert "rumah sakit" in page.lower() and "TMS · Meninggal" in page
    chosen = {f"kolom_{at}": "" for at in range(6)}
    chosen |= {"kolom_0": "nik", "kolom_1": "name", "kolom_3": "sex", "kolom_5": "rt"}
    shown = client.post(url("preview", delivery.public_id), chosen).content.decode()
    assert "SITI AMINAH" in shown and "006" in shown
    assert "Kode jenis kelamin tidak dikenal" in shown
    assert "3272010101900001" not in shown
    # Read once: another choice of columns does not open the file again.
    with as_worker():
        default_storage.delete(delivery.file)
    again = {**chosen, "kolom_5": "rw"}
    shown = client.post(url("preview", delivery.public_id), again).content.decode()
    assert "SITI AMINAH" in shown and "RW" in shown
    client.post(url("mapping", delivery.public_id), chosen)
    # What the headings mean has changed: what was read before stands no more.
    shown = client.post(url("preview", delivery.public_id), again).content.decode()
    assert "SITI AMINAH" not in shown
    client.post(url("mapping", delivery.public_id), {**chosen, "kolom_5": "rw"})
    page = client.get(url("profile", "rs")).content.decode()
    assert "Kembali ke v1" in page and "RT → RW" in page
    client.post(url("profile_restore", "rs", 1))
    client.post(url("profile_restore", "rs", 9))
    with as_worker():
        found = SenderProfile.objects.filter(sender="rs").order_by("version")
        assert [one.columns["RT"] for one in found] == ["rt", "rw", "rt"]
    assert client.get(url("profile", "siapa")).status_code == 404


DOUBLED = (
    "NIK\tNAMA\tNAMA\tTGL LAHIR\tKET\tLAIN\tLAIN\t\t\r\n"
    "3272010101900001\tSITI\tIBU\t01-01-1990\tMENINGGAL\tx\ty\tp\tq\r\n"
)


def test_which_of_two_like_columns_is_meant_holds_for_its_file_alone(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    assert paste(client, DOUBLED).status_code == 302
    with as_worker():
        first = Delivery.objects.get()
    fields = ["nik", "name", "", "birth_date", "event", "", "", "address", ""]
    chosen = {f"kolom_{at}": field for at, field in enumerate(fields)}
    client.post(url("mapping", first.public_id), chosen)
    with as_worker():
        first.refresh_from_db()
        kept = SenderProfile.objects.get().columns
    assert first.fields["name"] == 1
    assert kept == {"NIK": "nik", "TGLLAHIR": "birth_date", "KET": "event", "LAIN": ""}
    later = "NIK\tNAMA\tTGL LAHIR\tKET\r\n3272010101900002\tANI\t01-01-1990\tMATI\r\n"
    assert paste(client, later).status_code == 302
    with as_worker():
        assert Delivery.objects.latest("id").fields["name"] == 1


@pytest.mark.parametrize("second", ["save", "restore"])
def test_two_versions_at_the_same_moment_are_two(
    stocked: str, tmp_path: Path, second: str
) -> None:
    """The second waits for the first, whose version it then counts from."""
    chosen = {0: "nik", 1: "name", 2: "birth_date", 3: "event"}
    files = []
    for n in range(3):
        files.append(tmp_path / f"{n}.csv")
        row = f"327201010190000{n + 1}|SITI|01-01-1990|MATI"
        files[n].write_text(f"NIK|NAMA|TGL LAHIR|KET\n{row}\n")

    def go(delivery: Delivery) -> None:
        try:
            if second == "save":
                save_mapping(actor=None, delivery=delivery, chosen=chosen)
            else:
                restore(actor=None, regency=REGENCY, sender="dukcapil", version=1)
        finally:
            connections.close_all()

    with as_worker(), ThreadPoolExecutor(1) as pool:
        one, two, three = [take_in(path) for path in files]
        save_mapping(actor=None, delivery=one, chosen=chosen)
        with transaction.atomic():
            save_mapping(actor=None, delivery=two, chosen=chosen)
            other = pool.submit(go, three)
            wait_for_its_lock(other)
        other.result()
        rows = SenderProfile.objects.order_by("version")
        assert list(rows.values_list("version", flat=True)) == [1, 2, 3]


def test_an_event_that_is_not_ours_and_an_occupation_are_said_in_words(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    paste(client, "NIK\tNAMA\tKETERANGAN\n3272010101900001\tSITI\tLAHIR\n")
    with as_worker():
        delivery = Delivery.objects.get()
    page = client.get(url("detail", delivery.public_id)).content.decode()
    assert "bukan urusan daftar pemilih (kelahiran, surat)" in page
    assert "NOT_OURS" not in page
    compile_all()
    with override("en"):
        assert str(FIELD_LABELS["occupation"]) == "Occupation"


def test_figures_are_written_alike_in_both_languages() -> None:
    details = {"details": {"IGNORED": {"NOT_ON_ROLL": 1186}}}
    delivery = Delivery(regency_code="3272", sender="dukcapil", details=details)
    delivery.counts, delivery.rows = {"IGNORED": 1186}, 2000
    for language in ("id", "en"):
        with override(language):
            line = {one.outcome: one for one in outcome_lines(delivery)}["IGNORED"]
            assert line.what_next.startswith("1.186 ")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("01-05-1990", "••-••-1990"),
        ("1990-05-17", "••-••-1990"),
        ("1990-05-17 00:00:00", "••-••-1990"),
        ("17 Mei 1990", "••-••-1990"),
        ("SUKABUMI, 1990/5/17", "••-••-1990"),
        ("17-05-90", "••-••-••••"),
        ("19900517", "••-••-••••"),
        ("1705-1990", "••-••-1990"),
        ("1905-1990", "••-••-••••"),
        ("33010", "••-••-••••"),
        ("33010.0", "••-••-••••"),
        ("", ""),
    ],
)
def test_a_birth_date_shows_its_year_alone(cell: str, shown: str) -> None:
    for field in ("birth_date", "birth"):
        assert mapping.masked(field, "TGL LAHIR", [cell], 0) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("31-02-1990", "31-02-••••"),
        ("1990-02-31 ", "••••-02-31"),
        ("13-03-32", "13-03-••••"),
        ("SUKABUMI, 1 2-05-1990", "SUKABUMI, 1 2-05-••••"),
        ("31 Pebruari 1990", "31 Pebruari ••••"),
        ("33010", "••••"),
        ("19900231", "••••"),
        ("X" * 60, "X" * 40 + "…"),
    ],
)
def test_an_impossible_birth_is_shown_without_its_year(cell: str, shown: str) -> None:
    assert written(RowIssue(kind="BIRTH_DATE", written=cell)) == shown


def test_what_stands_beside_an_error_is_hidden() -> None:
    for beside in ("01-05-1990", "3272010101900001"):
        issue = RowIssue(kind="CELL_ERROR", written=f" #REF!, {beside}")
        assert "#REF!" in written(issue)
        assert beside[-4:] not in written(issue)
    assert written(RowIssue(kind="CELL_ERROR", written="JL #N/A 55")) == "JL #N/A 55"


def test_first_rows_are_kept_for_few_files_and_not_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, asked = mapping.FirstRows(), []

    def read(name: str) -> mapping.Rows:
        asked.append(name)
        return [[name]]

    monkeypatch.setattr(mapping, "MOST_KEPT", 2)
    for name in ("a", "b", "c", "c", "a"):
        assert kept.get(name, lambda name=name: read(name)) == [[name]]
    assert asked == ["a", "b", "c", "a"]
    monkeypatch.setattr(mapping, "KEPT_SECONDS", 0)
    for _look in range(2):
        kept.get("d", lambda: read("d"))
    assert asked[-2:] == ["d", "d"]
