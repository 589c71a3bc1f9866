"""Do the sealed events still give the heads that were printed; if not, which row.

The anchor is outside: a head printed on signed minutes. Whoever rewrites event, links
and seal together is still found by it, only the row can no longer be named.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from plenos.models import ChainSeal, Recap
from plenos.services.freezing import chain_head
from voters.models import VoterEvent

FOLDER = Path(__file__).parents[1] / "sql" / "verify"


@dataclass(frozen=True)
class Misfit:
    """One thing that is not as it was sealed; `event` is 0 where no row is at fault."""

    regency: str
    period: str
    what: str
    event: int = 0


@dataclass(frozen=True)
class Report:
    """What was looked at, and what does not fit."""

    seals: int
    events: int
    unsealed: int
    misfits: list[Misfit]


def verify_ledger(regency: str = "", head: str = "") -> Report:
    """Recompute every seal of a regency (of all without one), oldest first.

    head: a printed one, in hex; it must be one of the seals and be given by the links.
    """
    seals = ChainSeal.objects.select_related("period").order_by("regency_code", "id")
    if regency:
        seals = seals.filter(regency_code=regency)
    misfits: list[Misfit] = []
    before: dict[str, str] = {}
    given: set[str] = set()
    count = events = 0
    for seal in seals:
        count, events = count + 1, events + seal.events
        previous = before.get(seal.regency_code, "")
        found, by_links = _seal(seal, previous)
        misfits += found
        before[seal.regency_code] = seal.head
        given |= {by_links} & {seal.head}
    wanted = head.lower().strip()
    if wanted and wanted not in given:
        misfits.append(Misfit(regency, "", "printed"))
    return Report(count, events, _unsealed(regency), misfits)


def _seal(seal: ChainSeal, previous: str) -> tuple[list[Misfit], str]:
    """What does not fit of one seal, and the head that its links give."""
    code, regency = seal.period.code, seal.regency_code
    span = {"regency": regency, "after_id": seal.after_id, "last_id": seal.last_id}
    by_links, _links = _one("links", span | {"previous": seal.previous_head})
    found: list[Misfit] = []
    if row := _one("first_misfit", span):
        found.append(Misfit(regency, code, row[1], int(row[0])))
    if by_links != seal.head:
        found.append(Misfit(regency, code, "links"))
    if seal.previous_head != previous:
        found.append(Misfit(regency, code, "previous"))
    now, events = chain_head(regency, seal.previous_head, seal.after_id, seal.last_id)
    if (now, events) != (seal.head, seal.events) and not found:
        found.append(Misfit(regency, code, "head"))
    printed = Recap.objects.filter(period=seal.period, version=seal.version)
    if printed.exclude(head=seal.head).exists():
        found.append(Misfit(regency, code, "recap"))
    return found, str(by_links)


def _one(name: str, values: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
        cursor.execute(text, values)
        return cursor.fetchone()


def _unsealed(regency: str) -> int:
    """Events after the last seal: no freeze vouches for them yet."""
    last: dict[str, int] = {}
    for code, number in ChainSeal.objects.values_list("regency_code", "last_id"):
        last[code] = max(last.get(code, 0), number)
    codes = [regency] if regency else sorted(last)
    return sum(
        VoterEvent.objects.filter(regency_code=code, pk__gt=last.get(code, 0)).count()
        for code in codes
    )
