"""Code lists: what the rules forbid, who may change what, and what a change does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone, translation

from accounts.scope import scoped_as
from audit.models import LedgerEntry
from tests.roles import admin_sql, as_web, login_sql
from tests.voters import desk
from voters import services
from voters.models import CodeChange, CodeEntry, codes
from voters.models.codes import IN_PROGRAM
from voters.rules import code_lists as rules
from voters.selectors.codes import entries, entry_of, is_offered, offered
from voters.services.code_lists import CodeError, Words, change_code, decide_code
from voters.services.errors import NeedsEvidence

SignIn = Callable[[Any], Any]
DAY = date(2026, 11, 29)
PLAIN = rules.Asked("EVIDENCE", "2026", "SURAT_LURAH", "Surat", program_vintage=True)
LAW = rules.Asked("DISABILITY", "2027", "2", "Netra")


@pytest.mark.parametrize(
    ("asked", "obstacle"),
    [
        (PLAIN, ""),
        (LAW, ""),
        (replace(PLAIN, list="AGAMA"), "LIST"),
        (replace(LAW, vintage="27"), "VINTAGE"),
        (replace(LAW, vintage="3027"), "VINTAGE"),
        (replace(LAW, code="22"), "CODE"),
        (replace(PLAIN, code="surat"), "CODE"),
        (replace(PLAIN, code="A" * 17), "CODE"),
        (replace(PLAIN, code="A327201010190000"), "CODE"),
        (replace(LAW, list="TMS", code="3272010101900001"), "CODE"),
        (replace(LAW, list="TMS", code="10"), ""),
        (replace(PLAIN, label="  "), "LABEL"),
        (replace(LAW, program_vintage=True), "PROGRAM"),
        (replace(PLAIN, program_vintage=False), "PRACTICE"),
        (replace(PLAIN, code="LAIN"), ""),
        (replace(PLAIN, code="LAIN", valid_until=DAY), "NAMED"),
        (replace(PLAIN, code="LAIN", valid_from=DAY), "NAMED"),
        (replace(PLAIN, valid_from=DAY, valid_until=DAY), ""),
        (replace(PLAIN, valid_from=DAY, valid_until=DAY - timedelta(1)), "DATES"),
        (replace(PLAIN, valid_until=DAY), ""),
    ],
)
def test_what_stands_against_a_change(asked: rules.Asked, obstacle: str) -> None:
    assert rules.problem(asked) == obstacle


def test_an_entry_stands_from_its_first_day_to_its_last() -> None:
    before, after = DAY - timedelta(1), DAY + timedelta(1)
    assert rules.stands(None, None, DAY)
    assert rules.stands(DAY, DAY, DAY)
    assert not rules.stands(after, None, DAY)
    assert not rules.stands(None, before, DAY)
    assert rules.stands(before, None, DAY)


def test_every_code_that_the_program_brings_fits_its_list() -> None:
    for name, vintages in IN_PROGRAM.items():
        for vintage, words in vintages.items():
            for code, word in words.items():
                asked = rules.Asked(name, vintage, code, str(word))
                assert rules.problem(asked) in ("", "PRACTICE"), (name, code)
    for name, named in rules.NAMED.items():
        (words,) = IN_PROGRAM[name].values()
        assert named <= set(words)


def test_every_code_that_may_be_has_an_address_without_room_for_a_nik() -> None:
    for name, vintages in IN_PROGRAM.items():
        for vintage, words in vintages.items():
            for code in words:
                path = reverse("codes:change", args=[name, vintage, code])
                assert resolve(path).kwargs["code"] == code
    for code in ("3272010101900001", "A3272010101900001", "AB/3272010101900001"):
        with pytest.raises(NoReverseMatch):
            reverse("codes:change", args=["TMS", "2018", code])


def decide(actor: Any, asked: CodeChange, *, approve: bool) -> None:
    with transaction.atomic(), scoped_as(actor):
        decide_code(actor=actor, pk=asked.pk, approve=approve)


def change(actor: Any, name: str, code: str, **more: Any) -> CodeChange:
    vintage = more.pop("vintage", "2026")
    reason = more.pop("reason", "Surat KPU 1/2026")
    with transaction.atomic(), scoped_as(actor):
        return change_code(
            actor=actor,
            name=name,
            vintage=vintage,
            code=code,
            words=Words(**{"label": "Surat lurah", **more}),
            reason=reason,
        )


def test_an_added_kind_of_evidence_is_offered_taken_and_ended(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    today = timezone.localdate()
    client = sign_in(cast.operator_a)
    assert "SURAT_LURAH" not in client.get("/kab/3272/tinjauan/").content.decode()
    assert not is_offered("EVIDENCE", "SURAT_LURAH")
    change(cast.admin, "EVIDENCE", "SURAT_LURAH", label_en="Letter of the lurah")
    assert ("SURAT_LURAH", "Surat lurah") in offered("EVIDENCE")
    with translation.override("en"):
        assert ("SURAT_LURAH", "Letter of the lurah") in offered("EVIDENCE")

    one, two, three = desk.voters(cast.operator_a, 3)
    said = {"category": "MENINGGAL", "evidence_no": "7/2026"}
    made = desk.propose(cast.operator_a, "TMS", one, **said)
    page = client.get(f"/kab/3272/usulan/{made.public_id}/").content.decode()
    # In the decision bar, and in the form of evidence, which is drawn once for many.
    assert page.count('<option value="SURAT_LURAH">Surat lurah</option>') == 2
    answer = client.post(
        f"/kab/3272/usulan/{made.public_id}/putuskan/",
        {"keputusan": "accept", "jenis_bukti": "SURAT_LURAH", "nomor_bukti": "7"},
    )
    assert answer.status_code == 302
    done = desk.see(cast.operator_a, made)
    assert (done.state, done.evidence_kind) == ("ACCEPTED", "SURAT_LURAH")
    assert done.get_evidence_kind_display() == "Surat lurah"

    # Ended yesterday: not offered, refused, and what it stands for stays readable.
    yesterday = today - timedelta(1)
    change(cast.admin, "EVIDENCE", "SURAT_LURAH", valid_until=yesterday)
    assert not is_offered("EVIDENCE", "SURAT_LURAH")
    assert is_offered("EVIDENCE", "SURAT_LURAH", yesterday)
    other = desk.propose(cast.operator_a, "TMS", two, **said)
    with pytest.raises(NeedsEvidence, match="tidak dikenal"):
        desk.decide(
            cast.operator_a, services.accept, other, evidence_kind="SURAT_LURAH"
        )
    refused = client.post(
        f"/kab/3272/usulan/{other.public_id}/bukti/",
        {"kind": "SURAT_LURAH", "number": "8"},
    )
    assert refused.status_code != 500
    assert desk.see(cast.operator_a, other).evidence_kind == ""
    assert desk.see(cast.operator_a, made).get_evidence_kind_display() == "Surat lurah"
    assert three

    told = LedgerEntry.objects.using("gate").filter(action="code.change").order_by("id")
    assert [entry.subject for entry in told] == ["EVIDENCE 2026 SURAT_LURAH"] * 2
    assert told[1].data["until"] == yesterday.isoformat()


def test_another_word_for_a_code_that_a_rule_names(portal: str, cast: Any) -> None:
    change(cast.admin, "REJECT", "LAIN", label="Sebab lain, tulis catatan")
    found = entry_of("REJECT", "2026", "LAIN")
    assert found and found.is_named and not found.is_locked
    assert ("LAIN", "Sebab lain, tulis catatan") in offered("REJECT")
    with pytest.raises(CodeError, match="disebut oleh aturan"):
        change(cast.admin, "REJECT", "LAIN", valid_until=DAY)
    with pytest.raises(CodeError, match="Tidak ada yang berubah"):
        change(cast.admin, "REJECT", "LAIN", label="Sebab lain, tulis catatan")
    with pytest.raises(CodeError, match="alasannya"):
        change(cast.admin, "REJECT", "LAIN", label="Baru", reason=" ")


@pytest.mark.parametrize("who", ["operator_a", "chair_a", "province", "supervisor"])
def test_only_administrators_change_code_lists(
    portal: str, cast: Any, who: str
) -> None:
    with pytest.raises(CodeError, match="Hanya administrator"):
        change(getattr(cast, who), "EVIDENCE", "SURAT_LURAH")
    assert not CodeChange.objects.exists()


def test_the_law_needs_two(portal: str, cast: Any) -> None:
    with pytest.raises(CodeError, match="versi portal yang baru"):
        change(cast.admin, "DISABILITY", "7", vintage="2024")
    asked = change(cast.admin, "DISABILITY", "2", vintage="2027", label="Ganda")
    assert asked.state == "ASKED"
    assert entry_of("DISABILITY", "2027", "2") is None
    assert codes.word_of("disability", "2", "2027") == "2"
    with pytest.raises(CodeError, match="menunggu"):
        change(cast.admin2, "DISABILITY", "2", vintage="2027", label="Lain")
    with pytest.raises(CodeError, match="administrator lain"):
        decide(cast.admin, asked, approve=True)
    decide(cast.admin2, asked, approve=True)
    assert codes.word_of("disability", "2", "2027") == "Ganda"
    # The vintage of the program still means what it meant.
    assert codes.word_of("disability", "2") == "Intelektual"
    with pytest.raises(CodeError, match="sudah diputus"):
        decide(cast.admin2, asked, approve=False)
    again = change(cast.admin, "DISABILITY", "3", vintage="2027", label="Lain")
    decide(cast.admin2, again, approve=False)
    assert entry_of("DISABILITY", "2027", "3") is None
    told = (
        LedgerEntry.objects.using("gate")
        .filter(action__startswith="code.")
        .order_by("id")
    )
    assert [one.action for one in told] == [
        *("code.change.ask", "code.change"),
        *("code.change.ask", "code.change.refuse"),
    ]


def test_the_database_insists(portal: str, cast: Any) -> None:
    asked = change(cast.admin, "EKTP", "X", vintage="2027", label="Rusak")
    rows = CodeChange.objects.filter(pk=asked.pk)
    for alone in (
        {"state": "DONE", "decided_by_id": cast.admin.pk},
        {"state": "DONE"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**alone)
    change(cast.admin, "EVIDENCE", "SURAT_LURAH")
    for table in ("code_entry", "code_change", "office_setting"):
        for role in ("web", "worker"):
            with pytest.raises(Exception, match="permission denied"):
                login_sql(role, f"DELETE FROM {table}")
    with pytest.raises(Exception, match="permission denied"):
        login_sql("worker", "UPDATE code_entry SET label = 'x'")
    with pytest.raises(Exception, match="permission denied"):
        login_sql("web", "UPDATE office_setting SET value = 1")
    assert admin_sql("SELECT count(*) FROM code_entry") == [(1,)]


def test_the_lists_in_their_order(portal: str, cast: Any) -> None:
    asked = change(cast.admin, "DISABILITY", "1", vintage="2027", label="Satu")
    decide(cast.admin2, asked, approve=True)
    found = [(e.list, e.vintage) for e in entries()]
    assert list(dict.fromkeys(found))[:5] == [
        *(("TMS", "2025"), ("BARU", "2025")),
        *(("DISABILITY", "2027"), ("DISABILITY", "2024"), ("DISABILITY", "2018")),
    ]
    with as_web():
        assert CodeEntry.objects.count() == 1


# -- pages -------------------------------------------------------------------------

LIST = "/daftar-kode/"
SENT = {
    "name": "EVIDENCE",
    "vintage": "2026",
    "code": "SURAT_LURAH",
    "label": "Surat lurah",
    "reason": "Surat KPU 1/2026",
}


def test_the_pages_of_the_administrator(
    portal: str, cast: Any, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = sign_in(cast.admin)
    page = client.get(LIST).content.decode()
    assert "Meninggal" in page and "Tetap: aturan dan rekap" in page
    # A locked entry is no link; one of practice is.
    assert "/daftar-kode/TMS/" not in page
    assert 'href="/daftar-kode/EVIDENCE/2026/SURAT_KEMATIAN/"' in page
    with django_assert_num_queries(6):
        client.get(LIST)

    made = client.post(f"{LIST}baru/", SENT)
    assert made["Location"] == f"{LIST}EVIDENCE/2026/SURAT_LURAH/"
    one = client.get(made["Location"]).content.decode()
    assert "Riwayat kode ini" in one and "Surat KPU 1/2026" in one
    twice = client.post(f"{LIST}baru/", SENT)
    assert twice.status_code == 422 and "sudah ada" in twice.content.decode()
    ended = {"label": "Surat lurah", "valid_until": "2026-01-31", "reason": "Dicabut"}
    assert client.post(made["Location"], ended).status_code == 302
    bad = client.post(f"{LIST}EVIDENCE/2026/LAIN/", ended)
    assert bad.status_code == 422 and "disebut oleh aturan" in bad.content.decode()
    locked = client.get(f"{LIST}TMS/2025/GANDA/").content.decode()
    assert "versi portal yang baru" in locked and 'name="label"' not in locked
    assert client.get(f"{LIST}EVIDENCE/2026/TIDAK_ADA/").status_code == 404
    assert client.get(f"{LIST}AGAMA/2026/X/").status_code == 404

    over = client.get(f"{LIST}?daftar=EVIDENCE&keadaan=berakhir").content.decode()
    assert "SURAT_LURAH" in over and "SURAT_PINDAH" not in over
    few = client.get(f"{LIST}?angkatan=2018&kolom=word&sort=-word").content.decode()
    assert few.index("Tuna rungu") < few.index("Lainnya")
    assert few.count("Penjagaan") == 1  # in the chooser, not in the table
    assert 'aria-sort="descending"' in few


def test_the_second_administrator_decides_on_the_page(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    sent = {**SENT, "name": "TMS", "vintage": "2018", "code": "8"}
    sent["label"] = "Hilang ingatan"
    first, second = sign_in(cast.admin), sign_in(cast.admin2)
    assert first.post(f"{LIST}baru/", sent).status_code == 302
    asked = CodeChange.objects.get()
    assert "diputus administrator lain" in first.get(LIST).content.decode()
    own = first.post(f"{LIST}perubahan/{asked.pk}/", {"setuju": "1"}, follow=True)
    assert "diputus oleh administrator lain" in own.content.decode()
    assert 'value="1">Setujui' in second.get(LIST).content.decode()
    second.post(f"{LIST}perubahan/{asked.pk}/", {"setuju": "1"})
    found = entry_of("TMS", "2018", "8")
    assert found and found.word == "Hilang ingatan" and not found.is_locked


@pytest.mark.parametrize("format", ["csv", "xlsx", "pdf"])
def test_the_lists_as_a_file(
    portal: str, cast: Any, sign_in: SignIn, format: str
) -> None:
    client = sign_in(cast.admin)
    answer = client.get(f"{LIST}berkas/?daftar=EVIDENCE&format={format}")
    data = b"".join(answer.streaming_content)
    starts = {"csv": b"Daftar,", "xlsx": b"PK", "pdf": b"%PDF"}
    assert data.startswith(starts[format])
    if format == "csv":
        lines = data.decode().splitlines()
        assert lines[0].startswith("Daftar,Angkatan,Kode,Sebutan")
        assert len(lines) == 1 + 9 and all("Jenis bukti" in one for one in lines[1:])
    (entry,) = LedgerEntry.objects.using("gate").filter(action="code.export")
    assert entry.actor_id == cast.admin.pk
