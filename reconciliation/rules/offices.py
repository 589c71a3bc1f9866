"""Which regency a cell names, as the place that somebody moves to."""

import re
from collections.abc import Mapping
from itertools import product

_WAYS: dict[str, tuple[str, ...]] = {
    "KABUPATEN": ("KABUPATEN", "KAB", ""),
    "KOTA": ("KOTA", ""),
    "ADMINISTRASI": ("ADMINISTRASI", "ADM", ""),
    "KEPULAUAN": ("KEPULAUAN", "KEP"),
}
"""Words of a regency's name, and how senders shorten or leave them out."""


def spellings(name: str) -> set[str]:
    """Every usual way to write a regency's name, as letters and digits only."""
    words = re.sub("[^A-Z0-9]", " ", name.upper()).split()
    return {"".join(one) for one in product(*(_WAYS.get(w, (w,)) for w in words))}


def by_spelling(names: Mapping[str, str]) -> dict[str, str]:
    """Code of a regency by its code and by each spelling that is nobody else's.

    names: all regencies of the country by code, so that SUKABUMI alone names neither
    the kota nor the kabupaten.
    """
    found: dict[str, set[str]] = {}
    for code, name in names.items():
        for key in spellings(name):
            found.setdefault(key, set()).add(code)
    sure = {key: codes.pop() for key, codes in found.items() if len(codes) == 1}
    return {**sure, **{code: code for code in names}}


def destination(cell: str, spelt: Mapping[str, str]) -> str:
    """Code of the regency that a cell names, "" where it names none for sure.

    cell: a name or a code of four digits or more, with or without dots.
    """
    key = re.sub("[^A-Z0-9]", "", cell.upper())
    if re.fullmatch("[0-9]{4,10}", key):
        key = key[:4]
    return spelt.get(key, "")


def may_be(
    cell: str, code: str, names: Mapping[str, str], spelt: Mapping[str, str]
) -> bool:
    """Whether a cell of the place that somebody moves to may mean this regency: it is
    empty, or names it, alone or with others.

    code: of the regency. names: of all by code. spelt: as `by_spelling` gives.
    """
    key = re.sub("[^A-Z0-9]", "", cell.upper())
    return not key or destination(cell, spelt) == code or key in spellings(names[code])
