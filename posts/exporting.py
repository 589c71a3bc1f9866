"""Posts, visits and bulletins as files; no person of the roll is in them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from files.exports import Column
from files.exports.sources import Prepared
from posts.models import Bulletin, Post, Visit
from posts.selectors import kecamatan_past
from posts.tables import BulletinFilter, PostFilter, VisitFilter

POST_COLUMNS = [
    *(Column("Nama", 30), Column("Kecamatan", 22), Column("Tempat", 40)),
    *(Column("Kontak", 26), Column("Status", 12), Column("Halaman", 40)),
]
VISIT_COLUMNS = [
    *(Column("Waktu", 18), Column("Pos", 30, shown="post"), Column("Kecamatan", 22)),
    *(Column("Jenis", 36), Column("Nomor laporan", 20), Column("Petugas", 28)),
]
BULLETIN_COLUMNS = [
    *(Column("Judul", 50), Column("Kecamatan", 22), Column("Periode", 10)),
    *(Column("Keadaan", 18), Column("Disematkan", 12), Column("Penulis", 28)),
    Column("Terbit", 18),
]


def post_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The posts that `user` sees, cut by the words of the list's address."""
    every = Post.objects.using(using).in_scope_of(user).of(regency)
    names = kecamatan_past(regency)
    return Prepared(
        name=f"pos-{regency}",
        columns=POST_COLUMNS,
        rows=PostFilter(query, names=names).cut(every).order_by("-id"),
        lines=lambda rows: _posts(rows.iterator(chunk_size=1_000), names),
    )


def visit_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The visits that `user` sees, likewise."""
    every = Visit.objects.using(using).in_scope_of(user).of(regency)
    names = kecamatan_past(regency)
    return Prepared(
        name=f"kunjungan-{regency}",
        columns=VISIT_COLUMNS,
        rows=VisitFilter(query, names=names).cut(every).order_by("-id"),
        lines=lambda rows: _visits(
            rows.select_related("post", "event").iterator(chunk_size=1_000), names
        ),
    )


def bulletin_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The bulletins that `user` sees, likewise."""
    every = Bulletin.objects.using(using).in_scope_of(user).of(regency)
    names = kecamatan_past(regency)
    return Prepared(
        name=f"kabar-{regency}",
        columns=BULLETIN_COLUMNS,
        rows=BulletinFilter(query, names=names).cut(every).order_by("-id"),
        lines=lambda rows: _bulletins(rows.iterator(chunk_size=1_000), names),
    )


def _posts(rows: Iterable[Post], names: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        place = names.get(one.kecamatan, one.kecamatan)
        state = one.get_state_display()
        yield (one.name, place, one.place, one.contact, state, f"/pos/{one.slug}/")


def _visits(rows: Iterable[Visit], names: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        yield (
            _moment(one.at),
            one.where,
            names.get(one.kecamatan, one.kecamatan),
            one.get_kind_display(),
            one.report_number,
            one.taken_by_name,
        )


def _bulletins(
    rows: Iterable[Bulletin], names: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        yield (
            one.title,
            names.get(one.kecamatan, one.kecamatan),
            one.period_code,
            one.get_state_display(),
            "ya" if one.pinned else "tidak",
            one.author_name,
            _moment(one.published_at) if one.published_at else "",
        )


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H.%M}"
