"""Makes, runs, cancels and rescues jobs; the only writer of Job."""

from jobs.services.asking import enqueue, mark_read, request_cancel, retry
from jobs.services.context import Asker, Cancelled, Context, JobError, LeaseLost
from jobs.services.rescuing import sweep
from jobs.services.running import let_go, run, run_here, run_next, take
from jobs.services.waking import wake

__all__ = [
    "Asker",
    "Cancelled",
    "Context",
    "JobError",
    "LeaseLost",
    "enqueue",
    "let_go",
    "mark_read",
    "request_cancel",
    "retry",
    "run",
    "run_here",
    "run_next",
    "sweep",
    "take",
    "wake",
]
