"""Short ways to batches and visits for the tests of this room."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from fieldwork import services
from fieldwork.models import Batch, Reason, Task, Visit
from fieldwork.services.drawing import draw
from tests.roles import admin_sql, as_worker
from tests.voters.desk import REGENCY, desk, period

VILLAGE = "3272011001"


def plan(*reasons: str, **more: Any) -> services.Plan:
    """A plan for the whole regency, with the seed "a"."""
    said = {
        "name": "Coklit uji",
        "reasons": reasons or tuple(Reason.values),
        "place": REGENCY,
        "most": 1000,
        "seed": "a",
        "per_day": 10,
        "deadline": timezone.localdate(),
        **more,
    }
    return services.Plan(**said)


def roomy_period() -> None:
    """The open period ends in some days, whatever the day of the test is."""
    admin_sql(
        "UPDATE periods_period SET cutoff_on = current_date + 5 WHERE state = 'OPEN'"
    )


def batch(user: Any, *reasons: str, **more: Any) -> Batch:
    """A drawn batch, as the web asks for it and the worker draws it."""
    roomy_period()
    with desk(user):
        made = services.start_draw(
            actor=user, regency=REGENCY, period=period(), plan=plan(*reasons, **more)
        )
    with as_worker():
        draw(REGENCY, made)
        admin_sql("UPDATE jobs_job SET state = 'DONE' WHERE id = %s", [made.job_id])
    # Drawn some days ago, so that visits can have been on different days.
    admin_sql("UPDATE fieldwork_batch SET made_at = now() - interval '9 days'")
    return Batch.objects.get(pk=made.pk)


def assigned(user: Any, *reasons: str, **more: Any) -> Batch:
    """A batch of which somebody has every kelurahan."""
    made = batch(user, *reasons, **more)
    with desk(user):
        places = tasks(user, made).values_list("kelurahan", flat=True)
        for place in set(places):
            services.assign(
                actor=user, regency=REGENCY, batch=made, place=place, name="Petugas A"
            )
    return Batch.objects.get(pk=made.pk)


def tasks(user: Any, made: Batch) -> Any:
    """Tasks of a batch in the user's scope; read them at a desk."""
    return Task.objects.in_scope_of(user).of(REGENCY).filter(batch=made)


def day(back: int) -> dt.date:
    """So many days ago."""
    return timezone.localdate() - dt.timedelta(days=back)


def leave_the_desk() -> None:
    """Nobody at the desk has a person open any more, as some minutes later."""
    admin_sql("DELETE FROM review_claim")


def visit(user: Any, task: Task, result: str, back: int = 0, **more: Any) -> Visit:
    """Enter a visit of some days ago."""
    if result == "NOT_HOME":
        more.setdefault("next_on", day(back) + dt.timedelta(days=1))
    with desk(user):
        return services.record_visit(
            actor=user,
            regency=REGENCY,
            public_id=task.public_id,
            found=services.Found(on=day(back), result=result, **more),
        )


def see(user: Any, task: Task) -> Task:
    """The task as it stands now."""
    with desk(user):
        return Task.objects.of(REGENCY).get(pk=task.pk)
