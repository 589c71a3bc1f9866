"""Papers: the same bytes every time, kept at the freeze, watched by verify."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from jobs.models import Job
from plenos import services
from plenos.documents import DocumentError
from plenos.models import PaperKind, Recap, RecapFile
from plenos.services import papers
from tests.plenos.conftest import freeze_now, record_plenary
from tests.plenos.test_verify import verify
from tests.roles import admin_sql, as_worker

VIEWS = {
    PaperKind.MINUTES_PDF: "minutes",
    PaperKind.MINUTES_DOCX: "minutes_word",
    PaperKind.WORKBOOK: "workbook",
}


def address(name: str, period: str = "2026-11") -> str:
    return reverse(f"plenos:{name}", args=["3272", period])


def test_the_freeze_keeps_every_paper_with_its_digest(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    kept = {f.kind: f for f in RecapFile.objects.of("3272")}
    assert set(kept) == set(PaperKind.values)
    with as_worker():
        told = Job.objects.get(kind="freeze").result["files"]
    assert told == {kind: file.sha256 for kind, file in kept.items()}
    client = sign_in(cast.operator_a)
    page = client.get(address("recap")).content.decode()
    for kind, view in VIEWS.items():
        answer = client.get(address(view))
        digest = hashlib.sha256(answer.content).hexdigest()
        assert digest == kept[kind].sha256 == answer["X-Content-SHA256"]
        assert len(answer.content) == kept[kind].size
        assert digest in page
        assert client.get(address(view)).content == answer.content


def test_made_anew_a_paper_has_the_same_bytes(frozen_month: Any) -> None:
    for kind in PaperKind:
        kept = RecapFile.objects.get(kind=kind)
        default_storage.delete(kept.path)
        again = services.paper(period=frozen_month, kind=kind)
        assert hashlib.sha256(again.content).hexdigest() == kept.sha256


def test_a_paper_frozen_before_is_kept_when_first_asked_for(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    admin_sql("DELETE FROM plenos_recapfile")
    client = sign_in(cast.operator_a)
    assert "saat pertama diunduh" in client.get(address("recap")).content.decode()
    first = client.get(address("minutes"))
    kept = RecapFile.objects.get()
    assert (kept.kind, kept.sha256) == ("BA_PDF", first["X-Content-SHA256"])
    assert client.get(address("minutes")).content == first.content


def test_the_opening_has_a_workbook_only(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    assert sign_in(cast.operator_a).get(address("workbook", "2026-10")).content
    opening = Recap.objects.get(is_opening=True)
    assert [f.kind for f in opening.files.all()] == ["XLSX"]
    assert papers.kinds_of(is_opening=True) == [PaperKind.WORKBOOK]


def test_a_draft_is_not_kept(month: Any, cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    for view in VIEWS.values():
        assert client.get(address(view)).status_code == 200
    assert not RecapFile.objects.exists()


def test_a_damaged_file_is_found_and_never_served(
    frozen_month: Any, cast: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = RecapFile.objects.get(kind=PaperKind.WORKBOOK)
    with default_storage.open(kept.path, "wb") as handle:
        handle.write(b"lain")
    code, findings, _said = verify()
    assert code == 1
    assert [(f["check"], f["what"]) for f in findings] == [
        ("files", "2026-11 berkas Rekap (xlsx)")
    ]
    client = sign_in(cast.operator_a)
    assert client.get(address("workbook"))["X-Content-SHA256"] == kept.sha256
    monkeypatch.setitem(papers.MAKERS, PaperKind.WORKBOOK, lambda data: b"lain lagi")
    page = client.get(address("workbook"), follow=True)
    assert "gagal disusun" in page.content.decode()


def test_a_paper_that_fails_does_not_undo_the_freeze(
    month: Any, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(data: Any) -> bytes:
        raise DocumentError("huruf tidak ada")

    monkeypatch.setitem(papers.MAKERS, PaperKind.MINUTES_DOCX, fails)
    record_plenary(cast.operator_a, month)
    job = freeze_now(cast.chair_a, month)
    month.refresh_from_db()
    assert (job.state, job.result["files"], month.state) == ("DONE", {}, "CLOSED")
    assert not RecapFile.objects.exists()


def test_two_who_ask_at_once_get_one_paper(
    frozen_month: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = RecapFile.objects.get(kind=PaperKind.WORKBOOK)
    recap = kept.recap
    late = papers._keep(frozen_month, recap, PaperKind.WORKBOOK, "rekap-2.xlsx")
    assert late == kept


def test_nobody_rewrites_a_digest(frozen_month: Any) -> None:
    for statement in (
        "UPDATE plenos_recapfile SET sha256 = ''",
        "DELETE FROM plenos_recapfile",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
