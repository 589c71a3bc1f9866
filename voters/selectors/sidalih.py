"""What a month changed in the roll, as the sheets that are entered into SIDALIH."""

from typing import Any

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


def events_of(user: Any, regency: str, period_id: int, using: str = "") -> Any:
    """Events of a period with `sheet`, `place` and `done`.

    An event undone within its period is left out, unless somebody had entered it: it
    stands in TARIK until the tick is taken off.
    """
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
    rows = manager.in_scope_of(user).of(regency)
    rows = rows.filter(
        period_id=period_id, effect__in=ENTERED, counter_of=None, voter_id__gt=0
    )
    # A DPID came from there: nobody types it in again.
    proposals = ChangeProposal.objects.using(using) if using else ChangeProposal.objects
    only_key = proposals.filter(
        regency_code=regency, pk=OuterRef("proposal_id"), elements=["dpid"]
    )
    rows = rows.exclude(Exists(only_key))
    rows = rows.annotate(
        place=Coalesce(NullIf("kelurahan_to", Value("")), F("kelurahan_from")),
        done=Exists(entry),
        undone=Exists(undone),
    )
    rows = rows.filter(Q(undone=False) | Q(done=True))
    stations = {"tps_before": KT("before__tps"), "tps_after": KT("after__tps")}
    return rows.annotate(**stations).annotate(sheet=_sheet())


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
    found = {name: {"n": 0, "done": 0} for name in SHEETS}
    grouped = rows.order_by().values("sheet", "done").annotate(n=Count("pk"))
    for one in grouped:
        line = found[one["sheet"]]
        line["n"] += one["n"]
        line["done"] += one["n"] if one["done"] else 0
    return found


def changed(before: dict[str, Any], after: dict[str, Any], names: Any) -> list[str]:
    """Names of the elements whose value differs, in the order given."""
    return [name for name in names if before.get(name) != after.get(name)]
