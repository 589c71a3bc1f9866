"""Whom verification at the door has looked at in the open period.

The room that keeps visits, and what was found of recipients of aid, stands above; it
says so here at start-up. Whoever brings a
removal of such a person, and by which paper: two accounts accept it (L16), also when
one of them did before the door was there (L17), and an undo brings none (L18).
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from voters.models import ChangeProposal, Kind

BACK_OFF = frozenset({Kind.BARU, Kind.PEMULIHAN, Kind.MUNCUL_KEMBALI})
"""Kinds whose undoing takes their person off the roll."""

VisitedOf = Callable[[str], "QuerySet[Any, Any]"]
_tellers: list[VisitedOf] = []


def register(visited_of: VisitedOf) -> None:
    """Let `visited_of(regency)` say whom: a flat queryset of `person`s, as numbers."""
    if visited_of not in _tellers:
        _tellers.append(visited_of)


def visited(regency: str) -> list[int]:
    """Numbers of the voters whom the door has looked at."""
    return sorted({int(n) for visited_of in _tellers for n in visited_of(regency)})


def removals(regency: str) -> Q:
    """Removals of somebody whom the door has looked at, as a filter of proposals."""
    found = Q(pk__in=[])
    for visited_of in _tellers:
        found |= Q(kind=Kind.TMS, voter_id__in=visited_of(regency))
    return found


def is_removal_of_visited(proposal: ChangeProposal) -> bool:
    """Whether the proposal strikes somebody whom the door has looked at."""
    if proposal.kind != Kind.TMS or not _tellers:
        return False
    text, blanks = _asked(tuple(_tellers))
    told = {_REGENCY: proposal.regency_code, _PERSON: proposal.voter_id}
    with connection.cursor() as cursor:
        cursor.execute(text, [told.get(blank, blank) for blank in blanks])
        return bool(cursor.fetchone()[0])


_REGENCY, _PERSON = "\0regency", -1
"""What stands in the compiled question for whom it is asked about."""


@cache
def _asked(tellers: tuple[VisitedOf, ...]) -> tuple[str, tuple[Any, ...]]:
    """The question of is_removal_of_visited as SQL, and its parameters with blanks.

    Compiled once a process: it stands on every page of the review, and to put it
    together was a tenth of Python's time there, its answer included.
    """
    one, *others = (told(_REGENCY).filter(person=_PERSON) for told in tellers)
    text, blanks = one.union(*others).query.get_compiler("default").as_sql()
    return f"SELECT EXISTS ({text})", tuple(blanks)


def undo_strikes_visited(proposal: ChangeProposal) -> bool:
    """Whether undoing it takes somebody off the roll whom the door has looked at."""
    if proposal.kind not in BACK_OFF:
        return False
    return proposal.voter_id in visited(proposal.regency_code)
