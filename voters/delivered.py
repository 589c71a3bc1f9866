"""What stood in a line of a delivery and what its file is called, told by the room
that keeps deliveries.

That room stands on a higher floor; it registers its tellers here when it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class DeliveredRow:
    """A refused row as far as it can be read.

    elements: canonical values by element, without the NIK and without empty cells.
    changeable: elements that this sender may change, None for every one.
    removal: the TMS reason that the row gives, where its sender may give it.
    number: the NIK as it was written, masked. is_low: its sender is of low trust.
    """

    source: str
    sender: str
    where: str
    url: str
    problem: str
    number: str
    elements: dict[str, str] = field(default_factory=dict)
    changeable: frozenset[str] | None = None
    removal: str = ""
    event_date: date | None = None
    evidence_kind: str = ""
    evidence_no: str = ""
    is_low: bool = False


@dataclass(frozen=True)
class DeliveredFile:
    """A delivery's file as its sender called it, and the address of its page.

    places: the lines that were asked for, in words (sheet and row) with their address.
    """

    name: str
    url: str
    places: dict[int, tuple[str, str]] = field(default_factory=dict)


Teller = Callable[[str, int, int, str], DeliveredRow | None]
FileTeller = Callable[[str, dict[int, set[int]]], dict[int, DeliveredFile]]
FileFinder = Callable[[str, str], list[int]]
_tellers: list[Teller] = []
_file_tellers: list[FileTeller] = []
_finders: list[FileFinder] = []
LONGEST = 18
"""Digits of the largest number that is looked up; it fits a bigint."""


def register(teller: Teller) -> None:
    """Let `teller(regency, delivery, line, kelurahan)` answer from now on."""
    _tellers[:] = [teller]


def register_files(teller: FileTeller) -> None:
    """Let `teller(regency, lines by delivery)` name files from now on."""
    _file_tellers[:] = [teller]


def register_finder(finder: FileFinder) -> None:
    """Let `finder(regency, words)` give deliveries by file or letter from now on."""
    _finders[:] = [finder]


def deliveries_meant(regency: str, said: str) -> list[int]:
    """The deliveries that a filter means: digits are the number that a link carries,
    anything else is looked for in names of files and numbers of letters."""
    if said.isascii() and said.isdecimal():
        return [int(said)] if len(said) <= LONGEST else []
    return [key for find in _finders for key in find(regency, said)]


def files_of(regency: str, lines: dict[int, set[int]]) -> dict[int, DeliveredFile]:
    """The files of these deliveries; unknown ones are left out, without any nobody is
    asked."""
    told = [tell(regency, lines) for tell in _file_tellers] if lines else []
    return told[0] if told else {}


def row_of(
    regency: str, delivery_id: int | None, line_no: int | None, kelurahan: str
) -> DeliveredRow | None:
    """What stood there; None for an accepted row, a withdrawn or unknown delivery.

    kelurahan: where the voter lives whom the row may mean; who leaves for another one
    of the regency stays on the roll.
    """
    if delivery_id is None or line_no is None:
        return None
    told = (tell(regency, delivery_id, line_no, kelurahan) for tell in _tellers)
    return next(told, None)
