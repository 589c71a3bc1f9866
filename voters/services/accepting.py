"""Accepts everything of some kinds, as a job: what `manage.py decide` asks for.

The page decides what a person sees and has counted, within its request. Here nobody
has counted, and the kinds are accepted together: all of them, or none (ADR 0069).
"""

from typing import Any

from django.db import transaction

from jobs.models import Job
from jobs.services import Context, JobError, run_here
from periods.models import Period
from voters.models import ChangeProposal
from voters.services.applying import open_period
from voters.services.bulk import decide_bulk
from voters.services.errors import VoterError

KIND = "decide"


def accept_kinds(
    *,
    actor: Any,
    regency: str,
    period: Period,
    kinds: list[str],
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
) -> Job:
    """Accept what waits of `kinds`, up to `period`, in this process; gives the job.

    Its result is {"accepted": {kind: n}, "left_out": {reason: n}}. Raises JobError as
    decide_bulk refuses, for a closed period, and when the lease was lost; nothing is
    decided then.
    """
    return run_here(
        actor=actor,
        kind=KIND,
        regency=regency,
        params={
            "period": period.pk,
            "kinds": kinds,
            "evidence_kind": evidence_kind,
            "evidence_no": evidence_no,
            "note": note,
        },
    )


def run_decide(context: Context) -> dict[str, Any]:
    """Accept the kinds of the job in one transaction; counts what was left out."""
    if done := context.kept():
        return done
    asked = context.params
    accepted: dict[str, int] = {}
    left: dict[str, int] = {}
    context.stage("putuskan", unit="usulan")
    try:
        with transaction.atomic():
            period = open_period(context)
            for kind in asked["kinds"]:
                outcome = decide_bulk(
                    actor=context.asker,
                    regency=context.regency,
                    rows=ChangeProposal.objects.of(context.regency)
                    .undecided()
                    .filter(kind=kind, period_id__lte=period.pk),
                    decision="accept",
                    evidence_kind=asked["evidence_kind"],
                    evidence_no=asked["evidence_no"],
                    note=asked["note"],
                )
                accepted[kind] = outcome.decided
                for reason, n in outcome.left_out.items():
                    left[reason] = left.get(reason, 0) + n
            context.check()
            decided = sum(accepted.values())
            context.progress(decided, decided)
            result = {"accepted": accepted, "left_out": left}
            context.keep(result)
    except VoterError as error:
        raise JobError(str(error)) from error
    return result
