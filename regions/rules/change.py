"""What a change of regions may say: its lines checked, and where a line sends an RT.

No ORM and no clock. `destination` is the mirror of the SQL function region_target; a
test holds them together. Kinds follow Law 23/2014 art. 32 to 43 (formation, merger) and
Government Regulation 78/2007; codes are Kemendagri's (Permendagri 72/2019).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

VILLAGE, DISTRICT = 10, 6
_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class Line:
    """One line of an old -> new map; `rw` and `rt` of three digits, "" for all."""

    number: int
    old: str
    new: str
    rw: str = ""
    rt: str = ""
    new_name: str = ""
    new_district: str = ""
    new_rw: str = ""
    new_rt: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a line cannot stand: its number, the column, what was found, the reason."""

    number: int
    column: str
    found: str
    reason: str


REASONS = frozenset(
    {
        *("OLD_UNKNOWN", "OLD_ENDED", "OUTSIDE", "CODE", "ENDED", "NAME", "NAMES"),
        *("DISTRICT", "RT_ALONE", "NUMBER", "TWICE", "RENAME_CODE", "SAME_NAME"),
        *("WHOLE", "SAME_DISTRICT", "NOT_SPLIT", "NOT_MERGED", "APART", "EMPTY"),
    }
)


@dataclass(frozen=True)
class Known:
    """Regions of the regency: names of the valid ones, and codes that have ended."""

    regency: str
    names: Mapping[str, str]
    ended: frozenset[str] = field(default_factory=frozenset)


def digits(text: str) -> str:
    """A code without its dots and blanks."""
    return text.replace(".", "").replace(" ", "").strip()


def corners(text: str) -> list[str] | None:
    """RW or RT numbers of a cell: "1-3, 5" gives 001, 002, 003, 005; "" gives [""].

    None for what is no such list.
    """
    if not text.strip():
        return [""]
    found: list[str] = []
    for part in text.split(","):
        ends = [end.strip() for end in part.split("-")]
        if len(ends) > 2 or not all(_NUMBER.fullmatch(end) for end in ends):  # noqa: PLR2004
            return None
        first, last = int(ends[0]), int(ends[-1])
        if first > last:
            return None
        found += [f"{n:03d}" for n in range(first, last + 1)]
    return found


def padded(number: str) -> str:
    """ "1" as "001"; nothing stays nothing."""
    return number.zfill(3) if number else ""


def destination(
    lines: Iterable[Line], kelurahan: str, rw: str, rt: str
) -> tuple[str, str, str] | None:
    """Kelurahan, RW and RT that the map gives an RT; None where no line speaks of it.

    The most exact line counts: of RW and RT, then of the RW, then of the kelurahan.
    """
    best: tuple[int, Line] | None = None
    for line in lines:
        if line.old != kelurahan:
            continue
        fits_rw = line.rw in ("", padded(rw))
        fits_rt = line.rt in ("", padded(rt))
        exact = bool(line.rw) + bool(line.rt)
        if fits_rw and fits_rt and (best is None or exact > best[0]):
            best = (exact, line)
    if best is None:
        return None
    return best[1].new, best[1].new_rw or rw, best[1].new_rt or rt


def ending(lines: Iterable[Line]) -> set[str]:
    """Old kelurahan that nobody is sent to: they end with the change."""
    lines = list(lines)
    return {line.old for line in lines} - {line.new for line in lines}


def problems(kind: str, lines: Iterable[Line], known: Known) -> list[Problem]:
    """Every reason against a map, in the order of its lines; empty: it may stand."""
    lines = list(lines)
    if not lines:
        return [Problem(0, "", "", "EMPTY")]
    if kind == "RENAME":
        found = [p for line in lines for p in _rename(line, known)]
    else:
        found = [p for line in lines for p in _moved(line, known)]
        found += _names(lines, known)
        found += _of_kind(kind, lines)
    found += _twice(lines)
    return sorted(found, key=lambda p: p.number)


def _old(line: Line, known: Known) -> Iterator[Problem]:
    if line.old in known.ended:
        yield Problem(line.number, "kode_lama", line.old, "OLD_ENDED")
    elif line.old not in known.names:
        outside = line.old.isdigit() and not line.old.startswith(known.regency)
        reason = "OUTSIDE" if outside else "OLD_UNKNOWN"
        yield Problem(line.number, "kode_lama", line.old, reason)


def _rename(line: Line, known: Known) -> Iterator[Problem]:
    yield from _old(line, known)
    if line.new not in ("", line.old):
        yield Problem(line.number, "kode_baru", line.new, "RENAME_CODE")
    if line.rw or line.rt:
        yield Problem(line.number, "rw", line.rw, "WHOLE")
    if not line.new_name:
        yield Problem(line.number, "nama_baru", "", "NAME")
    elif line.new_name == known.names.get(line.old):
        yield Problem(line.number, "nama_baru", line.new_name, "SAME_NAME")


