"""Who a number means."""

from typing import Any

from voters.models import Status, Voter


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
