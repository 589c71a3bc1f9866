"""Forks Celery workers out of a process that has imported everything already.

A worker that is started anew spends seconds on imports; a test that kills twenty of
them cannot. What is forked is the same worker, with its beat, in a process group of its
own. Usage: python -m tests.nursery APP, then a line (log file, database, arguments with
spaces between them; a tab between the three) for each worker; its pid is the answer.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from typing import Any

import django

PARTS = (
    *("celery.bin.worker", "celery.apps.worker", "celery.apps.beat", "celery.beat"),
    *("celery.concurrency.prefork", "celery.worker.consumer", "kombu.transport.redis"),
)


def main() -> None:
    """Answer every line with the pid of a new worker; leave at the end of input."""
    from celery.app.utils import find_app

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpu_portal.settings")
    os.environ.setdefault("PDPB_DB_ROLE", "worker")
    app = find_app(sys.argv[1])
    django.setup()
    app.loader.import_default_modules()
    app.finalize()
    for part in PARTS:
        importlib.import_module(part)
    gc.collect()
    gc.freeze()  # a child that collects would copy every page of it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes the dead away
    for line in sys.stdin:
        log, database, arguments = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            work_in(database)
            be_worker(app, log, arguments.split(" "))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def work_in(database: str) -> None:
    """Point every alias at this database; no line to any is open yet."""
    from django.db import connections

    os.environ["PDPB_DB_NAME"] = database
    for alias in connections:
        connections.settings[alias]["NAME"] = database


def be_worker(app: Any, log: str, arguments: list[str]) -> None:
    """Become a worker; never returns."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDONLY)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for target, source in ((0, nothing), (1, file), (2, file)):
        os.dup2(source, target)
    sys.stdin = open(os.devnull)  # noqa: SIM115
    sys.argv = ["celery", *arguments]
    try:
        app.worker_main(arguments)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