def _moved(line: Line, known: Known) -> Iterator[Problem]:
    yield from _old(line, known)
    if line.old in known.names and len(line.old) != VILLAGE:
        yield Problem(line.number, "kode_lama", line.old, "OLD_UNKNOWN")
    if len(line.new) != VILLAGE or not (line.new.isascii() and line.new.isdigit()):
        yield Problem(line.number, "kode_baru", line.new, "CODE")
    elif not line.new.startswith(known.regency):
        yield Problem(line.number, "kode_baru", line.new, "OUTSIDE")
    elif line.new in known.ended or line.new[:DISTRICT] in known.ended:
        yield Problem(line.number, "kode_baru", line.new, "ENDED")
    if line.rt and not line.rw:
        yield Problem(line.number, "rt", line.rt, "RT_ALONE")
    for column, number in (("rw_baru", line.new_rw), ("rt_baru", line.new_rt)):
        if number and not _NUMBER.fullmatch(number):
            yield Problem(line.number, column, number, "NUMBER")


def _names(lines: list[Line], known: Known) -> Iterator[Problem]:
    """A code that is new needs one name, and so does its kecamatan."""
    for column, length, missing in (
        ("nama_baru", VILLAGE, "NAME"),
        ("nama_kecamatan_baru", DISTRICT, "DISTRICT"),
    ):
        first: dict[str, Line] = {}
        given: dict[str, str] = {}
        for line in lines:
            code = line.new[:length]
            name = line.new_name if length == VILLAGE else line.new_district
            if code in known.names or len(line.new) != VILLAGE:
                continue
            first.setdefault(code, line)
            if name and given.setdefault(code, name) != name:
                yield Problem(line.number, column, name, "NAMES")
        for code, line in first.items():
            if code not in given:
                yield Problem(line.number, column, "", missing)


def _twice(lines: list[Line]) -> Iterator[Problem]:
    seen: set[tuple[str, str, str]] = set()
    for line in lines:
        place = (line.old, line.rw, line.rt)
        if place in seen:
            yield Problem(line.number, "kode_lama", line.old, "TWICE")
        seen.add(place)


def _of_kind(kind: str, lines: list[Line]) -> Iterator[Problem]:
    into, out = defaultdict(set), defaultdict(set)
    for line in lines:
        into[line.new].add(line.old)
        out[line.old].add(line.new)
    if kind == "SPLIT":
        if not any(len(news) > 1 for news in out.values()):
            yield Problem(lines[0].number, "kode_baru", lines[0].new, "NOT_SPLIT")
        return
    for line in lines:
        if len(out[line.old]) > 1:
            yield Problem(line.number, "kode_baru", line.new, "APART")
        elif kind == "MOVE" and line.new[:DISTRICT] == line.old[:DISTRICT]:
            yield Problem(line.number, "kode_baru", line.new, "SAME_DISTRICT")
    if kind == "MERGE" and not any(len(olds) > 1 for olds in into.values()):
        yield Problem(lines[0].number, "kode_baru", lines[0].new, "NOT_MERGED")


def may_confirm(*, preparer: int, by_chair: bool, actor: int, role: str) -> bool:
    """Two people, one of them the chair: a chair's map is confirmed by a member."""
    if preparer == actor:
        return False
    return role == ("MEMBER" if by_chair else "CHAIR")


COLUMNS = (
    *("kode_lama", "rw", "rt", "kode_baru", "nama_baru", "nama_kecamatan_baru"),
    *("rw_baru", "rt_baru"),
)
"""Columns of a map, in the order of the form."""


def read_row(number: int, cells: Mapping[str, str]) -> list[Line] | Problem:
    """Lines of one row of the form; RW and RT may be lists and spans ("1-3, 5").

    Gives the problem where a cell is no such list. A row without any cell gives none.
    """
    told = {name: " ".join(cells.get(name, "").split()) for name in COLUMNS}
    if not any(told.values()):
        return []
    found: dict[str, list[str]] = {}
    for column in ("rw", "rt"):
        read = corners(told[column])
        if read is None:
            return Problem(number, column, told[column], "NUMBER")
        found[column] = read
    return [
        Line(
            number,
            digits(told["kode_lama"]),
            digits(told["kode_baru"]),
            rw,
            rt,
            told["nama_baru"],
            told["nama_kecamatan_baru"],
            told["rw_baru"],
            told["rt_baru"],
        )
        for rw in found["rw"]
        for rt in found["rt"]
    ]
