"""The change ceiling inside a run: count, stop, keep aside, and end what was decided.

What is kept aside is the landing table itself, renamed and made durable: only the
worker reaches it, so no queue and no command of the office can decide what stands
in it. It goes when the chair has decided, one way or the other.
"""

import json
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import sql

from jobs.models import OPEN_STATES, Job
from jobs.services import Context, JobError
from periods.models import Period
from periods.models import State as PeriodState
from periods.services import PeriodError, require_open
from reconciliation import landing
from reconciliation.landing import Tables, kept, kept_name
from reconciliation.models import (
    CeilingFigure,
    CeilingStop,
    Delivery,
    DeliveryKind,
    DeliveryRow,
    DeliveryState,
    RowIssue,
)
from reconciliation.rules.ceiling import (
    KINDS,
    Limits,
    Moved,
    Past,
    ceiling_of,
    inherit,
    shares_of,
)
from reconciliation.services import searching
from reconciliation.services.starting import KIND
from reconciliation.services.youths import keep_youths
from regions.models import RegionChange, RegionChangeLine
from voters.models import FALLEN, ChangeProposal
from voters.services import propose_bulk

ENDED = (DeliveryState.DONE, DeliveryState.WAITING)
DECIDED = (DeliveryState.OPENED, DeliveryState.WITHDRAWN)
KEPT = ("proposed", "waiting")
"""Landing tables of a run that outlive it while the chair has not decided."""
_OF_A_RUN = (*KEPT, searching.PEOPLE)


def limits(*, whole: bool = False) -> Limits:
    """The policy numbers of the ceiling of a kelurahan, or of the whole regency."""
    policy = settings.POLICY
    return Limits(
        first=policy.ceiling_whole_first if whole else policy.ceiling_first,
        floor_share=policy.ceiling_whole_floor_share
        if whole
        else policy.ceiling_floor_share,
        floor_rows=policy.ceiling_whole_floor_rows
        if whole
        else policy.ceiling_floor_rows,
        spread=policy.ceiling_spread,
        periods=policy.ceiling_periods,
    )


def stops(
    context: Context,
    delivery: Delivery,
    period: Period,
    tables: Tables,
    report: dict[str, Any],
) -> bool:
    """Write the delivery's figures; True when one is above its ceiling.

    Then its proposals are kept aside, the delivery waits for the chair, and nothing
    is proposed. Call it in the run's last transaction. Changes `report`.
    """
    over = [one for one in _figures(delivery, period, tables) if one.is_over]
    if not over:
        return False
    held = _keep_aside(delivery.pk, tables)
    CeilingStop.objects.update_or_create(
        regency_code=delivery.regency_code,
        delivery_id=delivery.pk,
        defaults={
            "outliers": len(over),
            "proposals": held,
            "started_by_id": context.actor_id,
            "started_by_name": context.actor_name,
        },
    )
    report["ceiling"] = {"outliers": len(over), "held": held}
    report["proposals"] = {}
    Delivery.objects.of(delivery.regency_code).filter(pk=delivery.pk).update(
        state=DeliveryState.WAITING,
        rows=report["rows"],
        counts=report["outcomes"],
        details=report,
        job_id=context.job_id,
    )
    context.progress(report["rows"])
    return True


def _figures(delivery: Delivery, period: Period, tables: Tables) -> list[CeilingFigure]:
    """Count what is new, and set each cell beside its ceiling."""
    regency = delivery.regency_code
    rows = landing.fetch(
        landing.statement("ceiling", proposed=tables["proposed"]),
        {
            "regency": regency,
            "kinds": list(KINDS),
            "period": period.pk,
            "delivery": delivery.pk,
            "fallen": list(FALLEN),
        },
    )
    periods = {whole: _compared(regency, whole=whole) for whole in (False, True)}
    past = _past(regency, periods[False])
    figures = []
    for place, kind, found, earlier, voters, warned, parts in rows:
        whole = place == regency
        shares = shares_of(past.get((place, kind), {}), periods[whole])
        line = ceiling_of(kind, voters, shares, limits(whole=whole))
        figures.append(
            CeilingFigure(
                regency_code=regency,
                delivery_id=delivery.pk,
                period_id=period.pk,
                kelurahan=place,
                kind=kind,
                found=found,
                earlier=earlier,
                voters=voters,
                warned=warned,
                parts=json.loads(parts),
                expected=line.expected,
                most=line.most,
                periods=line.periods,
            )
        )
    CeilingFigure.objects.of(regency).filter(delivery_id=delivery.pk).delete()
    CeilingFigure.objects.bulk_create(figures, batch_size=500)
    return figures


