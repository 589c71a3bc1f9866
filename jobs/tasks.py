"""Celery tasks of jobs: a wake-up and the sweeper."""

from celery import shared_task

from jobs import services


@shared_task(name="jobs.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run the job whose turn it is; `job_id` is the one that asked for the wake-up."""
    services.run_next()
    services.let_go()


@shared_task(name="jobs.tasks.sweep")
def sweep() -> None:
    """Rescue what stopped; harmless when several run at once."""
    services.sweep()
