"""Whom rows of a foreign file name, for the ledger: the roll knows them by NIK."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from audit.services import Persons
from voters.models import Voter

CHUNK = 500
Row = TypeVar("Row", bound=Sequence[Any])
_NUMBER = re.compile(r"\d{16}")
_BETWEEN = re.compile(r"[\s.\-']")


def named_in(regency: str, rows: Iterable[Sequence[Any]]) -> list[UUID]:
    """Keys of the voters of a regency whose NIK stands in any cell of these rows.

    Whatever a column is called: a file whose headings nobody has named yet shows its
    people all the same. A row without a whole NIK names nobody for certain.
    """
    texts = (_BETWEEN.sub("", str(cell)) for row in rows for cell in row if cell)
    numbers = {text for text in texts if _NUMBER.fullmatch(text)}
    if not numbers:
        return []
    found = Voter.objects.of(regency).numbered(numbers)
    return list(found.values_list("public_id", flat=True))


def noting(regency: str, rows: Iterable[Row], persons: Persons) -> Iterator[Row]:
    """The rows of a file unchanged, and into `persons` whom they name."""
    every = iter(rows)
    while batch := list(islice(every, CHUNK)):
        for key in named_in(regency, batch):
            persons.add(key)
        yield from batch
