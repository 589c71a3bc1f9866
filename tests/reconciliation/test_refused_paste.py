"""Cells that were pasted and refused: the page says why, and shows none of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from reconciliation.models import Delivery
from tests.reconciliation.conftest import REGENCY
from tests.roles import as_worker

NIK = "3272010101900001"
ROW = f"{NIK}\tSITI AMINAH\t01-01-1990\n"
UNKNOWN = f"NOMOR INDUK\tNAMA ORANG\tLAHIR\n{ROW}"
SOUND = f"NIK\tNAMA\tTGL LAHIR\n{ROW}"
AGAIN = "tempel sekali lagi"

pytestmark = pytest.mark.usefixtures("stocked")


@pytest.fixture
def client(cast: Any, sign_in: Any) -> Any:
    return sign_in(cast.operator_a)


def paste(client: Any, text: str, **more: Any) -> Any:
    said = {"pasted": text, "sender": "dukcapil", "letter_no": "474/1", **more}
    return client.post(reverse("reconciliation:upload", args=[REGENCY]), said)


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        (UNKNOWN, {}, "Judul kolom"),
        (ROW.replace("\t", " "), {}, "Tidak ada tab"),
        (SOUND, {"letter_no": "9" * 90}, "80"),
        (SOUND, {"sender": ""}, "Pilih pengirim"),
    ],
)
def test_a_refused_paste_comes_back_empty_and_says_so(
    client: Any, text: str, more: dict[str, str], why: str
) -> None:
    answer = paste(client, text, **more)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert NIK not in page and "SITI AMINAH" not in page
    assert why in page and AGAIN in page


def test_the_same_cells_again_lead_to_the_first_delivery(client: Any) -> None:
    assert paste(client, SOUND).status_code == 302
    page = paste(client, SOUND).content.decode()
    with as_worker():
        first = Delivery.objects.get()
    assert reverse("reconciliation:detail", args=[REGENCY, first.public_id]) in page
    assert NIK not in page


def test_its_error_is_met_at_the_box_and_the_rest_is_kept(client: Any) -> None:
    page = paste(client, UNKNOWN).content.decode()
    assert 'href="#id_pasted"' in page and 'href="#id_file"' not in page
    (box,) = re.findall(r"<textarea[^>]*>\s*</textarea>", page)
    assert 'aria-invalid="true"' in box and "id_pasted_error" in box
    (told,) = re.findall(r'id="id_pasted_error".*?</p>', page, re.DOTALL)
    assert "Judul kolom" in told and AGAIN in told
    assert 'value="474/1"' in page


def test_a_form_without_pasted_cells_says_nothing_of_them(client: Any) -> None:
    assert AGAIN not in paste(client, " \n").content.decode()
    upload = reverse("reconciliation:upload", args=[REGENCY])
    assert AGAIN not in client.get(upload).content.decode()
