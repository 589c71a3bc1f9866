"""The wake-up through the broker: nothing is lost when it does not arrive."""

import logging

log = logging.getLogger("jobs")


def wake(job_id: int) -> bool:
    """Send the wake-up; False when the broker does not answer."""
    from jobs.tasks import run_job  # the task module imports this one

    try:
        run_job.delay(job_id)
    except Exception as error:  # any broker failure: the row is the truth
        log.warning("job=%s broker does not answer: %s", job_id, type(error).__name__)
        return False
    return True
