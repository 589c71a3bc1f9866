"""The form of one more evidence comes back with the file it was given (rule J13)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import EvidenceDraft

KEPT = re.compile(r'name="draf-upload" value="([-0-9a-f]+)"')


@pytest.fixture
def asked(stocked: str, cast: Any) -> Any:
    """A proposal that waits for its paper."""
    voter = desk.voters(cast.operator_a, 1)[0]
    return desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL")


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("akta siti.pdf", b"%PDF-1.4 %%EOF", "application/pdf")


def waiting() -> list[EvidenceDraft]:
    with as_worker():
        return list(EvidenceDraft.objects.order_by("id"))


def test_a_scan_outlives_an_error_of_another_field(
    asked: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    url = reverse("voters:evidence", args=["3272", asked.public_id]) + "?jenis=TMS"
    said = {"kind": "AKTA_KEMATIAN", "number": "9" * 90, "note": "dari keluarga"}
    page = client.post(url, {**said, "upload": paper()})
    assert page.status_code == 422
    text = page.text
    (key,) = KEPT.findall(text)
    assert "data-evidence open" in text, "the form is not folded away with its error"
    assert "PDF, 14 B" in text and "siti" not in text
    assert 'value="dari keluarga"' in text and "belum lengkap" in text
    assert client.post(url, {**said, "draf-upload": key}).status_code == 422
    done = client.post(url, {**said, "number": "7", "draf-upload": key})
    assert done["Location"].endswith(f"/{asked.public_id}/?jenis=TMS")
    assert waiting() == [], "what was taken waits for nobody"
    (made,) = client.get(done["Location"]).context["evidence"]
    assert made.number == "7"
    with default_storage.open(made.file) as file:
        assert file.read() == b"%PDF-1.4 %%EOF"


def test_a_refused_file_is_not_kept_and_a_kept_one_can_be_left_out(
    asked: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    url = reverse("voters:evidence", args=["3272", asked.public_id])
    bad = SimpleUploadedFile("akta.pdf", b"<html>", "application/pdf")
    page = client.post(url, {"kind": "KTP_KK", "upload": bad})
    assert page.text.count("Bukti harus berupa PDF, JPG, atau PNG.") == 1
    assert KEPT.findall(page.text) == [] and waiting() == []
    page = client.post(url, {"kind": "SIHIR", "upload": paper()})
    (key,) = KEPT.findall(page.text)
    page = client.post(url, {"kind": "KTP_KK", "draf-upload": key, "lepas": key})
    assert "Isi nomor bukti atau unggah" in page.text
    assert KEPT.findall(page.text) == [] and waiting() == []


def test_who_asks_for_the_form_is_led_to_the_proposal(
    asked: Any, cast: Any, sign_in: Any
) -> None:
    """Links and filters of a page that came back stand under the form's address."""
    client = sign_in(cast.operator_a)
    url = reverse("voters:evidence", args=["3272", asked.public_id])
    answer = client.get(f"{url}?jenis=TMS&urut=nama")
    here = reverse("voters:proposal", args=["3272", asked.public_id])
    assert answer["Location"] == f"{here}?jenis=TMS&urut=nama"


def test_a_decided_proposal_takes_none_and_says_so(
    asked: Any, cast: Any, sign_in: Any
) -> None:
    desk.decide(cast.operator_a, services.reject, asked, reason="BUKAN_ORANG")
    client = sign_in(cast.operator_a)
    url = reverse("voters:evidence", args=["3272", asked.public_id])
    said = {"kind": "KTP_KK", "upload": paper()}
    page = client.post(url, said, follow=True)
    assert page.status_code == 200 and "sudah diputus" in page.text
    assert waiting() == []
    assert admin_sql("SELECT count(*) FROM evidence") == [(0,)]
