"""Coklit terbatas of the demo: a batch at work and one that is late, nobody real.

Run as the worker; a second run changes nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, User
from fieldwork import services
from fieldwork.models import Batch, Reason, SpotCheck, Task
from fieldwork.services.drawing import draw
from periods.models import Period
from regions.models import Region

DAYS = 6
"""So long ago both were drawn, so that visits can lie on different days."""
TOLD: tuple[tuple[tuple[str, int], ...], ...] = (
    *((("FOUND", 4),), (("FOUND", 4),), (("FOUND", 3),), (("FOUND", 3),)),
    (("DIED_PROVEN", 3),),
    (("MOVED_PROVEN", 2),),
    (("NOT_HOME", 4), ("UNKNOWN", 2)),
    (("NOT_HOME", 1),),
    (("DIED", 2),),
    (("REFUSED", 1),),
)
"""Visits of the first tasks: what was found, how many days ago."""
PAPERS = {"DIED_PROVEN": "AKM-CONTOH-0007", "MOVED_PROVEN": "SKPWNI-CONTOH-0118"}
TASKS, LATE_TASKS = 24, 8


def ensure_coklit(regency: str, today: date) -> int:
    """Draw, give out and partly visit the batches of a regency without any; tasks."""
    period = Period.objects.open(regency).first()
    office = list(
        User.objects.filter(
            scope_code=regency, role__in=(Role.OPERATOR, Role.CHAIR)
        ).order_by("-role", "id")
    )
    if period is None or len(office) < 2 or Batch.objects.of(regency).exists():
        return 0
    doubts = (Reason.OVER_100, Reason.NO_EKTP, Reason.SAMPLE)
    work = _drawn(office[0], period, 1, doubts, TASKS, today + timedelta(4))
    late = _drawn(
        office[0], period, 2, (Reason.SAMPLE,), LATE_TASKS, today - timedelta(1)
    )
    _visit(office[0], work, TOLD, today)
    _visit(office[0], late, TOLD[:2], today)
    _check(office, work)
    return work.tasks + late.tasks


def _drawn(
    actor: User,
    period: Period,
    number: int,
    reasons: tuple[str, ...],
    most: int,
    deadline: date,
) -> Batch:
    """A batch of the first kecamatan, drawn some days ago and given to somebody."""
    regency = period.regency_code
    place = Region.objects.districts(regency)[0]
    batch: Batch = Batch.objects.create(
        regency_code=regency,
        number=number,
        period_id=period.pk,
        name=f"Coklit {place.name} {number}",
        reasons=list(reasons),
        place=place.code,
        most=most,
        seed="contoh",
        per_day=8,
        deadline=deadline,
        with_village=True,
        made_by_id=actor.pk,
        made_by_name=str(actor),
        made_at=timezone.now() - timedelta(DAYS),
    )
    draw(regency, batch)
    told: dict[str, Any] = {"actor": actor, "regency": regency, "batch": batch}
    rows = Task.objects.of(regency).filter(batch=batch)
    for code in sorted(set(rows.values_list("kelurahan", flat=True))):
        officer = User.objects.filter(role=Role.VILLAGE, scope_code=code).first()
        name = "" if officer else f"Petugas {code}"
        services.assign(**told, place=code, officer=officer, name=name)
    return batch


def _visit(actor: User, batch: Batch, told: Any, today: date) -> None:
    """Enter the visits of the batch's first tasks, in the order of its sheets."""
    tasks = Task.objects.of(batch.regency_code).filter(batch=batch)
    for task, visits in zip(tasks.order_by("sheet", "line"), told, strict=False):
        for result, back in visits:
            on = today - timedelta(back)
            services.record_visit(
                actor=actor,
                regency=batch.regency_code,
                public_id=task.public_id,
                found=services.Found(
                    on=on,
                    result=result,
                    document_no=PAPERS.get(result, ""),
                    next_on=on + timedelta(2) if result == "NOT_HOME" else None,
                    with_village=True,
                ),
            )


def _check(office: list[User], batch: Batch) -> None:
    """Visit two finished tasks again; one of them has been looked at."""
    told: dict[str, Any] = {"regency": batch.regency_code}
    services.draw_checks(actor=office[0], batch=batch, seed="uji", most=2, **told)
    first = SpotCheck.objects.of(batch.regency_code).order_by("id")[0]
    services.enter_check(
        actor=office[1], public_id=first.public_id, agrees=True, **told
    )
