"""A page opens the files of its own regency, whatever path a row names.

A row that the web's login may write could name any: SQL smuggled into a request.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.models import User
from fieldwork.aid.models import Check
from fieldwork.models import Visit
from files.places import lies_in
from partners.models import Agreement
from periods.models import Period
from plenos.models import Plenary
from posts.models import Bulletin, BulletinPicture, Post
from tests.kpu_portal.url_objects import CLOSED, VILLAGE, address, objects_of
from tests.roles import admin_sql, as_worker
from voters.models import Evidence

HERE, OTHER = "3101", "3272"
"""For the paths below; the pages are of OTHER, and the foreign files of HERE."""
CONTENT = b"\x89PNG orang lain"
MINE = b"\x89PNG milik sendiri"


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("kiriman/3101/a.dat", True),
        ("kiriman/3101/2026-10/a.dat", True),
        ("kiriman/3272/a.dat", False),
        ("kiriman/3101/../3272/a.dat", False),
        ("kiriman\\3101\\..\\3272\\a.dat", False),
        ("kiriman/./3101/a.dat", False),
        ("/3101/a.dat", False),
        ("3101/a.dat", False),
        ("kiriman/3101/", False),
        ("kiriman/31010/a.dat", False),
        ("", False),
    ],
)
def test_a_path_says_plainly_whose_it_is(path: str, own: bool) -> None:
    assert lies_in(path, HERE) is own


PAGES: dict[str, tuple[type[models.Model], str]] = {
    "voters:evidence_file": (Evidence, "file"),
    "fieldwork:visit_photo": (Visit, "photo"),
    "fieldwork:aid_photo": (Check, "photo"),
    "partners:agreement_scan": (Agreement, "scan"),
    "plenos:scan": (Plenary, "scan"),
    "public-photo": (Post, "photo"),
    "public-picture": (BulletinPicture, "file"),
}
"""Every page that hands a stored file out by the path in a row (exports apart:
ExportFile's path is the worker's to write)."""


def page_of(name: str) -> tuple[str, models.Model]:
    """The address of a page about an object of OTHER, and its row."""
    model, _field = PAGES[name]
    place = {"regency_code": OTHER, "kecamatan": VILLAGE[:6]}
    with as_worker():
        objects = objects_of(OTHER, VILLAGE)
        if name == "plenos:scan":
            period = Period.objects.get(regency_code=OTHER, code=CLOSED)
            Plenary.objects.create(
                regency_code=OTHER,
                period=period,
                state="PUBLISHED",
                published_at=timezone.now(),
            )
        if name == "public-picture":
            news = Bulletin.objects.filter(regency_code=OTHER).latest("pk")
            Bulletin.objects.filter(pk=news.pk).update(
                state="PUBLISHED", published_at=timezone.now()
            )
            made = BulletinPicture.objects.create(**place, bulletin=news, words="x")
            return f"/kabar/gambar/{made.public_id}/", made
        if name == "public-photo":
            post = Post.objects.filter(regency_code=OTHER).latest("pk")
            Post.objects.filter(pk=post.pk).update(state="OPEN")
            return f"/pos/{post.slug}/foto/", post
        row = model._default_manager.filter(regency_code=OTHER).latest("pk")
    return address(name, objects), row


def given(name: str, url: str) -> Any:
    if name.startswith("public"):
        return Client().get(url)
    from accounts.sign_in import open_session

    client = Client()
    open_session(client, User.objects.get(username="operator.sukabumi"))
    return client.get(url)


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("name", PAGES)
def test_a_page_hands_out_files_of_its_own_regency_alone(
    stocked: str, name: str
) -> None:
    url, row = page_of(name)
    field = PAGES[name][1]
    theirs = default_storage.save(f"uji/{HERE}/x.png", ContentFile(CONTENT))
    aside = f"uji/{OTHER}/../{HERE}/{theirs.rpartition('/')[2]}"
    mine = default_storage.save(f"uji/{OTHER}/x.png", ContentFile(MINE))
    table = row._meta.db_table
    for path, seen in ((mine, True), (theirs, False), (aside, False), (mine, True)):
        admin_sql(f"UPDATE {table} SET {field} = %s WHERE id = %s", [path, row.pk])
        answer = given(name, url)
        assert (answer.status_code == 200) is seen, path
        if seen:
            assert content_of(answer) == MINE
        elif not answer.streaming:
            assert CONTENT not in answer.content
