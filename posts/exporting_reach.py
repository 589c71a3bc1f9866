"""Visits of the short links as a file: a row a day, kecamatan and channel."""

from typing import Any

from django.http import QueryDict

from files.exports import Column
from files.exports.sources import Prepared
from posts.models.reach import ReachDay
from posts.selectors import kecamatan_past
from posts.tables_reach import ReachFilter

COLUMNS = [
    *(Column("Tanggal", 12), Column("Kecamatan", 22), Column("Saluran", 18)),
    Column("Kunjungan", 12),
]


def reach_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The days that `user` sees, cut by the words of the page's address."""
    every = ReachDay.objects.using(using).in_scope_of(user).of(regency)
    names = kecamatan_past(regency)
    return Prepared(
        name=f"jangkauan-{regency}",
        columns=COLUMNS,
        rows=ReachFilter(query, names=names).cut(every).order_by("-day", "kecamatan"),
        lines=lambda rows: (
            (
                f"{one.day:%Y-%m-%d}",
                names.get(one.kecamatan, one.kecamatan),
                one.get_channel_display(),
                one.hits,
            )
            for one in rows.iterator(chunk_size=1_000)
        ),
    )
