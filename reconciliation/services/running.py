"""The job "reconcile": a stored file becomes a report and proposals, or nothing.

Chunks are committed as they land, so that progress is true; everything that lasts is
committed in one transaction at the end, together with the fencing check. A run that
was killed starts again from the stored file.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import sql

from files.places import lies_in
from files.readers import Chunk, FileRefused, Recognised, chunks, delimiter
from jobs import heavy
from jobs.services import Context, JobError
from periods.models import Period
from periods.services import PeriodError, require_open
from reconciliation import landing, stages
from reconciliation.landing import Tables
from reconciliation.models import Delivery, DeliveryKind, DeliveryState
from reconciliation.rules.institutions import OTHER_VILLAGE
from reconciliation.rules.numbers import ANOTHER_VILLAGE, WRONG_FILE
from reconciliation.services import ceiling, searching
from reconciliation.services.beside import Beside
from reconciliation.services.youths import keep_youths
from voters.services import propose_bulk

WRONG_SHARE = 0.5
"""A file with more rows than this share outside the regency is somebody else's."""
WORK_MEMORY = "16MB"
"""At a million voters 96 MB were not measurably faster, and at four million the server
would hold half a gigabyte."""

EAST = ZoneInfo("Asia/Jayapura")
"""Where a day begins first: nothing that happened today is later than it."""
LASTING_MEMORY = "4MB"
"""What lasts is written row by row, beside the search that wants its memory."""


def run(context: Context) -> dict[str, Any]:
    """Reconcile the delivery of the job; gives the report. Raises JobError."""
    delivery = Delivery.objects.of(context.regency).get(pk=context.params["delivery"])
    period = Period.objects.of(context.regency).get(pk=delivery.period_id or 0)
    # First: a worker may have died after its commit and before it cleared up.
    landing.drop_leftovers()
    if delivery.state in ceiling.ENDED:
        return searching.report_of(delivery)
    if delivery.state in ceiling.DECIDED:
        return ceiling.finish(context, delivery, period)
    _require_open(period)
    work = _work(context, delivery, period)
    try:
        read, totals = _load(context, delivery, work.tables)
        values = work.values()
        context.stage("compare", total=read)
        with _roomy():
            stages.compare(work, values, read)
        context.stage("check", total=read)
        with _roomy():
            stages.normalise(work, values)
            stages.decide(work, values)
            report = {**stages.tally(work, read), "totals": totals}
        _refuse_wrong_file(report, context.regency)
        context.stage("propose", total=read)
        with Beside(context, delivery, period, work.tables, read) as beside:
            _finish(context, delivery, period, work, values, report)
            beside.keep()
    finally:
        landing.drop(work.tables)
    return report


def _roomy() -> AbstractContextManager[None]:
    return heavy.roomy(WORK_MEMORY)


def _work(context: Context, delivery: Delivery, period: Period) -> stages.Work:
    return stages.Work(
        tables=Tables(context.job_id, context.token),
        regency=context.regency,
        starts_on=period.starts_on,
        reference=period.reference_date,
        fields=delivery.fields,
        events_only=delivery.kind == DeliveryKind.EVENTS,
        source=delivery.sender,
        vintage=delivery.vintage,
        date_format=delivery.recognised["date_format"],
        village=delivery.village,
        received=timezone.localdate(delivery.received_at, EAST),
    )


def recognised_of(delivery: Delivery) -> Recognised:
    """What the reader must know about the stored file."""
    facts = dict(delivery.recognised)
    facts.pop("date_format", None)
    return Recognised.of_json(facts)


