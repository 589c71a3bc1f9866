"""A bulletin's form of pictures comes back with its picture (rule J13)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from posts.models import Bulletin
from tests.posts.conftest import JPEG, KECAMATAN
from tests.roles import as_worker
from voters.models import EvidenceDraft

NEWS = "/kab/3272/kabar/"
KEPT = re.compile(r'name="draf-upload" value="([-0-9a-f]+)"')


def picture(content: bytes = JPEG) -> SimpleUploadedFile:
    return SimpleUploadedFile("siti di pos.jpg", content, "image/jpeg")


@pytest.fixture(params=["operator_a", "post"])
def page(
    shared_stocked: str, cast: Any, sign_in: Any, request: pytest.FixtureRequest
) -> tuple[Any, str]:
    """A client and the address of a bulletin that it wrote."""
    client = sign_in(getattr(cast, request.param))
    said = {"kecamatan": KECAMATAN, "title": "Pos libur", "body": "Besok."}
    return client, client.post(f"{NEWS}baru/", said)["Location"]


def waiting() -> int:
    with as_worker():
        return int(EvidenceDraft.objects.count())


def test_a_picture_outlives_missing_words(page: tuple[Any, str]) -> None:
    client, home = page
    answer = client.post(f"{home}gambar/", {"upload": picture(), "words": " "})
    assert answer.status_code == 422
    (key,) = KEPT.findall(answer.text)
    assert "JPG" in answer.text and "siti" not in answer.text and waiting() == 1
    answer = client.post(f"{home}gambar/", {"draf-upload": key, "words": "x" * 200})
    assert KEPT.findall(answer.text) == [key]
    done = client.post(f"{home}gambar/", {"draf-upload": key, "words": "Loket"})
    assert done["Location"] == home and waiting() == 0
    with as_worker():
        row = Bulletin.objects.get(public_id=home.rstrip("/").rsplit("/", 1)[-1])
        (shown,) = row.pictures.all()
    assert shown.words == "Loket" and default_storage.exists(shown.file)


def test_a_refused_picture_is_not_offered_again(page: tuple[Any, str]) -> None:
    client, home = page
    for content in (b"bukan gambar", b"%PDF-1.4 %%EOF"):
        said = {"upload": picture(content), "words": "Loket"}
        answer = client.post(f"{home}gambar/", said)
        assert answer.status_code == 422
        assert answer.text.count("harus berupa JPG atau PNG") >= 1
        assert 'value="Loket"' in answer.text, "its words stay"
        assert KEPT.findall(answer.text) == [] and waiting() == 0


def test_who_asks_for_the_form_is_led_to_the_bulletin(page: tuple[Any, str]) -> None:
    client, home = page
    assert client.get(f"{home}gambar/")["Location"] == home
