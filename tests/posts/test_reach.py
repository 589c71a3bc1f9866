"""Posters, short links, and visits that are counted without looking at anybody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from posts.documents.poster import FITS, PAPERS, DocumentError, paper_pdf
from posts.models import Post, ReachDay, ShortLink
from posts.models.reach import Channel
from posts.rules.reach import LETTERS, is_counted, parsed, short_of
from posts.selectors.reach import months_of
from posts.services.errors import PostError
from posts.services.reach import aim, make_links
from posts.wording import Facts, text_of
from tests.posts.conftest import KECAMATAN, make_post
from tests.roles import admin_sql, as_worker, login_sql

HOME = f"/kab/3272/sebaran/{KECAMATAN}/"
BROWSER = "Mozilla/5.0 (Linux; Android 14; SM-A155F) Chrome/142.0 Mobile Safari/537.36"
OTHER = "327202"


@pytest.fixture(scope="module")
def post(shared_stocked: str) -> Post:
    return make_post("Pos Sebar", bring="KTP-el\nKartu Keluarga")


@pytest.fixture(scope="module")
def office(post: Post) -> Iterator[Client]:
    """The office's client; the links of the kecamatan are made by its page."""
    from accounts.models import User
    from accounts.sign_in import open_session

    client = Client()
    open_session(client, User.objects.get(username="operator.sukabumi"))
    assert "Buat tautan dan poster" in client.get("/kab/3272/sebaran/").content.decode()
    assert client.get(f"{HOME}a4.pdf").status_code == 404
    assert client.post(f"{HOME}tautan/")["Location"] == HOME
    yield client


@pytest.fixture
def visitor(office: Client) -> Iterator[Client]:
    yield Client(headers={"User-Agent": BROWSER})
    admin_sql("TRUNCATE posts_reachday")


def counted() -> int:
    found = admin_sql("SELECT coalesce(sum(hits), 0) FROM posts_reachday")
    return int(found[0][0])


def test_a_code_is_a_kecamatan_and_a_channel() -> None:
    assert set(LETTERS) == set(Channel.values)
    for channel in Channel.values:
        assert parsed(short_of("327201", channel)) == ("327201", channel)
    for wrong in ("", "327201", "327201x", "32720p", "3272011p", "327201pp"):
        assert parsed(wrong) is None


