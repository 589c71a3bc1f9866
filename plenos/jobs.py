"""The job that freezes a period."""

from typing import Any

from accounts.models import User
from jobs.services import Context, JobError
from periods.models import Period
from plenos.services.freezing import FreezeError, freeze


def run_freeze(context: Context) -> dict[str, Any]:
    """Freeze params["period"] of the job's regency, in one transaction.

    Raises JobError with the reason when the plenary or the proof refuses.
    """
    code = context.params["period"]
    period = Period.objects.filter(regency_code=context.regency, code=code).first()
    if period is None:
        raise JobError(f"Periode {code} tidak ada.")
    context.stage("bekukan", total=1, unit="periode")
    actor = User.objects.filter(pk=context.actor_id or 0).first()
    try:
        recap = freeze(actor=actor, period=period, check=context.check)
    except FreezeError as error:
        raise JobError(str(error)) from error
    context.progress(1)
    return {"period": code, "sha256": recap.sha256, "head": recap.head}
