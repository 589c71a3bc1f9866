"""The visit log: one row a visit, whatever it was about."""

from typing import Any

from audit.services import record
from periods import services as periods
from posts.models import OutreachEvent, Post, Visit, VisitKind
from posts.services.errors import PostError
from voters.models import CitizenReport


def log_visit(
    *,
    actor: Any,
    kind: str,
    post: Post | None = None,
    event: OutreachEvent | None = None,
    report: CitizenReport | None = None,
) -> Visit:
    """Write down who came to a post or was met at an event.

    Raises PostError for a kind that no visit has and without the one place.
    """
    where = post or event
    if kind not in VisitKind.values or where is None or (post and event):
        raise PostError(kind)
    period = periods.current(where.regency_code)
    visit: Visit = Visit.objects.create(
        regency_code=where.regency_code,
        kecamatan=where.kecamatan,
        post=post,
        event=event,
        kelurahan=report.kelurahan if report else "",
        period_id=report.period_id if report else getattr(period, "pk", None),
        kind=kind,
        report_id=report.pk if report else None,
        report_number=report.number if report else "",
        taken_by_id=getattr(actor, "pk", None),
        taken_by_name=str(actor or "")[:150],
    )
    record(
        actor=actor,
        action="post.visit" if post else "outreach.visit",
        regency_code=where.regency_code,
        subject=str(visit.public_id),
        data={"kind": kind},
    )
    return visit
