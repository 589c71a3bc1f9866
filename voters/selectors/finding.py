"""Who a number or a name means."""

import re
from typing import Any

from voters.models import Status, Voter
from voters.selectors.former import by_former_nik


def by_nik(rows: Any, nik: str) -> Voter | None:
    """The voter of a NIK among `rows`: who counts, else who was removed last.

    Two questions, the second only where the first finds nobody: each has its partial
    index, and one question for both would read the whole regency. Who was removed and
    reinstated has two rows.
    """
    for some in (rows.counted(), rows.filter(status=Status.INELIGIBLE)):
        found: list[Voter] = list(some.filter(nik=nik).order_by())
        if found:
            return max(found, key=lambda one: one.pk)
    return None


def meant(rows: Any, text: str, proposals: Any = None) -> tuple[Voter | None, str, int]:
    """The only person among `rows` that a whole NIK or a whole name means.

    Also how it was asked ("nik" or "name") and how many there are (2 for more): with
    two namesakes nobody is shown. With the `proposals` that the person may see, a
    number from before a correction is found too: whoever brings an old card has it.
    """
    digits = re.sub(r"[\s.]", "", text)
    if digits.isdigit():
        voter = by_nik(rows, digits)
        if voter is None and proposals is not None:
            voter = by_former_nik(rows, proposals, digits)
        return voter, "nik", int(voter is not None)
    name = re.sub(r"\s+", " ", text).strip().upper()
    found = list(rows.filter(name=name).order_by("id")[:2])
    return (found[0] if len(found) == 1 else None), "name", len(found)