def _load(
    context: Context, delivery: Delivery, tables: Tables
) -> tuple[int, list[int]]:
    """Land the file chunk by chunk; gives its lines, and which are sums of others."""
    seen = recognised_of(delivery)
    here = lies_in(delivery.file, context.regency)
    path = Path(default_storage.path(delivery.file)) if here else None
    if path is None or not path.exists():
        raise JobError(_("Berkas kiriman tidak ada lagi di penyimpanan."))
    context.stage("load", total=seen.rows)
    with transaction.atomic():
        landing.create(tables, len(seen.header))
    done, totals = 0, list[int]()
    try:
        for chunk in _ahead(chunks(path, seen, settings.POLICY.landing_chunk_rows)):
            with transaction.atomic():
                landing.lightly()
                landing.copy(tables, chunk, delimiter(seen))
                done += chunk.lines
                totals += [line for line, _text in chunk.totals]
                context.progress(done, max(done, seen.rows))
    except FileRefused as error:
        raise JobError(str(error)) from error
    return done, totals


def _ahead(found: Iterator[Chunk]) -> Iterator[Chunk]:
    """The same chunks, the next one read while the server takes the last."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        waiting = reader.submit(next, found, None)
        while (chunk := waiting.result()) is not None:
            waiting = reader.submit(next, found, None)
            yield chunk


def _refuse_wrong_file(report: dict[str, Any], regency: str) -> None:
    refused = report["details"].get("REFUSED", {})
    most = report["rows"] * WRONG_SHARE
    said, rule = "", WRONG_FILE
    if refused.get("REGION_OUTSIDE", 0) > most:
        said = _("Sebagian besar baris di luar kab/kota ini; berkas milik daerah lain?")
    elif report["details"].get("IGNORED", {}).get(OTHER_VILLAGE, 0) > most:
        said = _("Sebagian besar baris menyebut kelurahan lain; daftar kelurahan lain?")
        rule = ANOTHER_VILLAGE
    elif refused.get("RAGGED", 0) > most:
        said = _("Sebagian besar baris rusak; periksa pemisah kolom berkas.")
    if said:
        raise JobError(f"{said} ({_('aturan')} {rule})")


def _require_open(period: Period) -> None:
    try:
        require_open(period)
    except PeriodError as error:
        raise JobError(str(error)) from error


def _finish(
    context: Context,
    delivery: Delivery,
    period: Period,
    work: stages.Work,
    values: dict[str, Any],
    report: dict[str, Any],
) -> None:
    """Everything that lasts, in one transaction."""
    with _roomy():
        stages.propose(work, values)
    with transaction.atomic():
        heavy.memory(LASTING_MEMORY)
        context.check()
        _require_open(period)
        _write_rows(delivery, work)
        report |= searching.keep_people(delivery, work.tables)
        if ceiling.stops(context, delivery, period, work.tables, report):
            return
        made = propose_bulk(
            context_actor=context,
            regency=context.regency,
            period=period,
            delivery_id=delivery.pk,
            table=work.tables.name("proposed"),
        )
        keep_youths(delivery, work.tables.name("waiting"))
        report["proposals"] = made
        searching.queue(context, delivery, report["rows"])
        Delivery.objects.of(context.regency).filter(pk=delivery.pk).update(
            state=DeliveryState.DONE,
            rows=report["rows"],
            counts=report["outcomes"],
            details=report,
            proposals=made,
            job_id=context.job_id,
            finished_at=timezone.now(),
        )
        context.progress(report["rows"])


def _write_rows(delivery: Delivery, work: stages.Work) -> None:
    tables, values = work.tables, {"regency": work.regency, "delivery": delivery.pk}
    header = delivery.recognised["header"]
    cells = sql.SQL(", ").join(
        sql.Identifier("r", f"c{at}") for at in range(len(header))
    )
    column, written = stages.refused_at(header, work.fields)
    landing.execute(
        landing.statement(
            "issues",
            decided=tables["decided"],
            raw=tables["raw"],
            ragged=tables["ragged"],
            cells=cells,
            column=column,
            written=written,
        ),
        values,
    )
    landing.execute(
        landing.statement("rows", decided=tables["decided"], absent=tables["absent"]),
        values,
    )
