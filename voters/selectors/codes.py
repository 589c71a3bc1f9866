"""The code lists as they stand: the program's own, and what administrators added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from voters.models.code_tables import CodeChange, CodeEntry, CodeList, kept
from voters.models.codes import IN_PROGRAM
from voters.rules import code_lists as rules


@dataclass(frozen=True)
class Entry:
    """One code of one vintage of one list."""

    list: str
    vintage: str
    code: str
    word: str
    label: str
    label_en: str
    valid_from: date | None
    valid_until: date | None
    in_program: bool

    @property
    def list_label(self) -> str:
        """The list's name."""
        return str(CodeList(self.list).label)

    @property
    def is_locked(self) -> bool:
        """Whether nobody changes it: a vintage of the law that the program brings."""
        return self.in_program and self.list in rules.LAW

    @property
    def is_named(self) -> bool:
        """Whether a rule names it, so that it cannot end."""
        return self.is_locked or rules.is_named(self.list, self.code)

    def stands(self, on: date) -> bool:
        """Whether it may be chosen that day."""
        return rules.stands(self.valid_from, self.valid_until, on)


def brings(name: str, vintage: str) -> bool:
    """Whether the program itself brings this vintage of the list."""
    return vintage in IN_PROGRAM.get(name, {})


def entries() -> list[Entry]:
    """Every entry, by list, vintage (newest first) and the order of the program."""
    return [entry for name in IN_PROGRAM for entry in entries_of(name)]


def entries_of(name: str) -> list[Entry]:
    """The entries of one list, by vintage (newest first) and the program's order."""
    rows = {key: row for key, row in kept.get().items() if key[0] == name}
    found = [
        _entry(name, vintage, code, str(word), rows.pop((name, vintage, code), None))
        for vintage, words in IN_PROGRAM[name].items()
        for code, word in words.items()
    ]
    found += [_entry(*key, "", row) for key, row in sorted(rows.items())]
    found.sort(key=lambda one: -int(one.vintage))
    return found


def _entry(
    name: str, vintage: str, code: str, word: str, row: CodeEntry | None
) -> Entry:
    """What the program says (`word`), unless a row of the table says something else."""
    return Entry(
        list=str(name),
        vintage=vintage,
        code=str(code),
        word=row.word if row else word,
        label=row.label if row else word,
        label_en=row.label_en if row else "",
        valid_from=row.valid_from if row else None,
        valid_until=row.valid_until if row else None,
        in_program=bool(word),
    )


def entry_of(name: str, vintage: str, code: str) -> Entry | None:
    """One entry, None when no list has it."""
    asked = (vintage, code)
    known = entries_of(name) if name in IN_PROGRAM else []
    return next((e for e in known if (e.vintage, e.code) == asked), None)


def offered(name: str, on: date | None = None) -> list[tuple[str, str]]:
    """Codes and words of a list of practice that may be chosen on a day (today)."""
    day = on or timezone.localdate()
    return [(e.code, e.word) for e in entries_of(name) if e.stands(day)]


def is_offered(name: str, code: str, on: date | None = None) -> bool:
    """Whether a code of a list of practice may be chosen on a day (today)."""
    return any(code == known for known, _word in offered(name, on))


def waiting_changes() -> Iterable[CodeChange]:
    """What waits for a second administrator, oldest first."""
    return CodeChange.objects.filter(state=CodeChange.State.ASKED).order_by("id")


def changes_of(name: str, vintage: str, code: str) -> Iterable[CodeChange]:
    """Every change of one entry, newest first."""
    rows = CodeChange.objects.filter(list=name, vintage=vintage, code=code)
    return rows.order_by("-id")
