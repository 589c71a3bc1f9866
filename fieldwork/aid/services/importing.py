"""A list of recipients becomes rows of its programme, or nothing of it does.

Chunks land as they are read; what lasts is committed in one transaction at the end,
together with the fencing check. The file is removed then: the rows are what is kept.
"""

import hashlib
import json
import uuid
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import sql

from audit.services import record
from fieldwork.aid import headers, landing
from fieldwork.aid.headers import COLUMNS
from fieldwork.aid.landing import Tables
from fieldwork.aid.models import AidList, Mapping, Programme, Recipient, RowIssue
from fieldwork.rules import aid as rules
from fieldwork.services.errors import FieldError
from files.places import lies_in
from files.readers import FileRefused, Recognised, chunks, delimiter, recognise
from jobs import heavy
from jobs.services import Context, JobError, enqueue
from regions.services.reading import successors, to_present

KIND = "aid"


def receive_list(
    *, actor: Any, programme: Programme, file: IO[bytes], filename: str
) -> AidList:
    """Keep a file; its import goes into the queue when its headings are known.

    Where NIK or name is not known the list waits for a person to map it (`map_list`).
    Raises FieldError (programme closed, too large, the same file again) and
    FileRefused; nothing of a refused file stays.
    """
    if not programme.is_active:
        raise FieldError(_("Program ini sudah ditutup; tidak menerima daftar lagi."))
    regency, digest = programme.regency_code, _digest(file)
    known = AidList.objects.of(regency).filter(programme=programme, sha256=digest)
    if known.exclude(ended_at=None).exclude(result__has_key="dropped").exists():
        raise FieldError(_("Berkas yang sama sudah diimpor ke program ini."))
    kept = default_storage.save(f"bansos/{regency}/{uuid.uuid4().hex}.dat", File(file))
    try:
        meant = columns_of(programme)
        seen = look(kept, meant)
        fields = headers.recognise(seen.header, meant)
        with transaction.atomic():
            made = _kept(actor, programme, seen, fields, filename, kept, digest)
            if not headers.missing(fields):
                _queue(actor, made, seen.rows)
            return made
    except BaseException:
        default_storage.delete(kept)
        raise


def columns_of(programme: Programme) -> dict[str, str]:
    """What the headings of a programme's sender mean, as last corrected."""
    rows = Mapping.objects.of(programme.regency_code).filter(sender=programme.sender)
    found: Mapping | None = rows.first()
    return dict(found.columns) if found else {}


def look(file: str, meant: dict[str, str]) -> Recognised:
    """What a stored file is; a heading that nobody knows is one if it could be.

    Raises FileRefused.
    """
    path = Path(default_storage.path(file))
    try:
        return recognise(path, partial(headers.looks_like_header, remembered=meant))
    except FileRefused as refused:
        if refused.code != "no_header":
            raise
    return recognise(path, headers.may_be_header)


@transaction.atomic
def map_list(*, actor: Any, row: AidList, chosen: dict[int, str]) -> AidList:
    """Say which column is which, remember it for the sender, and queue the import.

    Raises FieldError: NIK or name without a column, one field twice, imported already.
    """
    rows = AidList.objects.of(row.regency_code).select_for_update()
    row = rows.select_related("programme").get(pk=row.pk)
    if not row.waits_for_mapping or not row.programme.is_active:
        raise FieldError(_("Daftar ini tidak menunggu pemetaan lagi."))
    told = [field for field in chosen.values() if field]
    if twice := sorted({COLUMNS[one] for one in told if told.count(one) > 1}):
        names = ", ".join(twice)
        raise FieldError(_("Dipilih dua kali: %(names)s.") % {"names": names})
    fields = {field: at for at, field in chosen.items() if field}
    if lacking := headers.missing(fields):
        names = ", ".join(lacking)
        raise FieldError(_("Pilih kolom untuk: %(names)s.") % {"names": names})
    _remember(actor, row, headers.remembered_from(row.recognised["header"], chosen))
    row.fields = fields
    row.save(update_fields=["fields"])
    _queue(actor, row, row.recognised.get("rows", 0))
    return row


def _remember(actor: Any, row: AidList, columns: dict[str, str]) -> None:
    earlier = columns_of(row.programme)
    Mapping.objects.update_or_create(
        regency_code=row.regency_code,
        sender=row.programme.sender,
        defaults={
            "columns": {**earlier, **columns},
            "saved_by_name": str(actor or "sistem")[:150],
            "saved_at": timezone.now(),
        },
    )
    record(
        actor=actor,
        action="aid.map",
        regency_code=row.regency_code,
        subject=str(row.public_id),
        data={"columns": len(columns)},
    )


@transaction.atomic
def drop_list(*, actor: Any, row: AidList) -> None:
    """Put a list that waits for its mapping away, with its file.

    Raises FieldError: it does not wait.
    """
    rows = AidList.objects.of(row.regency_code).select_for_update()
    row = rows.get(pk=row.pk)
    if not row.waits_for_mapping:
        raise FieldError(_("Daftar ini tidak menunggu pemetaan lagi."))
    stored, row.file, row.ended_at = row.file, "", timezone.now()
    row.result = {"dropped": True}
    row.save(update_fields=["file", "ended_at", "result"])
    transaction.on_commit(lambda: default_storage.delete(stored))
    record(
        actor=actor,
        action="aid.drop",
        regency_code=row.regency_code,
        subject=str(row.public_id),
    )


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    found = hashlib.sha256()
    while block := file.read(1 << 20):
        found.update(block)
    file.seek(0)
    return found.hexdigest()


