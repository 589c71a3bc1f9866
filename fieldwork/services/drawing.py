"""Draws a batch: asked for on the web, done by the worker in one statement."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from fieldwork.models import Batch, BatchState, Reason, Task
from fieldwork.services.errors import FieldError, NobodyFound
from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from periods.models import Period
from regions.models import Region

FOLDER = Path(__file__).parents[1] / "sql"
SEED = re.compile(r"\A[0-9A-Za-z-]{1,40}\Z")
MOST, LEAST_DAY, MOST_DAY = 50_000, 1, 200


@dataclass(frozen=True)
class Plan:
    """What a batch is drawn by; `reasons` in order of precedence."""

    name: str
    reasons: tuple[str, ...]
    place: str
    most: int
    seed: str
    per_day: int
    deadline: date
    with_supervisor: bool = False
    with_village: bool = False
    companions: str = ""


@dataclass(frozen=True)
class Preview:
    """What would be drawn: tasks by reason, all of them, sheets and kelurahan."""

    reasons: dict[str, int]
    tasks: int
    sheets: int
    villages: int


def statement(name: str) -> str:
    """Text of sql/<name>.sql behind the candidates that it reads."""
    parts = ("candidates", name)
    return "\n".join((FOLDER / f"{one}.sql").read_text("utf-8") for one in parts)


def _values(regency: str, period_id: int, plan: Plan) -> dict[str, Any]:
    return {
        "regency": regency,
        "period": period_id,
        "place": plan.place,
        "reasons": list(plan.reasons),
        "seed": plan.seed,
        "today": timezone.localdate(),
        "years": settings.POLICY.age_doubtful_years,
        "most": plan.most,
    }


def check(regency: str, period: Period, plan: Plan) -> None:
    """Raise FieldError unless the plan can be drawn in this period."""
    if not plan.reasons or not set(plan.reasons) <= set(Reason.values):
        raise FieldError(_("Pilih paling sedikit satu aturan penarikan."))
    if not plan.place.startswith(regency):
        raise FieldError(_("Wilayah ini di luar kab/kota Anda."))
    if not Region.objects.valid().filter(code=plan.place).exists():
        raise FieldError(_("Wilayah ini sudah berakhir; pilih yang berlaku sekarang."))
    if not 1 <= plan.most <= MOST:
        raise FieldError(_("Jumlah tugas antara 1 dan %(n)s.") % {"n": MOST})
    if not LEAST_DAY <= plan.per_day <= MOST_DAY:
        raise FieldError(_("Beban per hari antara 1 dan %(n)s.") % {"n": MOST_DAY})
    if not SEED.match(plan.seed):
        raise FieldError(_("Benih berisi huruf, angka, dan tanda hubung saja."))
    if not timezone.localdate() <= plan.deadline < period.cutoff_on:
        raise FieldError(
            _("Batas waktu antara hari ini dan sebelum batas data periode, %(day)s.")
            % {"day": period.cutoff_on.isoformat()}
        )


def preview(*, regency: str, period: Period, plan: Plan) -> Preview:
    """Count what would be drawn now, in the scope of who asks; nothing is written."""
    with connection.cursor() as cursor:
        cursor.execute(statement("preview"), _values(regency, period.pk, plan))
        rows = cursor.fetchall()
    _none, tasks, sheets, villages = rows[-1]
    return Preview({row[0]: row[1] for row in rows[:-1]}, tasks, sheets, villages)


@transaction.atomic
def start_draw(*, actor: Any, regency: str, period: Period, plan: Plan) -> Batch:
    """Put a batch and the job that draws it into the queue. Raises FieldError."""
    check(regency, period, plan)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('coklit'), %s)", [int(regency)]
        )
    last = Batch.objects.of(regency).aggregate(n=Max("number"))["n"] or 0
    batch: Batch = Batch.objects.create(
        regency_code=regency,
        number=last + 1,
        period_id=period.pk,
        name=plan.name.strip()[:120],
        reasons=list(plan.reasons),
        place=plan.place,
        most=plan.most,
        seed=plan.seed,
        per_day=plan.per_day,
        deadline=plan.deadline,
        with_supervisor=plan.with_supervisor,
        with_village=plan.with_village,
        companions=plan.companions.strip()[:200],
        made_by_id=getattr(actor, "pk", None),
        made_by_name=str(actor or "sistem")[:150],
    )
    job = enqueue(
        actor=actor,
        kind="coklit",
        regency=regency,
        params={"batch": batch.pk},
        weight=plan.most,
    )
    batch.job_id = job.pk
    batch.save(update_fields=["job_id"])
    record(
        actor=actor,
        action="coklit.draw",
        regency_code=regency,
        subject=str(batch.public_id),
        data={"reasons": list(plan.reasons), "seed": plan.seed, "place": plan.place},
    )
    return batch


def plan_of(batch: Batch) -> Plan:
    """The plan that a batch was made by."""
    return Plan(
        batch.name,
        tuple(batch.reasons),
        batch.place,
        batch.most,
        batch.seed,
        batch.per_day,
        batch.deadline,
    )


def run_draw(context: Context) -> dict[str, Any]:
    """The job: draw a batch's tasks in one transaction; a second run draws none."""
    batch = Batch.objects.get(regency_code=context.regency, pk=context.params["batch"])
    context.stage("draw", total=batch.most, unit="orang")
    with transaction.atomic():
        context.check()
        if batch.state != BatchState.DRAFT:
            raise JobError(_("Kelompok ini sudah ditarik atau berjalan."))
        found = draw(context.regency, batch)
        context.progress(found)
    if not found:
        raise JobError(str(NobodyFound()))
    return {"batch": str(batch.public_id), "tasks": found}


