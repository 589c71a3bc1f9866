"""Letters of Bawaslu as a file: their columns, rows and filter; no person is in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import QueryDict

from files.exports import Column
from files.exports.sources import Prepared
from plenos.models import Advice
from plenos.tables import filtered

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