def _kept(
    actor: Any,
    programme: Programme,
    seen: Recognised,
    fields: dict[str, int],
    filename: str,
    kept: str,
    digest: str,
) -> AidList:
    made: AidList = AidList.objects.create(
        regency_code=programme.regency_code,
        programme=programme,
        filename=Path(filename).name[:200],
        file=kept,
        sha256=digest,
        recognised=seen.as_json(),
        fields=fields,
        received_by_id=getattr(actor, "pk", None),
        received_by_name=str(actor or "sistem")[:150],
    )
    record(
        actor=actor,
        action="aid.receive",
        regency_code=programme.regency_code,
        subject=str(made.public_id),
        data={"rows": seen.rows},
    )
    return made


def _queue(actor: Any, row: AidList, rows: int) -> None:
    job = enqueue(
        actor=actor,
        kind=KIND,
        regency=row.regency_code,
        params={"list": row.pk},
        weight=rows,
    )
    row.job_id = job.pk
    row.save(update_fields=["job_id"])


def run_import(context: Context) -> dict[str, Any]:
    """The job: land, read, match, keep; gives the counts. Raises JobError."""
    row = AidList.objects.of(context.regency).get(pk=context.params["list"])
    if row.ended_at is not None:
        return dict(row.result)
    tables = Tables(context.job_id, context.token, landing.PREFIX)
    landing.drop(tables)
    values = {
        "regency": context.regency,
        "programme": row.programme_id,
        "list": row.pk,
        "same": rules.SAME_NAME,
        "near": rules.NEAR_NAME,
        "likely": rules.LIKELY_NAME,
    }
    try:
        read = _load(context, row, tables)
        context.stage("match", total=read)
        _match(tables, row, values)
        context.stage("keep", total=read)
        return _finish(context, row, tables, values, read)
    finally:
        landing.drop(tables)


def _load(context: Context, row: AidList, tables: Tables) -> int:
    """Land the file chunk by chunk; gives its lines."""
    seen = Recognised.of_json(row.recognised)
    here = lies_in(row.file, context.regency)
    path = Path(default_storage.path(row.file)) if here else None
    if path is None or not path.exists():
        raise JobError(_("Berkas daftar tidak ada lagi di penyimpanan; unggah lagi."))
    context.stage("load", total=seen.rows)
    with transaction.atomic():
        landing.create(tables, len(seen.header))
    done = 0
    try:
        for chunk in chunks(path, seen, settings.POLICY.landing_chunk_rows):
            with transaction.atomic():
                landing.copy(tables, chunk, delimiter(seen))
                done += chunk.lines
                context.progress(done, max(done, seen.rows))
    except FileRefused as error:
        raise JobError(str(error)) from error
    return done


def _match(tables: Tables, row: AidList, values: dict[str, Any]) -> None:
    read = tables["aidread"]
    body = landing.statement(
        "aid_read", raw=tables["aidraw"], **landing.cells(row.fields, headers.COLUMNS)
    )
    made = sql.SQL("CREATE UNLOGGED TABLE {} AS ").format(read)
    gone = json.dumps(successors(row.regency_code))
    landing.execute(made + body, {**values, "successors": gone})
    to_present(read, row.regency_code)
    landing.execute(sql.SQL("ANALYZE {}").format(read))
    landing.execute(
        landing.statement("aid_match", read=read, matched=tables["aidmatched"]), values
    )


def _finish(
    context: Context, row: AidList, tables: Tables, values: dict[str, Any], read: int
) -> dict[str, Any]:
    """Keep everything in one transaction, or nothing; the file goes after it."""
    width = len(row.recognised["header"])
    cells = sql.SQL(", ").join(landing.column(at) for at in range(width))
    with transaction.atomic():
        context.check()
        programme = Programme.objects.select_for_update().get(pk=row.programme_id)
        if not programme.is_active:
            raise JobError(_("Program ini sudah ditutup."))
        taken = landing.execute(
            landing.statement("aid_keep", matched=tables["aidmatched"]), values
        )
        # What was kept a moment ago has no statistics: the planner takes it for one row
        # and would read every matched row again for each of them.
        heavy.never_loop()
        remembered = landing.execute(
            landing.statement("aid_remember", matched=tables["aidmatched"]), values
        )
        refused = landing.execute(
            landing.statement(
                "aid_issues",
                read=tables["aidread"],
                raw=tables["aidraw"],
                ragged=tables["aidragged"],
                cells=cells,
            ),
            values,
        )
        result = {
            "rows": read,
            "taken": taken,
            "refused": refused,
            "again": max(0, read - taken - refused),
            "remembered": remembered,
            "matches": _counts(Recipient, "match", row),
            "issues": _counts(RowIssue, "kind", row),
        }
        row.result, row.ended_at = result, timezone.now()
        stored, row.file = row.file, ""
        row.save(update_fields=["result", "ended_at", "file"])
        transaction.on_commit(lambda: default_storage.delete(stored))
    return result


def _counts(kind: Any, field: str, row: AidList) -> dict[str, int]:
    rows = kind.objects.of(row.regency_code).filter(list_id=row.pk)
    return dict(rows.values_list(field).annotate(n=Count("pk")).order_by(field))
