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
from plenos.models import Plenary, Recap, RecapFile
from plenos.services.papers import stored_bytes
from posts.models import Bulletin, BulletinPicture, Post
from tests.fieldwork import aid_steps
from tests.kpu_portal.url_objects import CLOSED, VILLAGE, address, objects_of
from tests.reconciliation.conftest import take_in
from tests.roles import admin_sql, as_worker
from tests.voters import desk
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


def waiting_list(cast: Any, demo_files: Any) -> tuple[Any, Any]:
    """A list of aid that waits for its mapping, and what shows its first rows."""
    from fieldwork.aid.services.previewing import first_rows

    user = cast.operator_a
    rows = [aid_steps.row_of(one) for one in desk.voters(user, 3)]
    with desk.desk(user):
        made = aid_steps.services.receive_list(
            actor=user,
            programme=aid_steps.programme(user),
            file=aid_steps.file_of(rows),
            filename="daftar.csv",
        )
    return made, first_rows


def delivery(cast: Any, demo_files: Any) -> tuple[Any, Any]:
    """A delivery that was received, and what shows its first rows."""
    from reconciliation.services import preview

    with as_worker():
        return take_in(demo_files.path("snapshot")), preview


@pytest.mark.parametrize("made", [delivery, waiting_list])
def test_a_preview_shows_rows_of_its_own_regencys_file_alone(
    stocked: str, cast: Any, demo_files: Any, made: Any
) -> None:
    """Also where somebody who may see that file has just had its rows read."""
    with as_worker():
        row, preview = made(cast, demo_files)
        assert preview(row)
        own = row.file
        with default_storage.open(own) as file:
            content = ContentFile(file.read())
        theirs = default_storage.save(f"kiriman/{HERE}/x.dat", content)
        for path in (theirs, f"kiriman/{OTHER}/../{HERE}/{theirs.rpartition('/')[2]}"):
            row.file = path
            assert preview(row) == []
        row.regency_code, row.file = HERE, own
        assert preview(row) == []


def test_a_kept_paper_is_read_from_its_own_regencys_folder(_settings: None) -> None:
    """The web's login may insert such a row, with whatever sum it likes."""
    recap = Recap(regency_code=OTHER)
    mine = default_storage.save(f"plenos/{OTHER}/uji.pdf", ContentFile(MINE))
    theirs = default_storage.save(f"plenos/{HERE}/uji.pdf", ContentFile(CONTENT))
    assert stored_bytes(RecapFile(recap=recap, path=mine)) == MINE
    assert stored_bytes(RecapFile(recap=recap, path=theirs)) == b""