@pytest.mark.parametrize(
    ("method", "headers", "counts"),
    [
        ("GET", {"User-Agent": BROWSER}, True),
        ("GET", {"User-Agent": "Instagram 350.0 (iPhone14,5; iOS 18)"}, True),
        ("HEAD", {"User-Agent": BROWSER}, False),
        ("GET", {}, False),
        ("GET", {"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"}, False),
        ("GET", {"User-Agent": BROWSER, "X-Purpose": "preview"}, False),
        ("GET", {"User-Agent": BROWSER, "X-Moz": "prefetch"}, False),
        ("GET", {"User-Agent": "WhatsApp/2.24.20 A"}, False),
        ("GET", {"User-Agent": "facebookexternalhit/1.1"}, False),
        ("GET", {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, False),
        ("GET", {"User-Agent": "curl/8.5.0"}, False),
    ],
)
def test_programs_that_name_themselves_are_not_counted(
    method: str, headers: dict[str, str], counts: bool
) -> None:
    assert is_counted(method, headers) is counts


def test_a_visit_is_a_number_and_nothing_else(visitor: Client, post: Post) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.get(f"/q/{KECAMATAN}p/")
    assert (answer.status_code, answer["Location"]) == (302, "/pos/?kab=3272")
    assert answer["Cache-Control"] == "no-store" and not answer.cookies
    counting = [one["sql"] for one in asked if "reach_open" in one["sql"]]
    assert len(counting) == 1
    assert visitor.get(f"/q/{KECAMATAN}p/pos/")["Location"] == f"/pos/{post.slug}/"
    visitor.get(f"/q/{KECAMATAN}w/")
    visitor.head(f"/q/{KECAMATAN}p/")
    visitor.get(f"/q/{KECAMATAN}p/", headers={"Sec-Purpose": "prefetch"})
    Client().get(f"/q/{KECAMATAN}p/", headers={"User-Agent": "Twitterbot/1.0"})
    kept = admin_sql("SELECT * FROM posts_reachday ORDER BY channel")
    assert [row[1:] for row in kept] == [
        ("3272", KECAMATAN, "POSTER", timezone.localdate(), 2),
        ("3272", KECAMATAN, "WHATSAPP", timezone.localdate(), 1),
    ]


def test_a_link_that_nobody_made_leads_nowhere(visitor: Client) -> None:
    for short in (f"{OTHER}p", "310101p", f"{KECAMATAN}z"):
        assert visitor.get(f"/q/{short}/").status_code == 404
    assert visitor.post(f"/q/{KECAMATAN}p/").status_code == 405
    assert counted() == 0


def test_a_link_leads_elsewhere_without_new_paper(
    visitor: Client, office: Client, post: Post
) -> None:
    wanted = {
        "NEWS": f"/kabar/{KECAMATAN}/",
        "REPORT": "/laporan/",
        "POST": f"/pos/{post.slug}/",
        "POSTS": "/pos/?kab=3272",
    }
    for target, place in wanted.items():
        said = {"saluran": "POSTER", "menuju": target}
        assert office.post(f"{HOME}tujuan/", said)["Location"] == HOME
        assert visitor.get(f"/q/{KECAMATAN}p/")["Location"] == place
    wrong = {"saluran": "POSTER", "menuju": "https://x.example"}
    answer = office.post(f"{HOME}tujuan/", wrong, follow=True)
    assert "Pilih halaman tujuan tautan." in answer.content.decode()
    assert office.post(f"{HOME}tujuan/", {"saluran": "RADIO"}).status_code == 404
    with as_worker():
        Post.objects.filter(pk=post.pk).update(state="CLOSED")
    assert visitor.get(f"/q/{KECAMATAN}p/pos/")["Location"] == "/pos/?kab=3272"
    assert "Belum ada pos yang dibuka" in office.get(HOME).content.decode()
    with as_worker():
        Post.objects.filter(pk=post.pk).update(state="OPEN")


def test_the_second_wall_lets_a_visitor_count_and_read_nothing(
    visitor: Client,
) -> None:
    visitor.get(f"/q/{KECAMATAN}p/")
    assert login_sql("web", "SELECT * FROM posts_reachday") == []
    assert login_sql("web", "SELECT * FROM posts_shortlink") == []
    for what in ("UPDATE posts_reachday SET hits = 0", "DELETE FROM posts_shortlink"):
        with pytest.raises(Exception, match="permission denied"):
            login_sql("web", what)
    login_sql("web", "SELECT reach_open(%s, 'POSTER', '2020-01-01', true)", [KECAMATAN])
    assert counted() == 1, "a day long past is not written"


def test_links_are_made_once_and_inside_the_regency(office: Client, cast: Any) -> None:
    with as_worker():
        assert make_links(actor=None, regency="3272", kecamatan=KECAMATAN) == 0
        assert ShortLink.objects.count() == len(Channel.values)
        link = ShortLink.objects.first()
        for kecamatan in ("310101", "3272", "327299"):
            with pytest.raises(PostError):
                make_links(actor=None, regency="3272", kecamatan=kecamatan)
        with pytest.raises(PostError):
            aim(actor=None, link=link, target="")
    assert office.get("/kab/3272/sebaran/310101/").status_code == 404
    assert office.post("/kab/3272/sebaran/310101/tautan/").status_code == 404


def test_a_post_officer_prints_for_the_own_kecamatan_only(
    office: Client, cast: Any, sign_in: Any
) -> None:
    with as_worker():
        make_links(actor=None, regency="3272", kecamatan=OTHER)
    make_post("Pos Lain", kecamatan=OTHER)
    assert office.get(f"/kab/3272/sebaran/{OTHER}/a4.pdf").status_code == 200
    client = sign_in(cast.post)
    page = client.get("/kab/3272/sebaran/").content.decode()
    assert KECAMATAN in page and OTHER not in page
    assert client.get(f"{HOME}a4.pdf").status_code == 200
    assert "Tautan menuju" in client.get(HOME).content.decode()
    for part in ("", "a4.pdf", "a4.png"):
        assert client.get(f"/kab/3272/sebaran/{OTHER}/{part}").status_code == 404
    assert client.post(f"{HOME}tautan/").status_code == 403
    admin_sql("DELETE FROM posts_shortlink WHERE kecamatan = %s", [OTHER])


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_where_when_and_what_to_bring(
    office: Client, post: Post, name: str
) -> None:
    answer = office.get(f"{HOME}{name}.pdf?hitam=1")
    pdf = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    (page,) = pdf.pages
    sizes: dict[str, float] = {}

    def seen(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            sizes[text] = size * abs(tm[0]) * abs(cm[0])

    told = " ".join(page.extract_text(visitor_text=seen).split())
    for words in (
        "Sudah terdaftar sebagai pemilih?",
        "Pos Sebar",
        "Kantor Kecamatan, Jalan Contoh 1",
        "Senin sampai Kamis",
        "08.00 sampai 15.00",
        "KTP-el Kartu Keluarga",
        "(0266) 000000",
        f"/q/{KECAMATAN}{'l' if name == 'a5' else 'p'}/pos",
        "KPU Kota Sukabumi",
    ):
        assert told.count(words) == (2 if name == "a5" else 1), (words, told)
    shown = 360 / PAPERS[name].width
    assert min(sizes.values()) * shown > 9, "read on a telephone's width"
    kinds = {"a3": (842, 1191), "a4": (595, 842), "a5": (842, 595)}
    assert (round(page.mediabox.width), round(page.mediabox.height)) == kinds[name]
    assert b"0.478" not in page.get_contents().get_data()  # no red on black and white
    ((taken, data),) = admin_sql(
        "SELECT subject, data->>'sha256' FROM audit_ledgerentry"
        " WHERE action = 'poster.export' ORDER BY id DESC LIMIT 1"
    )
    assert taken == f"pos-{KECAMATAN}-{name}-hitam.pdf" and data


def test_its_picture_is_as_wide_as_a_telephone(office: Client) -> None:
    for name in PAPERS:
        answer = office.get(f"{HOME}{name}.png")
        assert answer["Content-Type"] == "image/png"
        assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
        assert abs(int.from_bytes(answer.content[16:20], "big") - 360) <= 1


def test_long_words_shrink_the_type_and_too_long_ones_are_refused() -> None:
    def paper(words: str) -> bytes:
        facts = Facts("Uji", "Pos", words, [("Senin", "08.00")], "KTP-el", "1")
        return paper_pdf(PAPERS["a4"], KECAMATAN, "KPU Uji", facts, False)

    assert len(FITS) > 1 and len(PdfReader(io.BytesIO(paper("Jalan " * 40))).pages) == 1
    with pytest.raises(DocumentError, match="terlalu panjang"):
        paper("Jalan " * 400)


def test_each_channel_has_its_text_and_link(office: Client) -> None:
    page = office.get(HOME).content.decode()
    for letter in LETTERS.values():
        assert f"/q/{KECAMATAN}{letter}/" in page
    facts = Facts("Gunung Puyuh", "Pos", "Jl 1", [], "KTP-el", "")
    chat = text_of(Channel.WHATSAPP, facts, "https://x/q/1/")
    assert chat.startswith("*Sudah terdaftar sebagai pemilih?*\n")
    assert chat.endswith("\n\nhttps://x/q/1/") and "Buka:" not in chat
    assert "#GunungPuyuh" in text_of(Channel.INSTAGRAM, facts, "u")
    assert text_of(Channel.BANNER, facts, "u").count("\n") == 2
    assert "Hubungi" not in text_of(Channel.FACEBOOK, facts, "u")


def test_figures_by_channel_and_month_with_their_table(
    visitor: Client, office: Client, sign_in: Any, cast: Any
) -> None:
    assert (
        "Belum ada kunjungan"
        in office.get("/kab/3272/sebaran/jangkauan/").content.decode()
    )
    admin_sql(
        "INSERT INTO posts_reachday (regency_code, kecamatan, channel, day, hits)"
        " VALUES ('3272', '327201', 'POSTER', '2026-10-31', 1200),"
        " ('3272', '327202', 'BANNER', current_date, 7),"
        " ('3101', '310101', 'POSTER', current_date, 99)"
    )
    visitor.get(f"/q/{KECAMATAN}f/")
    with CaptureQueriesContext(connection) as asked:
        page = office.get("/kab/3272/sebaran/jangkauan/").content.decode()
    assert len([one for one in asked if "posts_reachday" in one["sql"]]) == 3
    assert "1.208 kunjungan" in page and "kunjungan, bukan orang" in page
    assert "1.200" in page and 'data-chart="jangkauan"' in page
    narrow = office.get("/kab/3272/sebaran/jangkauan/?kecamatan=327202&saluran=BANNER")
    assert "7 kunjungan" in narrow.content.decode()
    file = office.get("/kab/3272/sebaran/jangkauan/ekspor/?format=csv&saluran=POSTER")
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert lines[1:] == ["2026-10-31,Gunung Puyuh,Poster,1200"]
    home = office.get("/kab/3272/sebaran/").content.decode()
    assert "Kunjungan, bukan orang" in home


def test_months_without_a_visit_are_zero(visitor: Client) -> None:
    admin_sql(
        "INSERT INTO posts_reachday (regency_code, kecamatan, channel, day, hits)"
        " VALUES ('3272', '327201', 'POSTER', '2025-12-01', 3),"
        " ('3272', '327201', 'LEAFLET', '2025-11-30', 5)"
    )
    with as_worker():
        found = months_of(ReachDay.objects.of("3272"), date(2026, 11, 29))
    assert [one.month.month for one in found] == [12, *range(1, 12)]
    assert (found[0].total, found[1].total) == (3, 0), "the month before is left out"


def test_only_the_office_and_posts_take_papers(shared_stocked: str, cast: Any) -> None:
    from files.exports.fields import list_of

    for role in ("PROVINCE", "SUPERVISOR", "VILLAGE", "ADMIN"):
        with pytest.raises(PermissionDenied):
            list_of("poster.export", role)
    assert str(ShortLink(kecamatan=KECAMATAN, channel="BANNER")) == f"{KECAMATAN}s"
    assert str(ReachDay(kecamatan="1", channel="BANNER", day="d")) == "1 BANNER d"
