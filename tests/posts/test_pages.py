"""Posts, duty and bulletins at the office, and what the public reads of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.scope import scoped_as
from posts.models import Bulletin, Duty, Post, PostOfficer, Visit
from posts.services import PostError, save_bulletin, save_post, set_state
from tests.posts.conftest import JPEG, KECAMATAN, make_post
from tests.roles import admin_sql, as_worker

LIST, NEWS = "/kab/3272/pos-kecamatan/", "/kab/3272/kabar/"
FACTS = {
    **{"kecamatan": KECAMATAN, "name": "Pos Uji", "place": "Jalan Uji 1"},
    **{"latitude": "-6.91", "longitude": "106.92", "contact": "(0266) 1"},
    **{"bring": "KTP-el", "buka_0": "08:00", "tutup_0": "15:00"},
}


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("pos.jpg", JPEG, "image/jpeg")


@pytest.fixture(scope="module")
def office(shared_stocked: str) -> Any:
    from accounts.models import User
    from accounts.sign_in import open_session

    client = Client()
    open_session(client, User.objects.get(username="operator.sukabumi"))
    return client


@pytest.fixture
def officer(shared_stocked: str, cast: Any, sign_in: Any) -> Any:
    return sign_in(cast.post)


def test_a_post_is_a_draft_until_the_office_opens_it(office: Any) -> None:
    bad = office.post(f"{LIST}baru/", FACTS | {"tutup_0": "07:00"})
    assert bad.status_code == 422
    assert "Senin: isi jam buka dan jam tutup" in bad.content.decode()
    half = FACTS | {"longitude": "", "photo": picture()}
    bad = office.post(f"{LIST}baru/", half)
    assert bad.status_code == 422
    (kept,) = re.findall(r'name="draf-photo" value="([-0-9a-f]+)"', bad.text)
    made = office.post(f"{LIST}baru/", FACTS | {"draf-photo": kept})
    assert made.status_code == 302
    again = office.post(f"{LIST}baru/", FACTS)
    assert "Nama ini sudah dipakai" in again.content.decode()
    with as_worker():
        post = Post.objects.get(name="Pos Uji")
    visitor, page = Client(), f"/pos/{post.slug}/"
    assert visitor.get(page).status_code == 404
    assert office.post(f"{made['Location']}status/", {"status": "OPEN"})
    answer = visitor.get(page)
    text = answer.content.decode()
    for words in (
        "Pos Uji",
        "08.00 sampai 15.00",
        "KTP-el",
        "-6.910000, 106.920000",
        "(0266) 1",
    ):
        assert words in text
    assert not answer.cookies
    shown = visitor.get(f"{page}foto/")
    assert shown["Content-Type"] == "image/jpeg"
    assert b"SECRET" not in b"".join(shown.streaming_content)
    office.post(f"{made['Location']}ubah/", FACTS | {"name": "Pos Uji Dua"})
    assert "Pos Uji Dua" in visitor.get(page).content.decode()
    office.post(f"{made['Location']}status/", {"status": "CLOSED"})
    assert visitor.get(page).status_code == 404
    assert visitor.get(f"{page}foto/").status_code == 404


def test_a_picture_that_is_none_is_refused(office: Any) -> None:
    fake = SimpleUploadedFile("pos.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    answer = office.post(f"{LIST}baru/", FACTS | {"name": "Lain", "photo": fake})
    assert answer.status_code == 422
    assert "JPG atau PNG yang utuh" in answer.content.decode()


def test_duty_is_written_and_the_week_copied(
    office: Any, cast: Any, sign_in: Any
) -> None:
    post = make_post("Pos Piket")
    home = f"{LIST}{post.public_id}/"
    office.post(f"{home}petugas/", {"name": "Asep Pengganti", "is_substitute": "on"})
    with as_worker():
        first, stand_in = PostOfficer.objects.filter(post=post)
    assert (first.account_id, stand_in.is_substitute) == (cast.post.pk, True)
    twice = office.post(
        f"{home}petugas/", {"account": str(cast.operator_a.pk)}, follow=True
    )
    assert "Pilih akun petugas" in twice.content.decode()
    day = date(2026, 11, 23)
    said = {"officer": str(first.pk), "day": day, "starts": "08:00", "till": "12:00"}
    assert office.post(f"{home}piket/?minggu={day}", said).status_code == 302
    meets = office.post(
        f"{home}piket/?minggu={day}", said | {"starts": "11:00", "till": "13:00"}
    )
    assert "sudah piket pada jam itu" in meets.content.decode()
    after = day + timedelta(days=7)
    office.post(f"{home}piket/?minggu={after}", {"salin": "1"})
    with as_worker():
        assert list(
            Duty.objects.filter(post=post).values_list("officer_id", "day")
        ) == [(first.pk, day), (first.pk, after)]
        copied = Duty.objects.get(post=post, day=after)
        Duty.objects.filter(pk=copied.pk).update(day=timezone.localdate())
    client = sign_in(cast.post)
    dues = {one.code: one for one in client.get("/", follow=True).context["dues"]}
    assert dues["duty"].count >= 1
    assert client.get(dues["duty"].url).status_code == 200
    with as_worker():
        Duty.objects.filter(pk=copied.pk).update(day=after)
    office.post(f"{home}piket/?minggu={after}", {"hapus": str(copied.pk)})
    none = office.post(
        f"{home}piket/?minggu={after + timedelta(days=21)}", {"salin": "1"}, follow=True
    )
    assert "tidak mempunyai piket" in none.content.decode()
    office.post(f"{home}petugas/", {"lepas": str(stand_in.pk)})
    with as_worker():
        assert not Duty.objects.filter(post=post, day=after).exists()
        assert not PostOfficer.objects.get(pk=stand_in.pk).is_active


PINNED = {LIST: 12, "/kab/3272/kunjungan/": 12, NEWS: 13}
"""A list of several pages counts once what a choice of all would touch (listed())."""
LISTS = [(LIST, Post), ("/kab/3272/kunjungan/", Visit), (NEWS, Bulletin)]


@pytest.mark.parametrize(("url", "model"), LISTS)
def test_a_list_filters_sorts_pages_and_exports(
    office: Any, url: str, model: Any, django_assert_num_queries: Any
) -> None:
    with as_worker():
        post = Post.objects.filter(kecamatan="327203").first() or make_post(
            "Pos Daftar", kecamatan="327203"
        )
        place = {"regency_code": "3272", "kecamatan": "327203"}
        more = {
            Post: lambda n: {"slug": f"d-{n}", "name": f"D {n}", "place": "x"},
            Visit: lambda n: {"post": post, "kind": "BERTANYA"},
            Bulletin: lambda n: {"title": f"B {n}", "body": "x", "author_name": "x"},
        }[model]
        model.objects.bulk_create(model(**place, **more(n)) for n in range(60))
    office.get(url)
    with django_assert_num_queries(PINNED[url]):
        page = office.get(f"{url}?kecamatan=327203")
    assert len(page.context["page"].rows) == 50
    after = page.context["page"].after
    rest = office.get(f"{url}?kecamatan=327203&sesudah={after}")
    assert 10 <= len(rest.context["page"].rows) < 50
    assert office.get(f"{url}?kecamatan=327299").status_code == 200
    made = office.get(f"{url}ekspor/?kecamatan=327203&format=csv")
    assert b"".join(made.streaming_content).count(b"\n") >= 61


def test_an_officer_writes_and_the_office_publishes(office: Any, officer: Any) -> None:
    evil = "Datang **hari ini** <script>x</script>\n\n- https://kpu.go.id/a"
    bad = officer.post(
        f"{NEWS}baru/", {"kecamatan": "327202", "title": "x", "body": "x"}
    )
    assert bad.status_code == 422
    said = {"kecamatan": KECAMATAN, "title": "Pos libur", "body": evil}
    home = officer.post(f"{NEWS}baru/", said)["Location"]
    officer.post(f"{home}gambar/", {"upload": picture(), "words": "Loket pos"})
    refused = officer.post(f"{home}keadaan/", {"keadaan": "PUBLISHED"}, follow=True)
    assert "Hanya kantor kab/kota" in refused.content.decode()
    officer.post(f"{home}keadaan/", {"keadaan": "SENT"})
    visitor, public = Client(), f"/kabar/{KECAMATAN}/"
    assert "Pos libur" not in visitor.get(public).content.decode()
    office.post(f"{home}keadaan/", {"keadaan": "PUBLISHED"})
    office.post(f"{home}keadaan/", {"keadaan": "SEMAT"})
    listed = visitor.get(public)
    assert "Pos libur" in listed.content.decode()
    with as_worker():
        row = Bulletin.objects.get(title="Pos libur")
        shown = row.pictures.get()
    assert row.pinned
    newer = office.post(f"{NEWS}baru/", said | {"title": "Pos pindah"})["Location"]
    office.post(f"{newer}keadaan/", {"keadaan": "PUBLISHED"})
    both = visitor.get(public).content.decode()
    assert both.index("Pos libur") < both.index("Pos pindah"), "pinned stands first"
    office.post(f"{newer}keadaan/", {"keadaan": "ARCHIVED"})
    assert row.period_code == "2026-11"
    one = visitor.get(f"{public}{row.public_id}/").content.decode()
    assert "<strong>hari ini</strong> &lt;script&gt;" in one
    assert '<a href="https://kpu.go.id/a"' in one
    assert 'alt="Loket pos"' in one
    assert visitor.get(f"/kabar/gambar/{shown.public_id}/").status_code == 200
    feed = visitor.get(f"{public}rss.xml")
    assert feed["Content-Type"].startswith("application/rss+xml")
    told = ElementTree.fromstring(feed.content)  # noqa: S314 - our own feed
    (item,) = told.findall("channel/item")
    assert item.findtext("title") == "Pos libur"
    assert str(item.findtext("link")).endswith(f"{public}{row.public_id}/")
    assert item.findtext("pubDate") and item.findtext("guid")
    assert not any(answer.cookies for answer in (listed, feed))
    frozen = officer.post(f"{home}ubah/", {"title": "Lain", "body": "x"})
    assert "hanya diubah kantor" in frozen.content.decode()
    office.post(f"{home}keadaan/", {"keadaan": "ARCHIVED"})
    assert visitor.get(f"{public}{row.public_id}/").status_code == 404
    assert visitor.get(f"/kabar/gambar/{shown.public_id}/").status_code == 404


@pytest.mark.parametrize("change", ["text", "picture", "no picture"])
def test_the_office_publishes_what_it_has_read(
    office: Any, officer: Any, change: str
) -> None:
    said = {"kecamatan": KECAMATAN, "title": "Pos libur", "body": "Kamis"}
    home = officer.post(f"{NEWS}baru/", said)["Location"]
    added = {"upload": picture(), "words": "Loket pos"}
    if change == "no picture":
        officer.post(f"{home}gambar/", added)
    officer.post(f"{home}keadaan/", {"keadaan": "SENT"})
    read = office.get(home).context["row"]
    if change == "text":
        officer.post(f"{home}ubah/", said | {"body": "Jumat"})
    elif change == "picture":
        officer.post(f"{home}gambar/", added)
    else:
        with as_worker():
            shown = read.pictures.get()
        officer.post(f"{home}gambar/", {"hapus": shown.pk})
    steps = {"keadaan": "PUBLISHED", "dilihat": read.seen}
    refused = office.post(f"{home}keadaan/", steps, follow=True)
    assert "diubah sesudah Anda membukanya" in refused.text
    now = refused.context["row"]
    assert now.state == "SENT" and f'name="dilihat" value="{now.seen}"' in refused.text
    office.post(f"{home}keadaan/", steps | {"dilihat": now.seen})
    assert office.get(home).context["row"].state == "PUBLISHED"


def test_a_text_saved_beside_a_publication_takes_nothing_back(
    cast: Any, office: Any, officer: Any
) -> None:
    """The officer's request has read the bulletin before the office published it."""
    said = {"kecamatan": KECAMATAN, "title": "Pos libur", "body": "Kamis"}
    home = officer.post(f"{NEWS}baru/", said)["Location"]
    officer.post(f"{home}keadaan/", {"keadaan": "SENT"})
    old = office.get(home).context["row"]
    office.post(f"{home}keadaan/", {"keadaan": "PUBLISHED"})
    with (
        transaction.atomic(),
        scoped_as(cast.post),
        pytest.raises(PostError, match="hanya diubah kantor"),
    ):
        save_bulletin(
            actor=cast.post,
            regency="3272",
            kecamatan="",
            title="Lain",
            body="x",
            bulletin=old,
        )
    now = office.get(home).context["row"]
    assert (now.state, now.body) == ("PUBLISHED", "Kamis")


