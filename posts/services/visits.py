"""The visit log: one row a visit, whatever it was about."""

from typing import Any

from audit.services import record
from periods import services as periods
from posts.models import Post, Visit, VisitKind
from posts.services.errors import PostError
from voters.models import CitizenReport


def log_visit(
    *,
    actor: Any,
    post: Post,
    kind: str,
    report: CitizenReport | None = None,
) -> Visit:
    """Write a visit down. Raises PostError for a kind that no visit has."""
    if kind not in VisitKind.values:
        raise PostError(kind)
    period = periods.current(post.regency_code)
    visit: Visit = Visit.objects.create(
        regency_code=post.regency_code,
        kecamatan=post.kecamatan,
        post=post,
        period_id=report.period_id if report else getattr(period, "pk", None),
        kind=kind,
        report_id=report.pk if report else None,
        report_number=report.number if report else "",
        taken_by_id=getattr(actor, "pk", None),
        taken_by_name=str(actor)[:150],
    )
    record(
        actor=actor,
        action="post.visit",
        regency_code=post.regency_code,
        subject=str(visit.public_id),
        data={"kind": kind},
    )
    return visit
