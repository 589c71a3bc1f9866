"""One refused row in canonical form, as far as it can be read.

The twin of told.sql, normalise.sql and the verdict of judge.sql, for the few rows that
somebody looks at; the run itself reads in SQL.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product

from reconciliation.rules import codes, dates, nik, text

_LONGEST = {"name": 120, "birth_place": 80, "address": 200}
_CODED = {"sex": codes.SEX, "marital_status": codes.MARITAL, "ektp_status": codes.EKTP}
_NUMBERS = ("province_no", "regency_no", "district_no", "village_no")
_WIDTHS = (2, 2, 2, 4)


@dataclass(frozen=True)
class Place:
    """A kelurahan of the regency: code, spellings, and those of its kecamatan."""

    code: str
    keys: Collection[str]
    district_keys: Collection[str]


def elements(
    cells: Mapping[str, str], places: Collection[Place], vintage: str = ""
) -> dict[str, str]:
    """Canonical elements of a row by name; what is empty or unreadable is left out.

    cells: what was written, by field of the mapping. vintage: of its bare numbers.
    """
    born_where, born_when = _birth(cells)
    found = {"birth_place": text.said(born_where)}
    for name in ("name", "address"):
        found[name] = text.said(cells.get(name, ""))
    for name, table in _CODED.items():
        found[name] = table.get(text.said(cells.get(name, "")), "")
    if not text.said(cells.get("marital_status", "")):
        happened = text.said(cells.get("event", ""))
        found["marital_status"] = codes.MARRIED_BY.get(happened, "")
    rt, rw = _home(cells)
    for name, number in (("rt", rt), ("rw", rw), ("tps", cells.get("tps", ""))):
        found[name] = text.place_number(number)
    born = dates.parsed(text.said(born_when))
    found["birth_date"] = born.isoformat() if born else ""
    card = text.number_key(cells.get("nkk", ""))
    found["nkk"] = card if nik.sound_family_number(card) else ""
    kinds = codes.disabilities(vintage)
    found["disability"] = kinds.get(text.said(cells.get("disability", "")), "")
    found["kelurahan"] = _place(cells, places)
    return {name: value[: _LONGEST.get(name)] for name, value in found.items() if value}


_APART = " ,;:/.|-"
_BORN = re.compile(
    # A place that ends in a number is set apart: else its digits may be the day's.
    rf"(?:(.*[^0-9{_APART}])[{_APART}]*|(.*[0-9]) ?[,;/] ?|[{_APART}]*)"
    r"((?:[0-9]{1,2}[-/.| ](?:[0-9]{1,2}|[A-Z]+)[-/.| ][0-9]{4}"
    r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?: 00:00:00|T00:00:00)?)"
)


def birth(cell: str) -> tuple[str, str]:
    """Place and date of birth of a cell that holds both, the date as it is written.

    A cell with digits that hold no date is all date, so that it is refused; so is one
    whose place would keep digits of the date.
    """
    tidy = text.said(cell)
    if found := _BORN.fullmatch(tidy):
        return found[1] or found[2] or "", found[3]
    if re.search("[0-9]", tidy):
        return "", tidy
    return tidy.rstrip(_APART), ""


def _birth(cells: Mapping[str, str]) -> tuple[str, str]:
    """Place and date of birth, also where they share a column."""
    both = cells.get("birth", "")
    if not both:
        return cells.get("birth_place", ""), cells.get("birth_date", "")
    return birth(both)


_NUMBER = r"([0-9]{1,3}|[0-9]{1,2}[A-Z])"
_HOME = re.compile(
    r"(?:RT ?[/.-]? ?RW[ .:]*)?(?:(RT|RW)[ .:-]*)?"
    + _NUMBER
    + r"(?: ?[/.,-] ?| )(?:(RT|RW)[ .:-]*)?"
    + _NUMBER
)
UNREAD = "RT/RW "
"""Before a cell without two numbers: no number of a place, so the row is warned."""


def home(cell: str) -> tuple[str, str]:
    """RT and RW of a cell that holds both, as they are written.

    The RT stands first, unless the cell says which is which. A cell that cannot be
    read gives neither: each is the whole text, marked so that it is none.
    """
    tidy = text.said(cell)
    if not tidy:
        return "", ""
    found = _HOME.fullmatch(tidy)
    if found is None or found[1] and found[1] == found[3]:
        return UNREAD + tidy, UNREAD + tidy
    turned = found[1] == "RW" or found[3] == "RT"
    return (found[4], found[2]) if turned else (found[2], found[4])


def _home(cells: Mapping[str, str]) -> tuple[str, str]:
    """RT and RW, also where they share a column."""
    both = cells.get("rt_rw", "")
    return home(both) if both else (cells.get("rt", ""), cells.get("rw", ""))


def _place(cells: Mapping[str, str], places: Collection[Place]) -> str:
    """Code of a kelurahan of this regency; "" when unknown, elsewhere or ambiguous."""
    cell = text.said(cells.get("kelurahan", ""))
    if cells.get("province_no"):
        parts = zip(_NUMBERS, _WIDTHS, strict=True)
        cell = "".join(
            text.number_key(cells.get(name, "")).zfill(width) for name, width in parts
        )
    code = cell.translate(str.maketrans("", "", ". "))
    if re.fullmatch(r"[0-9]{10}", code):
        return code if any(place.code == code for place in places) else ""
    districts = _keys(text.said(cells.get("kecamatan", "")), _DISTRICT_WORD)
    for key, district in product(_keys(cell, _VILLAGE_WORD), districts):
        named = {
            place.code
            for place in places
            if key in place.keys
            and district in ("", place.code[:6], *place.district_keys)
        }
        if named:
            return named.pop() if len(named) == 1 else ""
    return ""


_DISTRICT_WORD = re.compile(r"(KECAMATAN|KEC)[ .:-]+(?=[A-Z0-9])")
_VILLAGE_WORD = re.compile(r"(KELURAHAN|KEL|DESA|DS)[ .:-]+(?=[A-Z0-9])")


def _keys(name: str, word: re.Pattern[str]) -> list[str]:
    """The name as regions are spelt, whole first: its word may belong to it."""
    found = word.match(name)
    names = [name, name[found.end() :]] if found else [name]
    return [re.sub(r"[^A-Z0-9]", "", one) for one in names]


def event_of(cells: Mapping[str, str], vintage: str, default: str) -> str:
    """What the row says happened, "" when nothing or unknown.

    default: what every row of the sender means where the file has no event column.
    """
    cell = text.said(cells.get("event", default))
    return codes.events(vintage).get(cell, "")


def removal(event: str, cells: Mapping[str, str], *, moves_inside: bool) -> str:
    """The TMS reason of a row, "" for none.

    moves_inside: it names another kelurahan of the regency, or for sure the regency
    itself as the destination, so that a PINDAH stays.
    """
    if event in codes.DISQUALIFYING and not (event == "PINDAH" and moves_inside):
        return event
    service = codes.service_of(text.said(cells.get("occupation", "")))
    if event != "PURNA" and service:
        return service
    nationality = codes.nationality(text.said(cells.get("nationality", "")))
    return "WNA" if nationality == "WNA" else ""