def test_the_second_wall_keeps_a_post_officer_out_of_other_kecamatan(
    officer: Any, cast: Any
) -> None:
    from django.db import connection, transaction
    from django.db.utils import ProgrammingError

    from accounts.scope import scoped_as
    from tests.roles import as_web

    write = (
        "INSERT INTO posts_bulletin (regency_code, kecamatan, public_id, period_code,"
        " title, body, state, pinned, author_name, published_by_name, updated_at)"
        " VALUES ('3272', %s, gen_random_uuid(), '', 'x', 'x', 'DRAFT', false, 'x',"
        " '', now())"
    )
    with as_web(), transaction.atomic(), scoped_as(cast.post):
        cursor = connection.cursor()
        cursor.execute(write, [KECAMATAN])
        refused = pytest.raises(ProgrammingError)
        with refused, transaction.atomic():
            cursor.execute(write, ["327202"])


def test_a_visitor_sees_open_posts_and_nothing_else(office: Any) -> None:
    point = {"latitude": "-6.912300", "longitude": "106.932100"}
    make_post("Pos Terlihat", bring="KIA anak", **point)
    make_post("Pos Tersembunyi", state="DRAFT")
    visitor = Client()
    text = visitor.get("/pos/").content.decode()
    assert "Pos Terlihat" in text
    for words in ("08.00 sampai 15.00", "KIA anak", "?mlat=-6.912300&amp;mlon="):
        assert words in text, "hours, map and what to bring stand in the list itself"
    assert "Pos Tersembunyi" not in text
    assert visitor.get("/pos/?kab=9999").status_code == 200
    # With posts of two regencies a visitor chooses first.
    make_post("Pos Seribu", regency_code="3101", kecamatan="310101")
    chosen = visitor.get("/pos/").content.decode()
    assert 'href="?kab=3101"' in chosen
    assert "1 pos" in chosen
    assert "Pos Seribu" in visitor.get("/pos/?kab=3101").content.decode()
    for url in ("/kabar/999999/", "/kabar/999999/rss.xml", "/pos/tidak-ada/"):
        assert visitor.get(url).status_code == 404
    assert admin_sql("SELECT count(*) FROM posts_post WHERE state = 'DRAFT'")[0][0] > 0


def test_an_open_post_keeps_hours_and_contact(office: Any) -> None:
    with as_worker():
        post = make_post(name="Pos Tetap", contact="(0266) 2", kecamatan=KECAMATAN)
        stale = Post.objects.get(pk=post.pk)
        said: dict[str, Any] = {"actor": None, "regency": "3272", "kecamatan": ""}
        facts = {"contact": ""}
        with pytest.raises(PostError, match="perlu jam buka dan kontak"):
            save_post(**said, facts=facts, post=post)
        set_state(actor=None, post=post, state="CLOSED")
        save_post(**said, facts={"place": "Jalan Lain"}, post=stale)
        stale.refresh_from_db()
        assert (stale.state, stale.place) == ("CLOSED", "Jalan Lain")


def test_a_number_without_end_opens_the_list(office: Any) -> None:
    for number in ("9" * 5000, "9" * 30, "\u0663", "x"):
        page = Client().get(f"/kabar/{KECAMATAN}/", {"sebelum": number})
        assert page.status_code == 200
