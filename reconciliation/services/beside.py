"""A search for duplicates that is worked out while its run writes what lasts.

Proposing keeps one core of the server busy, and searching the other: of a large
delivery both go together. What was found is kept only once the run has committed, in
the place of the job that waits to search (searching.KIND). Where that cannot be, the
job searches by itself as if nothing had been begun.
"""

import contextlib
import logging
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import connection, transaction
from psycopg2 import Error

from jobs import following
from jobs.services import Context
from periods.models import Period
from reconciliation.landing import Tables
from reconciliation.models import Delivery
from reconciliation.services import searching
from voters.services import Suspects, gather_suspects, search_changed

log = logging.getLogger("jobs")
PATIENCE = 0.1
"""Seconds between two tries to end the search's statement."""


class Beside:
    """`with Beside(…) as beside:` the run writes and commits; `beside.keep()` then.

    rows: lines of the delivery; tables: the run's, of which `decided` stands.
    """

    def __init__(
        self,
        context: Context,
        delivery: Delivery,
        period: Period,
        tables: Tables,
        rows: int,
    ) -> None:
        self._context, self._delivery = context, delivery
        self._period, self._tables = period, tables
        self._is_worth_it = rows >= settings.POLICY.search_beside_rows
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._found: Future[Suspects | None] | None = None
        self._opened: Any = None
        self._people = 0

    def __enter__(self) -> Self:
        if self._is_worth_it:
            self._found = self._pool.submit(self._search)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the search before the run drops its tables."""
        while self._found is not None and not self._found.done():
            self._found.cancel()
            if self._opened is not None:
                with contextlib.suppress(Error):  # it may close itself just now
                    self._opened.cancel()
            with contextlib.suppress(TimeoutError, CancelledError):
                self._found.exception(PATIENCE)
        self._pool.shutdown()

    def _search(self) -> Suspects | None:
        """In a thread with a connection of its own; None where nobody is new."""
        try:
            connection.ensure_connection()
            self._opened = connection.connection
            people = self._tables.name(searching.PEOPLE)
            self._people = gather_suspects(self._tables.name("decided"), people)
            if not self._people:
                return None
            regency, delivery = self._delivery.regency_code, self._delivery.pk
            return search_changed(
                self._context, regency, self._period, delivery, people
            )
        finally:
            connection.close()

    def keep(self) -> None:
        """Write what was found, and end the job that waits to search for it.

        Nothing is raised where the search failed or another worker has that job.
        """
        if self._found is None or not searching.waits(self._delivery):
            return
        self._context.stage("search", total=self._people)
        try:
            suspects = self._found.result()
            if suspects is not None:
                with transaction.atomic():
                    if job := following.claim(searching.of_delivery(self._delivery)):
                        pairs = searching.keep(self._delivery, self._period, suspects)
                        following.settle(job, {"pairs": pairs})
        except Exception as error:  # the job in the queue meets it again, and tells
            kind = type(error).__name__
            log.warning("job=%s search failed: %s", self._context.job_id, kind)
