"""A voter's page: every element, and a history down to file and line."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reconciliation.conftest import reconcile
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Voter

pytestmark = pytest.mark.usefixtures("stocked")
FILLED = {
    "dpid": "DPID-31-0077",
    "nik": "3272015708620007",
    "nkk": "3272010101010077",
    "name": "NENENG HALIMAH",
    "birth_place": "CIANJUR",
    "birth_date": "1962-08-17",
    "marital_status": "P",
    "sex": "P",
    "address": "JL KENANGA 77",
    "rt": "013",
    "rw": "017",
    "tps": "905",
    "is_special_site": True,
    "disability": "4",
    "disability_vintage": "2024",
    "ektp_status": "B",
    "remark": "DI LAPAS",
    "source": "Dukcapil 2026",
    "status": "HELD",
    "status_reason": "RAGU",
    "status_until": "2027-01-31",
}
SHOWN = {
    "NIK": "3272015708620007",
    "No. KK": "3272010101010077",
    "Nama": "NENENG HALIMAH",
    "Tempat lahir": "CIANJUR",
    "Tanggal lahir": "17 Agu 1962",
    "Jenis kelamin": "Perempuan",
    "Status kawin": "P, pernah kawin",
    "Alamat": "JL KENANGA 77",
    "RT / RW": "013 / 017",
    "TPS": "905",
    "Lokasi khusus": "Ya",
    "Disabilitas": "4, sensorik wicara (daftar kode 2024)",
    "KTP-el": "B, belum",
    "DPID": "DPID-31-0077",
    "Keterangan": "DI LAPAS",
    "Sumber": "Dukcapil 2026",
}
NO_ELEMENT = {"id", "regency_code", "public_id", "row_version", "change_id"}
MASKED = ("NIK", "No. KK", "Tanggal lahir")


def page_url(voter: Voter) -> str:
    return reverse("voters:detail", args=["3272", voter.public_id])


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def elements(page: str) -> dict[str, str]:
    """The table of elements: what is written beside each heading."""
    table = page[page.index('id="h-unsur"') :]
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', table, re.DOTALL)
    return {text_of(label): text_of(value) for label, value in rows}


def history(page: str) -> list[list[str]]:
    """The cells of each event, as HTML."""
    start = page.index('id="h-riwayat"')
    table = page[page.index("<tbody>", start) : page.index("</tbody>", start)]
    return [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in table.split("<tr>")[1:]
    ]


def test_every_element_of_a_voter_is_on_the_page(cast: Any, sign_in: Any) -> None:
    fields = {field.name for field in Voter._meta.concrete_fields}
    assert fields == FILLED.keys() | NO_ELEMENT | {"kelurahan"}, "a new element"
    voter = desk.voters(cast.operator_a, 1)[0]
    with as_worker():
        Voter.objects.of("3272").filter(pk=voter.pk).update(**FILLED)
    [(village,)] = admin_sql(
        "SELECT name FROM regions_region WHERE code = %s", [voter.kelurahan]
    )
    client = sign_in(cast.operator_a)
    unmask = reverse("voters:unmask", args=["3272", voter.public_id])
    shown = elements(client.post(unmask, {"tujuan": "usulan"}).content.decode())
    held = "Ditahan, Ragu, sampai 31 Jan 2027"
    assert shown == {**SHOWN, "Kelurahan": village, "Status": held}
    hidden = elements(client.get(page_url(voter)).content.decode())
    assert hidden.keys() == shown.keys()
    assert {name for name in shown if hidden[name] != shown[name]} == set(MASKED)


def test_history_says_who_when_why_and_from_which_file_and_line(
    cast: Any, sign_in: Any, demo_files: Any
) -> None:
    with as_worker():
        delivery = reconcile(demo_files.path("snapshot"), "SNAPSHOT")
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").filter(kind="TMS", state="OPEN")
        made = rows.exclude(category="GANDA").filter(line_no__isnull=False)[0]
    proof = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "3272-KM-0042"}
    note = "Akta dilihat di Disdukcapil."
    desk.decide(cast.operator_a, services.accept, made, note=note, **proof)
    desk.work("apply", cast.chair_a)
    voter = desk.see_voter(cast.operator_a, made.voter_id)
    client = sign_in(cast.operator_a)
    ((when, what, change, who, source, undo),) = history(
        client.get(page_url(voter)).content.decode()
    )
    [(recorded,)] = admin_sql(
        "SELECT to_char(recorded_at AT TIME ZONE 'Asia/Jakarta', 'HH24.MI') "
        "FROM voter_event WHERE voter_id = %s",
        [voter.pk],
    )
    assert recorded in text_of(when)
    assert "TMS" in text_of(what)
    assert "Status" in text_of(change)
    assert text_of(who) == f"{cast.chair_a} {note} Akta kematian 3272-KM-0042"
    file_url = reverse("reconciliation:detail", args=["3272", delivery.public_id])
    line_url = reverse("reconciliation:rows", args=["3272", delivery.public_id])
    line_url += f"?baris={made.line_no}"
    assert f'<a class="pd-code" href="{file_url}">{delivery.filename}</a>' in source
    line = f"{made.line_no:,}".replace(",", ".")
    assert f'<a href="{line_url}">baris {line}</a>' in source
    assert "Urungkan" in undo
    listed = client.get(line_url).context["rows"]
    assert [(row.line_no, row.voter_id) for row in listed] == [(made.line_no, voter.pk)]


def test_the_part_of_a_file_of_several_is_named(
    cast: Any, sign_in: Any, demo_files: Any, tmp_path: Path
) -> None:
    head, *lines = demo_files.path("snapshot").read_text("utf-8").splitlines()
    half, kept = len(lines) // 2, tmp_path / "DUKCAPIL.zip"
    with ZipFile(kept, "w") as packed:
        packed.writestr("cikole.csv", "\n".join([head, *lines[:half]]) + "\n")
        packed.writestr("lainnya.csv", "\n".join([head, *lines[half:]]) + "\n")
    with as_worker():
        reconcile(kept, "SNAPSHOT")
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").filter(kind="UBAH", state="OPEN")
        made = rows.order_by("-line_no")[0]
    desk.decide(cast.operator_a, services.accept, made)
    desk.work("apply", cast.operator_a)
    voter = desk.see_voter(cast.operator_a, made.voter_id)
    ((*_cells, source, _undo),) = history(
        sign_in(cast.operator_a).get(page_url(voter)).content.decode()
    )
    row = next(n for n, line in enumerate(lines[half:], 2) if voter.nik in line)
    assert text_of(source).endswith(f"DUKCAPIL.zip , lainnya.csv, baris {row}")


def test_files_are_asked_for_once_and_only_where_a_delivery_spoke(
    cast: Any, sign_in: Any, demo_files: Any
) -> None:
    client, voter = sign_in(cast.operator_a), desk.voters(cast.operator_a, 1)[0]

    def queries() -> list[str]:
        client.get(page_url(voter))
        with CaptureQueriesContext(connection) as asked:
            client.get(page_url(voter))
        return [one["sql"] for one in asked.captured_queries]

    bare = queries()
    assert not [sql for sql in bare if "reconciliation_delivery" in sql]
    with as_worker():
        delivery = reconcile(demo_files.path("events"), "EVENTS")
    number = delivery.pk
    for turn in ("001", "002", "003"):
        row = desk.question(
            desk.see_voter(cast.operator_a, voter.pk),
            "UBAH",
            elements=["rt"],
            old="{}",
            new=f'{{"rt":"{turn}"}}',
            fingerprint=turn,
            line_no=int(turn),
        )
        desk.inject([row], delivery=number)
        with desk.desk(cast.operator_a):
            made = ChangeProposal.objects.of("3272").get(
                voter_id=voter.pk, kind="UBAH", state="OPEN"
            )
        desk.decide(cast.operator_a, services.accept, made)
        desk.work("apply")
    spoken = queries()
    assert len(history(client.get(page_url(voter)).content.decode())) == 3
    assert len([sql for sql in spoken if "reconciliation_delivery" in sql]) == 1
    assert len(spoken) == len(bare) + 1
