"""Without a script a page says which file has to be chosen once more (rule J13)."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from tests.roles import admin_sql

ROWS = (
    b"NKK|NIK|NAMA|TGL LAHIR|ALAMAT\n"
    b"3272010101900009|3272010101900001|SITI|01-01-1990|JL A\n"
)
UPLOAD, COMPARED = "/kab/3272/kiriman/unggah/", "/kab/3272/sidalih/banding/"
AGAIN = "data-choose-again"


@pytest.fixture
def operator(shared_stocked: str, cast: Any, sign_in: Any) -> Any:
    return sign_in(cast.operator_a)


def rows(content: bytes = ROWS) -> SimpleUploadedFile:
    return SimpleUploadedFile("kiriman.txt", content, "text/plain")


def test_a_delivery_that_something_else_stopped(operator: Any) -> None:
    said = {"file": rows(), "sender": "dukcapil", "letter_no": "9" * 90}
    page = operator.post(UPLOAD, said)
    assert page.status_code == 422 and AGAIN in page.text
    both = operator.post(
        UPLOAD, {**said, "file": rows(), "letter_no": "7", "pasted": "x"}
    )
    assert both.status_code == 422 and AGAIN in both.text
    assert list(both.context["form"].errors) == ["pasted"]
    unknown = operator.post(UPLOAD, {"file": rows(), "sender": ""})
    assert "Pilih pengirim" in unknown.text and AGAIN in unknown.text
    assert admin_sql("SELECT count(*) FROM reconciliation_delivery") == [(0,)]


def test_a_refused_file_is_another_matter(operator: Any) -> None:
    page = operator.post(UPLOAD, {"file": rows(b""), "sender": "dukcapil"})
    assert page.status_code == 422 and AGAIN not in page.text
    assert AGAIN not in operator.get(UPLOAD).text


def test_a_download_of_sidalih(operator: Any) -> None:
    page = operator.post(COMPARED, {"file": rows(), "area": "9999"})
    assert page.context["form"].errors and AGAIN in page.text


class Two(forms.Form):
    first = forms.FileField()
    second = forms.FileField(required=False)
    number = forms.IntegerField()


def drawn(form: forms.Form) -> list[str]:
    shown = Template("{% load pd %}{% for one in form %}{% field one %}{% endfor %}")
    text = shown.render(Context({"form": form}))
    return [one.split('"')[0] for one in text.split('for="id_')[1:] if AGAIN in one]


@pytest.mark.parametrize(
    ("files", "typed", "lost"),
    [
        (("first",), "x", ["first"]),
        (("first", "second"), "x", ["first", "second"]),
        (("second",), "1", ["second"]),
        (("first", "second"), "1", []),
        ((), "x", []),
    ],
)
def test_each_field_speaks_for_itself(
    files: tuple[str, ...], typed: str, lost: list[str]
) -> None:
    sent = MultiValueDict({name: [rows()] for name in files})
    form = Two({"number": typed}, sent)
    form.is_valid()
    assert drawn(form) == lost
