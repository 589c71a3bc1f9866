"""Jobs and the ledger of an office as files; their rooms stand below files."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from audit.models import LedgerEntry
from files.exports import Column
from files.exports.sources import Prepared
from jobs.models import Job
from kpu_portal.tables import details
from kpu_portal.ui.actions import action_word
from kpu_portal.ui.formats import moment
from kpu_portal.ui.jobs import title_of
from kpu_portal.views import jobs, ledger

CHUNK = 2_000
JOBS = [
    *(Column("Pekerjaan", 28), Column("Keadaan", 12)),
    *(Column("Selesai", 12, shown="done"), Column("Jumlah", 12, shown="done")),
    *(Column("Peminta", 28), Column("Dibuat", 24), Column("Berakhir", 24)),
    Column("Keterangan", 60),
]
ENTRIES = [
    *(Column("Waktu", 24), Column("Pelaku", 28), Column("Tindakan", 28)),
    *(Column("Kode tindakan", 20, shown="action"), Column("Objek", 40)),
    *(Column("Rincian", 60), Column("Alamat jaringan", 18)),
]


def job_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The jobs of the office, cut by the words of the list's address."""
    every = Job.objects.using(using).filter(regency_code=regency)
    rows = jobs.filtered(query, every)[1]
    return _prepared(f"pekerjaan-{regency}", JOBS, rows, _job)


def ledger_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The office's entries, likewise."""
    every = LedgerEntry.objects.using(using).filter(regency_code=regency)
    rows = ledger.filtered(query, every)[1]
    return _prepared(f"jejak-{regency}", ENTRIES, rows, _entry)


def _prepared(
    name: str,
    columns: list[Column],
    rows: "QuerySet[Any]",
    line: Callable[[Any], tuple[Any, ...]],
) -> Prepared:
    def lines(found: "QuerySet[Any]") -> Iterator[tuple[Any, ...]]:
        return map(line, found.iterator(chunk_size=CHUNK))

    return Prepared(name=name, columns=columns, rows=rows.order_by("-id"), lines=lines)


def _job(job: Job) -> tuple[Any, ...]:
    return (
        title_of(job),
        job.get_state_display(),
        job.done,
        job.total,
        job.asked_by_name,
        moment(job.created_at),
        moment(job.ended_at),
        job.error,
    )


def _entry(entry: LedgerEntry) -> tuple[str, ...]:
    return (
        moment(entry.recorded_at),
        entry.actor_name,
        action_word(entry.action),
        entry.action,
        entry.subject,
        details(entry),
        entry.address or "",
    )
