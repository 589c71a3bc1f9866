"""The list of deliveries as a file; no person is in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from files.exports import Column
from files.exports.sources import Prepared
from reconciliation.models import Delivery
from reconciliation.tables import filtered

COLUMNS = [
    Column("Berkas", 40),
    Column("Pengirim", 20),
    Column("Nomor surat", 24),
    Column("Periode", 12),
    Column("Jenis", 16),
    Column("Baris", 10),
    Column("Ditolak", 10),
    Column("Diterima", 20),
    Column("Penerima", 28),
    Column("Keadaan", 14),
    Column("SHA-256", 66),
]


def delivery_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The deliveries that `user` sees, cut by the words of the list's address."""
    every = Delivery.objects.using(using).in_scope_of(user).of(regency)
    return Prepared(
        name=f"kiriman-{regency}",
        columns=COLUMNS,
        rows=filtered(query, every)[1].order_by("-id"),
        lines=lambda rows: _lines(rows.iterator(chunk_size=1_000)),
    )


def _lines(rows: Iterable[Delivery]) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        yield (
            one.filename,
            one.get_sender_display(),
            one.letter_no,
            one.period_code,
            one.get_kind_display(),
            one.rows,
            one.counts.get("REFUSED", 0) if one.is_done else None,
            f"{timezone.localtime(one.received_at):%Y-%m-%d %H:%M}",
            one.received_by_name,
            one.get_state_display(),
            one.sha256,
        )
