"""What a row of a SIDALIH or DHS download is to the roll.

Pure functions; the twins of `way_of` and `outcome` are sidalih_way() and
sidalih_outcome() in voters/sql/dhs_functions.sql. DPID is KPU's own key of a record and
is asked first; a NIK identifies a person (UU 7/2017 art. 202), a masked one nobody.
"""

import re
from enum import StrEnum

SEX = {
    **{"L": "L", "LK": "L", "LAKI-LAKI": "L", "LAKI LAKI": "L", "PRIA": "L"},
    **{"P": "P", "PR": "P", "PEREMPUAN": "P", "WANITA": "P"},
    **{"1": "L", "2": "P"},
}
MARITAL = {
    **{"B": "B", "BELUM": "B", "BELUM KAWIN": "B", "1": "B"},
    **{"S": "S", "SUDAH": "S", "SUDAH KAWIN": "S", "KAWIN": "S", "2": "S"},
    **{"P": "P", "PERNAH": "P", "PERNAH KAWIN": "P", "3": "P", "4": "P"},
    **{"CERAI HIDUP": "P", "CERAI MATI": "P"},
}
EKTP = {"S": "S", "SUDAH": "S", "B": "B", "BELUM": "B"}
"""Code lists of SIDALIH (A-Daftar Pemilih); the SQL stage gets these same tables."""

_MASKED = re.compile(r"(?=.*[*X#•])[0-9*X#•]{16}")
REQUIRED = ("nik", "name", "birth_date", "sex", "address", "kelurahan")
"""What a new voter must have (art. 202); without them a row proposes nobody."""
NO_ELEMENT = frozenset({"status", "status_reason"})
"""Differences that are shown and never proposed: a list removes nobody."""


class Outcome(StrEnum):
    """Exactly one a row; ONLY_ROLL is a voter whom no row names."""

    EQUAL = "EQUAL"
    DIFFERS = "DIFFERS"
    ONLY_SIDALIH = "ONLY_SIDALIH"
    CONFLICT = "CONFLICT"
    UNREADABLE = "UNREADABLE"
    ONLY_ROLL = "ONLY_ROLL"


class Way(StrEnum):
    """By which key a row found its record, or why it found none that it may have."""

    DPID = "DPID"
    NIK = "NIK"
    DPID_OTHER_NIK = "DPID_OTHER_NIK"
    NIK_OTHER_DPID = "NIK_OTHER_DPID"
    NONE = ""


CONFLICTS = frozenset({Way.DPID_OTHER_NIK, Way.NIK_OTHER_DPID})


def is_masked(nik: str) -> bool:
    """Whether some of the sixteen digits are hidden; such a NIK is never guessed."""
    return _MASKED.fullmatch(nik) is not None


def way_of(
    *, dpid_found: bool, nik_agrees: bool, nik_found: bool, other_dpid: bool
) -> Way:
    """By which key a row is matched.

    nik_agrees: the NIK of the row is empty, the record's, or masked with the digits it
    shows being the record's. nik_found: a record has the whole NIK. other_dpid: that
    record has a DPID and the row another one.
    """
    if dpid_found:
        return Way.DPID if nik_agrees else Way.DPID_OTHER_NIK
    if nik_found:
        return Way.NIK_OTHER_DPID if other_dpid else Way.NIK
    return Way.NONE


def outcome(
    *, way: str, other_person: bool, struck: str, told_struck: str, differs: bool
) -> Outcome:
    """What a readable row is to the roll.

    other_person: name and birth date both differ. struck: why the record left the roll,
    "" where it counts; told_struck: the same as the row says it.
    """
    if way in CONFLICTS or (way and other_person):
        return Outcome.CONFLICT
    if not way or (struck and not told_struck):
        return Outcome.ONLY_SIDALIH
    if struck:
        return Outcome.EQUAL if struck == told_struck else Outcome.DIFFERS
    return Outcome.DIFFERS if told_struck or differs else Outcome.EQUAL
