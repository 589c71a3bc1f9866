"""Batches and tasks as files, cut by the words of their lists' addresses."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import QueryDict

from audit.services import Persons
from fieldwork.filters import TaskFilter, order_of
from fieldwork.models import Batch, Task
from fieldwork.selectors import NOBODY, by_batch, people_of
from fieldwork.tables import filtered
from files.exports import Column
from files.exports.sources import Prepared
from voters.selectors import past_places

CHUNK = 2_000
BATCH_COLUMNS = [
    Column("Nomor", 8),
    Column("Kelompok", 32),
    Column("Wilayah", 14),
    Column("Batas waktu", 14),
    Column("Tugas", 10),
    Column("Selesai", 10),
    Column("Sisa", 10),
    Column("Diuji", 10),
    Column("Sesuai", 10),
    Column("Benih", 20),
    Column("Keadaan", 14),
]
TASK_COLUMNS = [
    Column("Kelompok", 10),
    Column("Lembar", 8),
    Column("Baris", 8),
    Column("NIK", 20),
    Column("Nama", 32),
    Column("Alasan", 26),
    Column("Kelurahan", 20),
    Column("RW", 6),
    Column("RT", 6),
    Column("Hari", 6),
    Column("Petugas", 28),
    Column("Kunjungan", 10),
    Column("Hasil", 24),
    Column("Keadaan", 20),
]


def batch_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The batches that `user` sees; no person is in it."""
    every = Batch.objects.using(using).in_scope_of(user).of(regency)
    return Prepared(
        name=f"kelompok-coklit-{regency}",
        columns=BATCH_COLUMNS,
        rows=filtered(query, every)[1].order_by("-id"),
        lines=lambda rows: _batches(regency, rows),
    )


def _batches(regency: str, rows: Any) -> Iterator[tuple[Any, ...]]:
    found = list(rows)
    figures = by_batch(regency, found)
    for one in found:
        mine = figures[one.pk]
        yield (
            one.number,
            one.name,
            one.place,
            one.deadline,
            mine.tasks,
            mine.ended,
            mine.left,
            mine.checked,
            mine.agreed,
            one.seed,
            one.get_state_display(),
        )


def task_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The tasks that `user` sees; numbers of persons are masked by the field list."""
    districts, villages = past_places(regency)
    found = TaskFilter(
        query,
        queryset=Task.objects.using(using).in_scope_of(user).of(regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    persons = Persons()
    return Prepared(
        name=f"coklit-{regency}",
        columns=TASK_COLUMNS,
        rows=found.qs.order_by(*order_of(query)),
        lines=lambda rows: _tasks(user, regency, rows, villages, persons),
        persons=persons,
    )


def _tasks(
    user: Any, regency: str, rows: Any, places: dict[str, str], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    """A chunk of tasks at a time, each with one look-up of its people."""
    every = rows.select_related("batch").iterator(chunk_size=CHUNK)
    while tasks := list(islice(every, CHUNK)):
        people = people_of(user, regency, tasks, using=rows.db)
        for one in tasks:
            person = people.get(one.pk, NOBODY)
            if person.voter:
                persons.add(person.voter)
            yield (
                one.batch.number,
                one.sheet,
                one.line,
                person.nik,
                person.name,
                one.get_reason_display(),
                places.get(one.kelurahan, one.kelurahan),
                one.rw,
                one.rt,
                one.day,
                one.officer_name,
                one.visits,
                one.get_result_display(),
                one.get_state_display(),
            )
