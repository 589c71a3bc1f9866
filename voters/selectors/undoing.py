"""What of a delivery can be taken back, and the work that takes it back."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jobs.models import OPEN_STATES, Job
from periods.models import Period
from voters.models import ChangeProposal, Kind, ProposalState

FROM_WAITING = "NOT_YET"
"""Rule of a proposal that sql/not_yet.sql makes of who waited for their day."""


@dataclass(frozen=True)
class DeliveryUndo:
    """applied: changes of the delivery that the open period holds; job: the last one
    that took it back, whatever became of it."""

    applied: int
    job: Job | None

    @property
    def runs(self) -> bool:
        """Whether it is being taken back now, or waits for its turn."""
        return self.job is not None and self.job.is_open


def applied_of(regency: str, periods: Any) -> QuerySet[ChangeProposal]:
    """Applied proposals of these periods (keys, or a query for them): no undoings."""
    rows: QuerySet[ChangeProposal] = ChangeProposal.objects.of(regency)
    applied = rows.filter(state=ProposalState.APPLIED, period_id__in=periods)
    return applied.exclude(kind=Kind.UNDO)


def applied_of_delivery(
    regency: str, periods: Any, delivery_id: int
) -> QuerySet[ChangeProposal]:
    """What of a delivery is taken back as a whole: what its file said.

    Who waited on its word and came of age since is proposed by the waiting list.
    """
    rows = applied_of(regency, periods).filter(delivery_id=delivery_id)
    return rows.exclude(rule=FROM_WAITING)


def open_undo_of(regency: str, delivery_id: int) -> Job | None:
    """The work that takes a delivery back now, or is about to."""
    return _jobs_of(regency, delivery_id).filter(state__in=OPEN_STATES).first()


def delivery_undo(regency: str, delivery_id: int) -> DeliveryUndo:
    """How much can be taken back, and the last time it was (two queries).

    Nothing can be where no period is open: what a frozen one holds stays.
    """
    opened = Period.objects.open(regency).values("pk")
    applied = applied_of_delivery(regency, opened, delivery_id).count()
    return DeliveryUndo(applied, _jobs_of(regency, delivery_id).first())


def _jobs_of(regency: str, delivery_id: int) -> QuerySet[Job]:
    jobs = Job.objects.filter(
        regency_code=regency, kind="undo", params__delivery=delivery_id
    )
    return jobs.order_by("-id")
