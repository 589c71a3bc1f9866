"""Letters of Bawaslu and published recaps as files; no person is in them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from files.exports import Column
from files.exports.sources import Prepared
from plenos.models import Advice, Plenary, Recap, RecapLine
from plenos.presenters import place_names
from plenos.tables import filtered
from voters.models.codes import category_word

COLUMNS = [
    Column("Nomor surat", 30),
    Column("Jenis", 18),
    Column("Lembaga", 30),
    Column("Tanggal surat", 14),
    Column("Batas waktu", 14),
    Column("Isi", 60),
    Column("Jawaban", 60),
    Column("Nomor jawaban", 30),
    Column("Tanggal jawaban", 14),
    Column("Tindak lanjut", 20),
]


def advice_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The letters that `user` sees, cut by the words of the list's address."""
    every = Advice.objects.using(using).in_scope_of(user).of(regency)
    return Prepared(
        name=f"saran-{regency}",
        columns=COLUMNS,
        rows=filtered(query, every)[1].order_by("-id"),
        lines=lambda rows: _lines(rows.iterator(chunk_size=1_000)),
    )


def _lines(rows: Iterable[Advice]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        yield (
            one.letter_no,
            one.get_kind_display(),
            one.institution,
            one.letter_on,
            one.due_on,
            one.subject,
            one.answer,
            one.answer_no,
            one.answered_on,
            one.get_state_display(),
        )


RECAP_COLUMNS = [
    Column("Periode", 10),
    Column("Versi", 6),
    Column("Kecamatan", 22),
    Column("Kode", 12),
    Column("Kelurahan", 24),
    Column("JK", 6),
    Column("Kolom", 16),
    Column("Kategori", 26),
    Column("Jumlah", 12),
]


def recap_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """Every cell of the published recaps of a regency, the version in force of each.

    `?periode=2026-10` leaves that one.
    """
    mine = Recap.objects.using(using).in_scope_of(user).of(regency)
    published = Plenary.objects.using(using).filter(
        period_id=OuterRef("recap__period_id"), published_at__isnull=False
    )
    rows = RecapLine.objects.using(using).filter(
        Exists(published.filter(version=OuterRef("recap__version"))),
        ~Exists(published.filter(version__gt=OuterRef("recap__version"))),
        recap__in=mine,
    )
    if code := query.get("periode", ""):
        rows = rows.filter(recap__period__code=code)
    return Prepared(
        name=f"rekap-{regency}",
        columns=RECAP_COLUMNS,
        rows=rows.order_by(
            *("-recap__period__code", "kelurahan", "column", "category", "sex")
        ),
        lines=lambda found: recap_cells(
            found.select_related("recap__period").iterator(chunk_size=2_000)
        ),
    )


def recap_cells(rows: Iterable[RecapLine]) -> Iterator[tuple[Any, ...]]:
    """A line a figure; places have the names of the period, as on paper (rule Y4)."""
    known: dict[int, dict[str, str]] = {}
    for one in rows:
        names = known.get(one.recap.period_id)
        if names is None:
            names = place_names(one.regency_code, one.recap.period)
            known[one.recap.period_id] = names
        yield (
            one.recap.period.code,
            one.recap.version,
            names.get(one.kelurahan[:6], one.kelurahan[:6]),
            one.kelurahan,
            names.get(one.kelurahan, one.kelurahan),
            one.sex,
            one.get_column_display(),
            category_word(one.category) if one.category else "",
            one.n,
        )
