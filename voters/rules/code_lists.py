"""What may be changed in a code list (docs/rules.md; ADR 0022).

A code that a rule names keeps its meaning as long as the program does: the eligibility
of Law 7/2017 art. 198 to 200, the recap's columns, the duties of evidence. So the lists
of the law take other vintages beside the program's, and no change of those; the lists
of an office's practice take entries of their own.
"""

import re
from dataclasses import dataclass
from datetime import date

LAW = frozenset({"TMS", "BARU", "DISABILITY", "EKTP", "MARITAL"})
"""Lists whose codes stand in a voter's record or in a recap: what the law means."""
NAMED = {
    "EVIDENCE": frozenset(
        {
            *("AKTA_KEMATIAN", "SURAT_PINDAH", "SK_TNI_POLRI", "PUTUSAN", "LAIN"),
            "BARIS_KIRIMAN",
        }
    ),
    "REJECT": frozenset({"BUKAN_ORANG", "SALAH_UNSUR", "LAIN"}),
}
"""Codes of the other lists that a rule, a delivery or a service names."""
SHAPES = {
    "DISABILITY": r"[0-9A-Z]",
    "EKTP": r"[0-9A-Z]",
    "MARITAL": r"[0-9A-Z]",
    "TMS": r"[A-Z][A-Z_]{0,17}[0-9]{0,2}|[0-9]{1,2}",
    "BARU": r"[A-Z][A-Z_]{0,17}[0-9]{0,2}|[0-9]{1,2}",
    "EVIDENCE": r"[A-Z][A-Z_]{1,13}[0-9]{0,2}",
    "REJECT": r"[A-Z][A-Z_]{1,13}[0-9]{0,2}",
}
"""What a code looks like: as long as the column that holds it, and with no room for a
number of a person, because it stands in an address and in the ledger."""


@dataclass(frozen=True)
class Asked:
    """How an entry is to look; `program_vintage`: the program brings this vintage."""

    list: str
    vintage: str
    code: str
    label: str
    valid_from: date | None = None
    valid_until: date | None = None
    program_vintage: bool = False


def needs_two(name: str) -> bool:
    """Whether a change of this list waits for a second administrator."""
    return name in LAW


def is_named(name: str, code: str) -> bool:
    """Whether a rule names the code, so that it cannot end."""
    return code in NAMED.get(name, frozenset())


def problem(asked: Asked) -> str:
    """Why it may not be: the name of the obstacle, "" when nothing stands against it.

    LIST, VINTAGE, CODE and LABEL: not well formed; PROGRAM: a vintage of the law that
    the program brings; PRACTICE: another vintage of a list that has one; NAMED: a
    validity for a code that a rule names and that always stands; DATES: it ends before
    it begins.
    """
    if asked.list not in SHAPES:
        return "LIST"
    if not re.fullmatch(r"(19|20)[0-9]{2}", asked.vintage):
        return "VINTAGE"
    if not re.fullmatch(SHAPES[asked.list], asked.code):
        return "CODE"
    if not asked.label.strip():
        return "LABEL"
    if asked.list in LAW:
        if asked.program_vintage:
            return "PROGRAM"
    elif not asked.program_vintage:
        return "PRACTICE"
    dated = asked.valid_from or asked.valid_until
    if dated and is_named(asked.list, asked.code):
        return "NAMED"
    if asked.valid_from and asked.valid_until and asked.valid_until < asked.valid_from:
        return "DATES"
    return ""


def stands(valid_from: date | None, valid_until: date | None, on: date) -> bool:
    """Whether an entry may be chosen that day; both ends count."""
    if valid_from is not None and on < valid_from:
        return False
    return valid_until is None or on <= valid_until
