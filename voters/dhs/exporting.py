"""Comparisons as a file, and the rows of one: numbers in full, to be looked up."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import Persons
from files.exports import Column
from files.exports.sources import Prepared
from voters.dhs import words
from voters.dhs.filters import ComparisonFilter, SidalihRowFilter
from voters.dhs.selectors import comparisons_of, keys_of, ordered_by, rows_of
from voters.filters_sidalih import SHEET_WORDS
from voters.models import SidalihComparison, SidalihRow
from voters.models.comparison import OUTCOMES
from voters.selectors import ELEMENT_LABELS, past_places

KIND = "sidalih.compare.export"
CHUNK = 2_000
COLUMNS = [
    Column("Baris", 8),
    Column("Hasil", 24),
    Column("DPID", 16),
    Column("NIK", 20),
    Column("Nama", 32),
    Column("Kelurahan", 20),
    Column("Unsur", 28, shown="told"),
    Column("Portal", 40),
    Column("SIDALIH", 40),
    Column("Keterangan", 40),
    Column("Lembar", 12, shown="why"),
    Column("Usulan", 12),
]
LIST_KIND = "sidalih.comparisons.export"
LIST_COLUMNS = [
    Column("Berkas", 36),
    Column("Cakupan", 24),
    Column("Baris", 10),
    Column("Hasil", 36),
    Column("Sama", 10, shown="state"),
    Column("Berbeda", 10, shown="state"),
    Column("Hanya di SIDALIH", 16, shown="state"),
    Column("DPID bertentangan", 16, shown="state"),
    Column("Tidak terbaca", 14, shown="state"),
    Column("Belum dientri di SIDALIH", 22, shown="state"),
    Column("Pengunggah", 28),
    Column("Diunggah", 18),
]
"""The outcomes in the order of the tiles (models.comparison.OUTCOMES)."""


def list_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The comparisons that `user` sees, by the filter of the list; they name nobody."""
    districts, villages = past_places(regency)
    places = {**districts, **villages}
    found = ComparisonFilter(query, queryset=comparisons_of(user, regency, using))
    return Prepared(
        name=f"daftar-banding-sidalih-{regency}",
        columns=LIST_COLUMNS,
        rows=found.qs,
        lines=lambda rows: (_comparison(one, places) for one in rows),
    )


def _comparison(one: SidalihComparison, places: dict[str, str]) -> tuple[Any, ...]:
    counts = one.result.get("outcomes", {})
    return (
        one.filename,
        words.area_word(one.area, places),
        one.result.get("rows", 0),
        words.found(one),
        *(counts.get(value, 0) for value, _word in OUTCOMES),
        one.received_by_name,
        f"{timezone.localtime(one.received_at):%Y-%m-%d %H:%M}",
    )


def comparison_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The rows that `user` sees of one comparison (`?banding=`), by the filter."""
    districts, villages = past_places(regency)
    found = SidalihRowFilter(
        query,
        queryset=_asked(user, regency, query.get("banding", ""), using),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    persons = Persons()

    def lines(rows: Any) -> Iterator[tuple[Any, ...]]:
        every = rows.iterator(chunk_size=CHUNK)
        while some := list(islice(every, CHUNK)):
            keys = keys_of(user, regency, some, using)
            for one in some:
                persons.add(keys.get(one.voter_id or 0, one.public_id))
                yield _line(one, villages)

    return Prepared(
        name=f"banding-sidalih-{regency}",
        columns=COLUMNS,
        rows=found.qs.order_by(*ordered_by(query)),
        lines=lines,
        persons=persons,
    )


def _asked(user: Any, regency: str, asked: str, using: str) -> Any:
    """Rows of the comparison that the address names; none for a name that is none."""
    try:
        key = UUID(asked)
    except ValueError:
        return SidalihRow.objects.using(using).none()
    comparison = comparisons_of(user, regency, using).filter(public_id=key).first()
    if comparison is None:
        return SidalihRow.objects.using(using).none()
    return rows_of(user, comparison, using)


def _line(one: SidalihRow, places: dict[str, str]) -> tuple[Any, ...]:
    sides = [
        "; ".join(f"{label}: {value}" for label, value in told)
        for told in (
            words.side(one, False, places, masked=False),
            words.side(one, True, places, masked=False),
        )
    ]
    return (
        *(one.line_no, one.get_outcome_display(), one.dpid, one.nik, one.name),
        places.get(one.kelurahan, ""),
        ", ".join(str(ELEMENT_LABELS[name]) for name in one.elements),
        *sides,
        words.reason(one),
        str(SHEET_WORDS[one.sheet]) if one.sheet else "",
        _("Diminta") if one.batch else "",
    )