def _compared(regency: str, *, whole: bool) -> list[int]:
    """The latest closed periods whose deliveries were opened for review.

    Where they found nothing new there is no figure, and that is nought. whole: and
    were counted for the regency as a whole, which older ones were not.
    """
    closed = Period.objects.of(regency).filter(state=PeriodState.CLOSED)
    done = _standing(regency)
    figures = CeilingFigure.objects.of(regency).filter(
        delivery_id__in=done.values("pk")
    )
    found = closed.filter(pk__in=done.values("period_id"))
    if whole:
        in_parts = figures.exclude(kelurahan=regency).values("period_id")
        in_all = figures.filter(kelurahan=regency).values("period_id")
        found = found.filter(Q(pk__in=in_all) | ~Q(pk__in=in_parts))
    return list(found.values_list("pk", flat=True)[: settings.POLICY.ceiling_look_back])


def _standing(regency: str) -> QuerySet[Delivery]:
    """Deliveries that were opened for review, but for those that were taken back whole:
    of what they proposed nothing stands."""
    of_it = ChangeProposal.objects.of(regency).filter(delivery_id=OuterRef("pk"))
    return Delivery.objects.of(regency).filter(
        ~Exists(of_it) | Exists(of_it.exclude(state__in=FALLEN)),
        state=DeliveryState.DONE,
    )


def _past(regency: str, periods: list[int]) -> Past:
    """By place and kind: proposed, and voters then, of each period."""
    done = _standing(regency)
    rows = (
        CeilingFigure.objects.of(regency)
        .filter(period_id__in=periods, delivery_id__in=done.values("pk"))
        .values("kelurahan", "kind", "period_id")
        .annotate(n=Sum("found"), of=Max("voters"))
    )
    past: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    for row in rows:
        figures = past.setdefault((row["kelurahan"], row["kind"]), {})
        figures[row["period_id"]] = (row["n"], row["of"])
    return inherit(past, _moved(regency, periods))


def _moved(regency: str, periods: list[int]) -> list[Moved]:
    """What became of the kelurahan of these periods since, in its order."""
    lines = RegionChangeLine.objects.filter(
        change__regency_code=regency, change__state=RegionChange.State.APPLIED
    ).exclude(change__kind=RegionChange.Kind.RENAME)
    rows = lines.order_by("change__applied_at", "change_id").values_list(
        "change_id", "change__period_code", "old_code", "new_code"
    )
    pairs: dict[tuple[int, str], set[tuple[str, str]]] = {}
    for change, code, old, new in rows:
        pairs.setdefault((change, code), set()).add((old, new))
    if not pairs:
        return []
    every = Period.objects.of(regency).values_list("pk", "code", "starts_on")
    begins = {code: day for _pk, code, day in every}
    return [
        Moved(
            found, [pk for pk, _, day in every if pk in periods and day < begins[code]]
        )
        for (_change, code), found in pairs.items()
    ]


def _keep_aside(delivery_id: int, tables: Tables) -> int:
    """Rename the tables and make them survive a crash; gives the proposals in them."""
    landing.drop_kept(delivery_id, *KEPT)
    for part in KEPT:
        name = sql.Identifier(kept_name(delivery_id, part))
        landing.execute(
            sql.SQL("ALTER TABLE {} RENAME TO {}").format(tables[part], name)
        )
        table = kept(delivery_id, part)
        landing.execute(sql.SQL("ALTER TABLE {} SET LOGGED").format(table))
    proposed = kept(delivery_id, "proposed")
    ((held,),) = landing.fetch(sql.SQL("SELECT count(*) FROM {}").format(proposed))
    return int(held)


def finish(context: Context, delivery: Delivery, period: Period) -> dict[str, Any]:
    """End a delivery as the chair decided: open its proposals, or leave nothing.

    Raises JobError when it may not be opened by now: see late().
    """
    context.stage("propose", total=delivery.rows)
    with transaction.atomic():
        context.check()
        if delivery.state == DeliveryState.WITHDRAWN:
            return _leave_nothing(delivery)
        if why := late(delivery, period):
            raise JobError(why)
        return _open(context, delivery, period)


