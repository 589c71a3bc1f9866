"""Reads of aid: what the viewer sees, figures by place, refused rows in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import Role
from fieldwork.aid.models import (
    ANSWERS,
    MATCHES,
    AidList,
    Check,
    Recipient,
    RowIssue,
)
from fieldwork.rules.aid import Answer
from periods.models import Period
from voters.models import Voter

LEVELS = {"kelurahan": 1, "rw": 2, "rt": 3}
"""How deep the figures of a programme go."""


def recipients_of(user: Any, regency: str, using: str = "default") -> Any:
    """Recipients in the person's scope; posts, province and Bawaslu see none."""
    rows = Recipient.objects.using(using).in_scope_of(user).of(regency)
    readers = (Role.VILLAGE, Role.NEIGHBOURHOOD)
    if not getattr(user, "is_office", False) and user.role not in readers:
        return rows.none()
    return rows


def keys_of(
    user: Any, regency: str, rows: list[Recipient], using: str = "default"
) -> list[UUID]:
    """Who is shown, for the ledger: the voter's key, else the recipient's own."""
    voters = Voter.objects.using(using).in_scope_of(user).of(regency)
    numbers = {one.voter_id for one in rows if one.voter_id}
    known = dict(voters.filter(pk__in=numbers).values_list("pk", "public_id"))
    return [known.get(one.voter_id or 0, one.public_id) for one in rows]


def found_living(regency: str) -> "QuerySet[Any, Any]":
    """Voters whom somebody found living here in the open period (voters.verified, L23).

    Any such answer counts, that of the head of an RT too. A later one does not take it
    back: one account enters both, and would strike by itself what it had found.
    """
    begun = Period.objects.open(regency).values("starts_on")[:1]
    rows = Check.objects.of(regency).filter(
        answer=Answer.FOUND, checked_on__gte=Subquery(begun)
    )
    told = rows.annotate(person=F("recipient__voter_id")).exclude(person=None)
    return told.values_list("person", flat=True)


@dataclass
class Figures:
    """Counts of one place: recipients, matches, answers.

    heard: what the head of an RT or RW has found and no officer has looked at.
    """

    place: tuple[str, ...]
    people: int = 0
    checked: int = 0
    heard: int = 0
    matches: dict[str, int] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)

    @property
    def match_cells(self) -> list[int]:
        """By match, in the order of the words."""
        return [self.matches.get(value, 0) for value, _word in MATCHES]

    @property
    def answer_cells(self) -> list[int]:
        """By answer, in the order of the words."""
        return [self.answers.get(value, 0) for value, _word in ANSWERS]

    @property
    def cells(self) -> list[int]:
        """Recipients, who was checked, by match, by answer."""
        return [self.people, self.checked, *self.match_cells, *self.answer_cells]

    def add(self, match: str, answer: str, n: int) -> None:
        """Take in a cell."""
        self.people += n
        self.matches[match] = self.matches.get(match, 0) + n
        if answer:
            self.checked += n
            self.answers[answer] = self.answers.get(answer, 0) + n


def figures(rows: Any, level: str) -> list[Figures]:
    """Figures per kelurahan, RW or RT of the rows, and their sum as the last."""
    depth = LEVELS.get(level, 1)
    names = ("kelurahan", "rw", "rt")[:depth]
    cells = rows.order_by().values_list(*names, "match", "answer", "pending")
    total, found = Figures(()), dict[tuple[str, ...], Figures]()
    counted = cells.annotate(n=Count("pk")).order_by(*names)
    for *place, match, answer, pending, n in counted:
        key = tuple(place)
        for one in (found.setdefault(key, Figures(key)), total):
            one.add(match, answer, n)
            one.heard += n if pending else 0
    return [*found.values(), total]


def issue_words() -> dict[str, tuple[str, str]]:
    """Kind of a refused row: what is wrong, how to mend it."""
    return {
        "NAME_EMPTY": (_("Nama kosong"), _("Isi nama penerima.")),
        "BIRTH_DATE": (
            _("Tanggal lahir tidak mungkin"),
            _("Tulis seperti 31-12-1990, atau kosongkan."),
        ),
        "SEX_CODE": (_("Jenis kelamin tidak dikenal"), _("Tulis L atau P.")),
        "NO_KEY": (
            _("NIK tidak terpakai, dan tanpa NKK dan tanggal lahir"),
            _("Isi NIK 16 angka sebagai teks, atau NKK, atau tanggal lahir."),
        ),
        "NIK_TWICE": (
            _("NIK sudah ada di baris sebelumnya"),
            _("Hapus baris yang sama, atau perbaiki NIK-nya."),
        ),
        "RAGGED": (
            _("Jumlah kolom tidak sama dengan judul"),
            _("Simpan ulang berkas sebagai xlsx, lalu periksa baris ini."),
        ),
    }


def issue_lines(row: AidList) -> Iterator[list[Any]]:
    """Cells as they were written, Kesalahan, Saran and the row of each refused line."""
    words, width = issue_words(), len(row.recognised["header"])
    rows = RowIssue.objects.of(row.regency_code).filter(list_id=row.pk)
    for one in rows.order_by("line_no").iterator():
        cells = [*one.cells, *[""] * width][:width]
        yield [*cells, *words[one.kind], one.line_no]
