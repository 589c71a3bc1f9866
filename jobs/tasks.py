"""Celery tasks of jobs: a wake-up and the sweeper."""

from celery import shared_task

from jobs import services


@shared_task(name="jobs.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run one job if it still waits."""
    services.run(job_id)


@shared_task(name="jobs.tasks.sweep")
def sweep() -> None:
    """Rescue what stopped; harmless when several run at once."""
    services.sweep()