def _open(context: Context, delivery: Delivery, period: Period) -> dict[str, Any]:
    """Propose what was kept aside, in the name of who had started the run."""
    regency = delivery.regency_code
    stop = CeilingStop.objects.of(regency).get(delivery_id=delivery.pk)
    starter = replace(
        context, actor_id=stop.started_by_id, actor_name=stop.started_by_name
    )
    made = propose_bulk(
        context_actor=starter,
        regency=regency,
        period=period,
        delivery_id=delivery.pk,
        table=kept_name(delivery.pk, "proposed"),
    )
    keep_youths(delivery, kept_name(delivery.pk, "waiting"))
    landing.drop_kept(delivery.pk, *KEPT)
    searching.queue(starter, delivery, delivery.rows)
    report = {**delivery.details, "proposals": made}
    Delivery.objects.of(regency).filter(pk=delivery.pk).update(
        state=DeliveryState.DONE,
        details=report,
        proposals=made,
        job_id=context.job_id,
        finished_at=timezone.now(),
    )
    context.progress(delivery.rows)
    return report


def _leave_nothing(delivery: Delivery) -> dict[str, Any]:
    """Remove what the run kept of persons; file, counts and figures stay."""
    landing.drop_kept(delivery.pk, *_OF_A_RUN)
    for rows in (DeliveryRow, RowIssue):
        of = rows.objects.of(delivery.regency_code)
        of.filter(delivery_id=delivery.pk).delete()
    return {"withdrawn": True}


def unfinished_withdrawals() -> QuerySet[Delivery]:
    """Withdrawn deliveries of which something is left and no job is to remove it.

    The job that was to leave nothing failed, or somebody cancelled it.
    """
    named = {"regency_code": OuterRef("regency_code"), "delivery_id": OuterRef("pk")}
    ending = Job.objects.filter(kind=KIND, state__in=OPEN_STATES)
    kept_aside = {pk for part in _OF_A_RUN for pk in landing.kept_of(part)}
    return Delivery.objects.filter(
        Exists(DeliveryRow.objects.filter(**named))
        | Exists(RowIssue.objects.filter(**named))
        | Q(pk__in=kept_aside),
        state=DeliveryState.WITHDRAWN,
    ).exclude(pk__in=[*ending.values_list("params__delivery", flat=True)])


def finish_withdrawals() -> int:
    """Leave nothing of these either; gives how many there were."""
    found = list(unfinished_withdrawals())
    for delivery in found:
        _leave_nothing(delivery)
    return len(found)


def late(delivery: Delivery, period: Period) -> str:
    """Why what was kept aside may not be opened; "" where it may.

    period: the delivery's. All but a period that waits leaves only withdrawal, after
    which the file may be uploaded again.
    """
    try:
        require_open(period)
    except PeriodError as error:
        if period.state == PeriodState.SUSPENDED:
            return str(error)
        return _(
            "Periode %(code)s sudah ditutup; kiriman ini hanya dapat ditarik, lalu "
            "berkasnya diunggah kembali di periode yang terbuka."
        ) % {"code": delivery.period_code}
    if overtaken(delivery):
        return _(
            "Ada potret lebih baru dari pengirim ini; kiriman ini hanya dapat ditarik."
        )
    if _moved_since(delivery):
        return _(
            "Wilayah berubah sesudah kiriman ini berhenti; kiriman ini hanya dapat "
            "ditarik, lalu berkasnya diunggah kembali dan dibaca menurut wilayah "
            "sekarang."
        )
    return ""


def _moved_since(delivery: Delivery) -> bool:
    """Whether codes of kelurahan changed since the run stopped: what it kept aside
    follows no change of regions. A new name alone changes no code."""
    regency = delivery.regency_code
    stop = CeilingStop.objects.of(regency).get(delivery_id=delivery.pk)
    changes = RegionChange.objects.filter(
        Q(applied_at__gte=stop.stopped_at) | Q(undone_at__gte=stop.stopped_at),
        regency_code=regency,
    )
    return changes.exclude(kind=RegionChange.Kind.RENAME).exists()


def overtaken(delivery: Delivery) -> bool:
    """Whether a newer whole list of the same sender has been opened for review.

    Events of two files stand beside each other; of two snapshots the older one says
    what is no longer so.
    """
    if delivery.kind != DeliveryKind.SNAPSHOT:
        return False
    newer = Delivery.objects.of(delivery.regency_code).filter(
        pk__gt=delivery.pk,
        sender=delivery.sender,
        kind=DeliveryKind.SNAPSHOT,
        village=delivery.village,
        state__in=(DeliveryState.DONE, DeliveryState.OPENED),
    )
    return newer.exists()
