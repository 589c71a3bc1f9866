"""Celery carries wake-ups only; the job row in PostgreSQL is the truth (ADR 0004).

A message is acknowledged when it arrives: losing it, or the worker, costs nothing,
because the sweeper re-queues any job whose lease has run out.
"""

from celery.schedules import crontab

from kpu_portal import env
from kpu_portal.settings.language import TIME_ZONE
from kpu_portal.settings.policy import POLICY

CELERY_BROKER_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "retry_on_timeout": False,
    # A page publishes its wake-up before it answers. Without this kombu tries a dead
    # broker for six seconds more; the sweeper tries again anyhow.
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "jobs.tasks.sweep",
        "schedule": POLICY.sweep_seconds,
        "options": {"expires": POLICY.sweep_seconds},
    },
    "retention": {
        "task": "kpu_portal.tasks.retain",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 3600},
    },
    "inbox": {
        "task": "reconciliation.tasks.look_into_inbox",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "outgoing": {
        "task": "plenos.tasks.copy_out",
        "schedule": 900,
        "options": {"expires": 900},
    },
    "partners": {
        "task": "partners.tasks.remind_daily",
        "schedule": crontab(hour=5, minute=30),
        "options": {"expires": 3600},
    },
    "handovers": {
        "task": "voters.tasks.end_handovers",
        "schedule": crontab(hour=0, minute=10),
        "options": {"expires": 3600},
    },
    "digests": {
        "task": "kpu_portal.tasks.send_digests",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "remove-expired-exports": {
        "task": "files.tasks.remove_expired",
        "schedule": 600,
        "options": {"expires": 600},
    },
}
