"""Rows picked in a list, on one page or across pages: by their keys, or as a filter.

An act on everything takes the filter, never a list of keys: `Picked` cuts the rows that
the filter gave in the person's own scope, so a key that is made up adds nothing. What
was counted when the person was asked is compared again before the act (`mark_of`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from files.lists.numbers import whole_number

PICK, EVERY, BUT = "pilih", "semua", "kecuali"
WORDS = (PICK, EVERY, BUT)
"""Words of a choice in a form or an address; no part of a filter."""


class PickError(Exception):
    """The choice cannot be acted on; the message is for people."""


@dataclass(frozen=True)
class Picked:
    """Rows by their keys; with `every`, all of the filter but these keys."""

    keys: frozenset[str] = frozenset()
    every: bool = False

    @property
    def is_named(self) -> bool:
        """Whether anything was picked at all."""
        return self.every or bool(self.keys)

    @cached_property
    def _split(self) -> tuple[list[UUID], list[int]]:
        numbers = [int(key) for key in self.keys if key.isdigit()]
        return [UUID(key) for key in self.keys if not key.isdigit()], numbers

    def cut(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The picked of `rows`; none where nothing was picked."""
        names, numbers = self._split
        has_name = any(one.name == "public_id" for one in rows.model._meta.fields)
        if not has_name:
            names = []
        if self.every:
            rows = rows.exclude(public_id__in=names) if names else rows
            return rows.exclude(pk__in=numbers) if numbers else rows
        if names and numbers:
            raise PickError(_("Pilihan ini tidak terbaca; pilih lagi barisnya."))
        return (
            rows.filter(public_id__in=names) if names else rows.filter(pk__in=numbers)
        )

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Hidden fields that say the same choice again."""
        if self.every:
            yield EVERY, "1"
        if self.keys:
            yield (BUT if self.every else PICK), " ".join(sorted(self.keys))


def picked_of(*said: QueryDict) -> Picked:
    """The choice that a form or an address holds; what is no key is passed over.

    Raises PickError for more single rows than the policy allows at once.
    """
    every = any(one.get(EVERY) == "1" for one in said)
    word = BUT if every else PICK
    texts = (text for one in said for text in one.getlist(word))
    keys = {key for text in texts for key in text.split() if _is_key(key)}
    most = settings.POLICY.picked_most_rows
    if len(keys) > most:
        raise PickError(
            _("Paling banyak %(n)s baris dipilih satu per satu; persempit saringan.")
            % {"n": most}
        )
    return Picked(frozenset(keys), every)


def _is_key(text: str) -> bool:
    """A public id, or the number of a row: never as long as a number of a person."""
    if text.isascii() and text.isdigit():
        return len(text) < 11
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def key_of(record: Any) -> str:
    """What names a row in a choice."""
    return str(getattr(record, "public_id", None) or record.pk)


def mark_of(numbers: Iterable[int]) -> str:
    """How many rows there are, and a mark that differs when they are others."""
    n = total = mixed = 0
    for number in numbers:
        n, total, mixed = n + 1, total + number, mixed ^ number * number
    return f"{n}-{total:x}-{mixed:x}"


def counted_in(mark: str) -> int | None:
    """How many rows a mark was made of; None for what is no mark."""
    return whole_number(mark.split("-", 1)[0])


def require_same(mark: str, numbers: list[int]) -> None:
    """Raise PickError when the rows are no longer those that the person confirmed."""
    if mark == mark_of(numbers):
        return
    then, now = counted_in(mark), len(numbers)
    if then != now:
        said = _("Jumlahnya berubah dari %(then)s menjadi %(now)s; periksa lagi.")
        raise PickError(said % {"then": then or 0, "now": now})
    raise PickError(
        _("Isi pilihan berubah sementara jumlahnya tetap %(now)s; periksa lagi.")
        % {"now": now}
    )
