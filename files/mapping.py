"""Which column of a file is which field, chosen by a person who sees its first rows.

What every import shares: the choices, the first rows read once, and how a cell that may
hold a person's number is shown.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from files.exports import mask_number

KEPT_SECONDS = 15 * 60
"""How long somebody may take over a mapping before the file is read again."""
MOST_KEPT = 32
"""Files whose first rows are kept; the one that was asked for longest ago goes."""
PERSONAL = frozenset({"NIK", "NKK", "NOKK"})
"""Headings of numbers that stay hidden, whatever they are mapped to."""
DIGITS = 14
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)
_NOISE = re.compile(r"[^A-Z0-9]")

Rows = list[list[str]]


def key(name: str) -> str:
    """A heading without case, blanks, dots, underscores and line breaks."""
    return _NOISE.sub("", name.upper())


class FirstRows:
    """First rows of files, read once and not at each choice.

    Opening a file takes a child process. The rows are persons' cells: they stay in the
    memory of this process for a while and go into no cache beside it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[float, Rows]] = OrderedDict()
        self._lock = Lock()

    def get(self, of: Hashable, read: Callable[[], Rows]) -> Rows:
        """The rows kept under `of`, else read; an empty answer is not kept."""
        found = self._remembered(of)
        if found is None:
            found = read()
            if found:
                self._remember(of, found)
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def _remembered(self, of: Hashable) -> Rows | None:
        with self._lock:
            until, rows = self._kept.get(of, (0.0, []))
            if until <= time.monotonic():
                self._kept.pop(of, None)
                return None
            self._kept.move_to_end(of)
            return rows

    def _remember(self, of: Hashable, rows: Rows) -> None:
        with self._lock:
            self._kept[of] = (time.monotonic() + KEPT_SECONDS, rows)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


def masked(field: str, name: str, row: list[str], at: int) -> str:
    """A cell as the mapping shows it: numbers of persons and birthdays hidden."""
    cell = row[at] if at < len(row) else ""
    if field in ("nik", "nkk") or key(name) in PERSONAL:
        return mask_number(cell)
    if field in ("birth_date", "birth"):
        return _year_alone(cell)
    if sum(letter.isdigit() for letter in cell) >= DIGITS:
        return mask_number(cell[:16])
    return cell[:40]


def _year_alone(cell: str) -> str:
    """A birth date, however it is written, with nothing but its year.

    Two candidates ("1905-1990" is a day in May) tell no year: no digit is shown then.
    """
    years = _YEAR.findall(cell)
    if not cell.strip():
        return ""
    return "••-••-" + (years[0] if len(years) == 1 else "••••")


class ColumnsForm(forms.Form):
    """One choice for every column of a file.

    header: names of the columns; present: field to column; labels: field to word.
    """

    def __init__(
        self,
        *args: Any,
        header: list[str],
        present: dict[str, int],
        labels: Iterable[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.header = header
        by_column = {at: field for field, at in present.items()}
        choices = [("", _("(diabaikan)")), *labels]
        for at, name in enumerate(header):
            self.fields[f"kolom_{at}"] = forms.ChoiceField(
                label=name or _("(tanpa judul)"),
                choices=choices,
                required=False,
                initial=by_column.get(at, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def columns(self) -> list[Any]:
        """The bound field of every column, in the order of the file."""
        return [self[f"kolom_{at}"] for at in range(len(self.header))]

    def chosen(self) -> dict[int, str]:
        """Column index to field, as it was entered."""
        return {at: self[f"kolom_{at}"].value() or "" for at in range(len(self.header))}

    def refuse_twice(self) -> bool:
        """Give every column whose field another has an error; whether any did."""
        chosen = self.chosen()
        for at, field in chosen.items():
            others = [one for one, said in chosen.items() if said == field != ""]
            if len(others) > 1:
                self.add_error(f"kolom_{at}", self._also(at, others))
        return bool(self.errors)

    def _also(self, at: int, columns: list[int]) -> str:
        """Words for a field that this column shares with others."""
        bound: Any = self[f"kolom_{at}"]
        names = [str(self[f"kolom_{one}"].label) for one in columns if one != at]
        return _("%(field)s dipilih juga untuk %(names)s; pilih satu kolom saja.") % {
            "field": dict(bound.field.choices)[bound.value()],
            "names": ", ".join(names),
        }
