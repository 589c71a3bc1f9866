"""What a month changed in the roll, as the sheets that are entered into SIDALIH."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf

from voters.models import ChangeProposal, SidalihEntry, VoterEvent

SHEETS = ("BARU", "UBAH", "TMS", "TPS", "TARIK")
"""New, changed, removed, moved to another station, and to be taken back there."""
ENTERED = ("BARU", "PEMULIHAN", "UBAH", "KOREKSI_JK", "PINDAH", "TMS")
"""Effects that SIDALIH wants to know; holding somebody is the office's own affair."""


@dataclass(frozen=True)
class _Seer:
    """What of an account decides which rows it sees."""

    by_name_scope: str
    rw: str = ""


def events_of(user: Any, regency: str, period_id: int, using: str = "") -> Any:
    """Events of a period with `sheet`, `place` and `done`.

    An event undone within its period is left out, unless somebody had entered it: it
    stands in TARIK until the tick is taken off.
    """
    seer = _Seer(getattr(user, "by_name_scope", ""), getattr(user, "rw", ""))
    return _events(seer, regency, period_id, using).all()


@lru_cache(maxsize=64)
def _events(seer: _Seer, regency: str, period_id: int, using: str) -> Any:
    """The query, not its rows: to put it together took a tenth of the page."""
    manager = VoterEvent.objects.using(using) if using else VoterEvent.objects
    entries = SidalihEntry.objects.using(using) if using else SidalihEntry.objects
    entry = entries.filter(regency_code=regency, event_id=OuterRef("pk"))
    # Not empty, said aloud, is what the index of undone events is made of.
    undone = manager.filter(
        regency_code=regency,
        period_id=period_id,
        counter_of__isnull=False,
        counter_of=OuterRef("pk"),
    )
    rows = manager.in_scope_of(seer).of(regency)
    rows = rows.filter(
        period_id=period_id, effect__in=ENTERED, counter_of=None, voter_id__gt=0
    )
    # A DPID came from there: nobody types it in again.
    proposals = ChangeProposal.objects.using(using) if using else ChangeProposal.objects
    only_key = proposals.filter(
        regency_code=regency, pk=OuterRef("proposal_id"), elements=["dpid"]
    )
    rows = rows.exclude(Exists(only_key))
    rows = rows.alias(
        undone=Exists(undone),
        tps_before=KT("before__tps"),
        tps_after=KT("after__tps"),
    ).annotate(
        place=Coalesce(NullIf("kelurahan_to", Value("")), F("kelurahan_from")),
        done=Exists(entry),
    )
    rows = rows.filter(Q(undone=False) | Q(done=True))
    return rows.annotate(sheet=_sheet())


def say_who_entered(regency: str, events: list[Any]) -> None:
    """Give each event of a page `done_by` and `done_at`; None where nobody has."""
    done = [event.pk for event in events if event.done]
    entries = SidalihEntry.objects.filter(regency_code=regency, event_id__in=done)
    found = {one.event_id: one for one in entries} if done else {}
    for event in events:
        entry = found.get(event.pk)
        event.done_by = entry.done_by_name if entry else None
        event.done_at = entry.done_at if entry else None


def _sheet() -> Case:
    """Which sheet an event belongs to; whoever changes the station stands in TPS."""
    changed = Q(effect__in=("UBAH", "KOREKSI_JK"))
    moved = changed & ~Q(tps_before=F("tps_after"))
    return Case(
        When(undone=True, then=Value("TARIK")),
        When(effect__in=("BARU", "PEMULIHAN"), then=Value("BARU")),
        When(effect="TMS", then=Value("TMS")),
        When(Q(effect="PINDAH") | moved, then=Value("TPS")),
        default=Value("UBAH"),
        output_field=CharField(),
    )


def counts(rows: Any) -> dict[str, dict[str, int]]:
    """sheet -> how many, and how many of them are entered; every sheet has a line."""
    return _lines(_grouped(rows))


def period_counts(user: Any, regency: str, period_id: int) -> dict[str, dict[str, int]]:
    """`counts` of all events that `events_of` gives for a whole office."""
    if getattr(user, "by_name_scope", "") != regency:
        return _lines(())
    text, blanks = _asked()
    told: dict[Any, Any] = {_REGENCY: regency, _PERIOD: period_id}
    with connection.cursor() as cursor:
        cursor.execute(text, [told.get(blank, blank) for blank in blanks])
        return _lines(cursor.fetchall())


_REGENCY, _PERIOD = "\0reg", -1
"""What stands in the compiled question for what it is asked about."""


@cache
def _asked() -> tuple[str, tuple[Any, ...]]:
    """The question of `period_counts`, put together once a process."""
    rows = _grouped(events_of(_Seer(_REGENCY), _REGENCY, _PERIOD))
    text, blanks = rows.query.get_compiler("default").as_sql()
    return text, tuple(blanks)


def _grouped(rows: Any) -> Any:
    grouped = rows.order_by().values_list("sheet", "done")
    return grouped.annotate(n=Count("pk"))


def _lines(grouped: Iterable[tuple[str, bool, int]]) -> dict[str, dict[str, int]]:
    found = {name: {"n": 0, "done": 0} for name in SHEETS}
    for sheet, done, n in grouped:
        found[sheet]["n"] += n
        found[sheet]["done"] += n if done else 0
    return found


def changed(before: dict[str, Any], after: dict[str, Any], names: Any) -> list[str]:
    """Names of the elements whose value differs, in the order given."""
    return [name for name in names if before.get(name) != after.get(name)]
