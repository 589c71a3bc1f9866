"""The jobs that freeze a period and that open a closed one once more."""

import logging
from typing import Any

from django.db import transaction

from accounts.models import User
from jobs.services import Context, JobError
from periods.models import Period
from plenos.documents import DocumentError
from plenos.models import Recap, Reopening
from plenos.selectors import latest_recap
from plenos.services.freezing import FreezeError, freeze
from plenos.services.papers import keep_papers
from plenos.services.reopening import ReopenError, reopen

logger = logging.getLogger(__name__)


def run_freeze(context: Context) -> dict[str, Any]:
    """Freeze params["period"] of the job's regency, in one transaction.

    A second try of a job that has frozen it reports the same recap, and makes the
    papers that were not made.
    Raises JobError with the reason when the plenary or the proof refuses.
    """
    code = context.params["period"]
    period = Period.objects.filter(regency_code=context.regency, code=code).first()
    if period is None:
        raise JobError(f"Periode {code} tidak ada.")
    context.stage("bekukan", total=1, unit="periode")
    recap = latest_recap(period) if context.is_settled() else None
    if recap is None:
        actor = User.objects.filter(pk=context.actor_id or 0).first()
        try:
            recap = freeze(
                actor=actor,
                period=period,
                seen=context.params.get("seen"),
                check=context.check,
            )
        except FreezeError as error:
            raise JobError(str(error)) from error
    context.progress(1)
    return {
        "period": code,
        "sha256": recap.sha256,
        "head": recap.head,
        "files": _papers(context, period, recap),
    }


def run_reopen(context: Context) -> dict[str, Any]:
    """Open the period of params["reopening"] once more, in one transaction.

    Raises JobError with the reason when the rule is against it by now.
    """
    asked = Reopening.objects.of(context.regency).filter(pk=context.params["reopening"])
    reopening = asked.select_related("period").first()
    if reopening is None:
        raise JobError("Permintaan pembukaan kembali tidak ada.")
    context.stage("buka", total=1, unit="periode")
    actor = User.objects.filter(pk=context.actor_id or 0).first()
    try:
        done = reopen(actor=actor, reopening=reopening, check=context.check)
    except ReopenError as error:
        raise JobError(str(error)) from error
    context.progress(1)
    return {"period": reopening.period.code, "version": done.version}


def _papers(context: Context, period: Period, recap: Recap) -> dict[str, str]:
    """Digests of the papers; a paper that fails takes nothing back, and is logged.

    It is made when somebody asks for it, and says so when it fails again.
    """
    try:
        with transaction.atomic():
            context.check()
            return keep_papers(period=period, recap=recap)
    except DocumentError:
        logger.exception("papers of %s %s", period.regency_code, period.code)
        return {}