def draw(regency: str, batch: Batch) -> int:
    """Insert the tasks of a batch and keep its counts; how many."""
    values = _values(regency, batch.period_id, plan_of(batch))
    with connection.cursor() as cursor:
        cursor.execute(
            statement("draw"),
            {**values, "batch": batch.pk, "per_day": batch.per_day},
        )
        cursor.execute(
            "SELECT reason, count(*), max(max(sheet)) OVER () FROM fieldwork_task "
            "WHERE regency_code = %s AND batch_id = %s GROUP BY 1 ORDER BY 1",
            [regency, batch.pk],
        )
        rows = cursor.fetchall()
    batch.drawn = {row[0]: row[1] for row in rows}
    batch.tasks = sum(batch.drawn.values())
    batch.sheets = rows[0][2] if rows else 0
    batch.save(update_fields=["drawn", "tasks", "sheets"])
    return batch.tasks


@transaction.atomic
def withdraw(*, actor: Any, regency: str, batch: Batch) -> None:
    """Take a batch back that nobody was visited for. Raises FieldError."""
    locked: Batch = (
        Batch.objects.of(regency).select_for_update().get(public_id=batch.public_id)
    )
    tasks = Task.objects.of(regency).filter(batch=locked)
    if locked.state in (BatchState.CLOSED, BatchState.WITHDRAWN) or (
        tasks.filter(visits__gt=0).exists()
    ):
        raise FieldError(
            _("Kelompok yang sudah berkunjungan ditutup, tidak dapat ditarik.")
        )
    if Job.objects.filter(
        pk=locked.job_id or 0, state__in=("QUEUED", "RUNNING")
    ).exists():
        raise FieldError(_("Tugas kelompok ini masih ditarik; tunggu sebentar."))
    tasks.update(state="WITHDRAWN")
    _end(actor, locked, BatchState.WITHDRAWN, "coklit.withdraw")


@transaction.atomic
def close(*, actor: Any, regency: str, batch: Batch) -> None:
    """End a batch; what is unfinished ends without a result. Raises FieldError."""
    locked: Batch = (
        Batch.objects.of(regency).select_for_update().get(public_id=batch.public_id)
    )
    if not locked.is_open:
        raise FieldError(_("Hanya kelompok yang ditugaskan dapat ditutup."))
    tasks = Task.objects.of(regency).filter(batch=locked)
    tasks.unfinished().update(state="ENDED", finished_on=timezone.localdate())
    _end(actor, locked, BatchState.CLOSED, "coklit.close")


def _end(actor: Any, batch: Batch, state: BatchState, action: str) -> None:
    batch.state, batch.ended_at = state, timezone.now()
    batch.save(update_fields=["state", "ended_at"])
    record(
        actor=actor,
        action=action,
        regency_code=batch.regency_code,
        subject=str(batch.public_id),
    )
