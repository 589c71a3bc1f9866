"""The portal's Celery application with one kind of job more, for a real worker."""

from kpu_portal.celery import app

app.set_default()


@app.on_after_finalize.connect
def _register(sender: object, **kwargs: object) -> None:
    from jobs import registry
    from tests.jobs.kinds import slow_count

    registry.register("slow_count", slow_count, label="Hitung lambat")
