"""A download becomes rows beside the roll, or nothing of it does: their only writer.

Chunks land as they are read; what lasts is committed in one transaction at the end,
together with the fencing check. The file is removed then: the rows are what is kept.
"""

import hashlib
import json
import uuid
from datetime import datetime, timedelta
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
from files.places import lies_in
from files.readers import FileRefused, Recognised, chunks, delimiter, recognise
from jobs.services import Context, JobError, enqueue
from periods.models import Period
from regions.models import Region
from regions.querysets import code_after
from regions.services.reading import successors, to_present
from voters.dhs import headers, landing
from voters.dhs.landing import Tables
from voters.models import SidalihComparison, SidalihRow
from voters.rules import sidalih as rules
from voters.services.errors import VoterError

KIND = "sidalih.compare"
FOLDER = "sidalih"


class DownloadRefused(VoterError):
    """The file cannot be compared; says what is wrong with it and how to mend it."""


def receive_download(
    *, actor: Any, regency: str, area: str, file: IO[bytes], filename: str
) -> SidalihComparison:
    """Keep a download and put its comparison into the queue.

    area: the place of which the file is the whole list, "" for a part of one. Raises
    DownloadRefused (too large, a heading missing, a foreign place, the same file waits)
    and FileRefused; nothing of a refused file stays.
    """
    _require(regency, area, file)
    digest = _digest(file)
    same = SidalihComparison.objects.of(regency).filter(sha256=digest, area=area)
    if same.filter(ended_at=None).exclude(file="").exists():
        raise DownloadRefused(_("Berkas yang sama sedang dibandingkan."))
    kept = default_storage.save(
        f"{FOLDER}/{regency}/{uuid.uuid4().hex}.dat", File(file)
    )
    try:
        seen = recognise(Path(default_storage.path(kept)), headers.looks_like_header)
        fields = headers.recognise(seen.header)
        if lacking := headers.missing(fields):
            told = _(
                "Kolom %(names)s tidak ditemukan; judul yang terbaca: %(seen)s. Unduh "
                "ulang dari SIDALIH tanpa mengubah judulnya."
            )
            names, read = ", ".join(lacking), ", ".join(seen.header)[:200]
            raise DownloadRefused(told % {"names": names, "seen": read})
        with transaction.atomic():
            made: SidalihComparison = SidalihComparison.objects.create(
                regency_code=regency,
                area=area,
                filename=Path(filename).name[:200],
                file=kept,
                sha256=digest,
                recognised=seen.as_json(),
                fields=fields,
                received_by_id=getattr(actor, "pk", None),
                received_by_name=str(actor or "sistem")[:150],
            )
            return _queued(actor, made, seen)
    except BaseException:
        default_storage.delete(kept)
        raise


def _require(regency: str, area: str, file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise DownloadRefused(_("Berkas kosong."))
    if size > settings.POLICY.upload_max_bytes:
        raise DownloadRefused(_("Berkas terlalu besar."))
    there = Region.objects.within(regency).valid()
    if area and not there.filter(code=area).exists():
        raise DownloadRefused(_("Cakupan di luar kab/kota ini."))


def _digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while block := file.read(1 << 20):
        found.update(block)
    file.seek(0)
    return found.hexdigest()


def _queued(actor: Any, made: SidalihComparison, seen: Recognised) -> SidalihComparison:
    job = enqueue(
        actor=actor,
        kind=KIND,
        regency=made.regency_code,
        params={"comparison": made.pk},
        weight=seen.rows,
    )
    made.job_id = job.pk
    made.save(update_fields=["job_id"])
    record(
        actor=actor,
        action="sidalih.compare",
        regency_code=made.regency_code,
        subject=str(made.public_id),
        data={"rows": seen.rows, "area": made.area},
    )
    return made


def run_compare(context: Context) -> dict[str, Any]:
    """The job: land, read, match, keep; gives the counts. Raises JobError."""
    row = SidalihComparison.objects.of(context.regency).get(
        pk=context.params["comparison"]
    )
    if row.ended_at is not None:
        return dict(row.result)
    tables = Tables(context.job_id, context.token, landing.PREFIX)
    landing.drop(tables)
    try:
        read = _load(context, row, tables)
        context.stage("match", total=read)
        _match(tables, row)
        context.stage("keep", total=read)
        return _finish(context, row, tables, read)
    finally:
        landing.drop(tables)


def _load(context: Context, row: SidalihComparison, tables: Tables) -> int:
    """Land the file chunk by chunk; gives its lines."""
    seen = Recognised.of_json(row.recognised)
    here = lies_in(row.file, context.regency)
    path = Path(default_storage.path(row.file)) if here else None
    if path is None or not path.exists():
        raise JobError(_("Berkas unduhan tidak ada lagi di penyimpanan; unggah lagi."))
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


def _match(tables: Tables, row: SidalihComparison) -> None:
    cells: dict[str, sql.Composable] = {
        field: landing.column(row.fields[field])
        if field in row.fields
        else sql.Literal("")
        for field in headers.FIELDS
    }
    values = {
        "regency": row.regency_code,
        "sexes": json.dumps(rules.SEX),
        "maritals": json.dumps(rules.MARITAL),
        "ektps": json.dumps(rules.EKTP),
        "successors": json.dumps(successors(row.regency_code)),
    }
    raw, read = tables["dhsraw"], tables["dhsread"]
    landing.execute(landing.statement("dhs_read", raw=raw, read=read, **cells), values)
    to_present(read, row.regency_code)
    landing.execute(sql.SQL("ANALYZE {}").format(read))
    judged = tables["dhsjudged"]
    landing.execute(landing.statement("dhs_match", read=read, judged=judged), values)
    landing.execute(sql.SQL("ANALYZE {}").format(judged))


def _finish(
    context: Context, row: SidalihComparison, tables: Tables, read: int
) -> dict[str, Any]:
    """Keep everything in one transaction, or nothing; the file goes after it."""
    width = len(row.recognised["header"])
    period = Period.objects.open(row.regency_code).first()
    parts = {
        "raw": tables["dhsraw"],
        "ragged": tables["dhsragged"],
        "read": tables["dhsread"],
        "judged": tables["dhsjudged"],
        "cells": sql.SQL(", ").join(landing.column(at) for at in range(width)),
    }
    values = {
        "regency": row.regency_code,
        "comparison": row.pk,
        "period": period.pk if period else None,
        "area": row.area,
        "area_end": code_after(row.area) if row.area else "",
    }
    with transaction.atomic():
        context.check()
        kept = landing.execute(
            landing.statement("dhs_keep", step="rows", **parts), values
        )
        if kept != read:
            raise JobError(_("Jumlah baris tidak cocok; unggah lagi berkasnya."))
        landing.execute(landing.statement("dhs_keep", step="missing", **parts), values)
        rows = SidalihRow.objects.of(row.regency_code).filter(comparison_id=row.pk)
        counts = dict(rows.values_list("outcome").annotate(n=Count("pk")).order_by())
        row.result = {"rows": read, "outcomes": counts}
        row.ended_at, stored, row.file = timezone.now(), row.file, ""
        row.save(update_fields=["result", "ended_at", "file"])
        transaction.on_commit(lambda: default_storage.delete(stored))
    return dict(row.result)


def due_comparisons(now: datetime, days: int) -> int:
    """How many compared rows and waiting files are older than so many days."""
    old = _old(now, days)
    rows: int = SidalihRow.objects.filter(comparison_id__in=old.values("pk")).count()
    return rows + int(old.exclude(file="").count())


def _old(now: datetime, days: int) -> Any:
    before = now - timedelta(days=days)
    return SidalihComparison.objects.filter(received_at__lt=before, forgotten_at=None)


@transaction.atomic
def forget_comparisons(now: datetime, days: int) -> int:
    """Remove them; the comparison and its counts stay. Gives how many went."""
    gone = 0
    for row in _old(now, days).select_for_update():
        mine = SidalihRow.objects.filter(comparison_id=row.pk)
        gone += int(mine.delete()[0])
        if row.file:
            default_storage.delete(row.file)
            gone += 1
        row.file, row.forgotten_at = "", now
        row.save(update_fields=["file", "forgotten_at"])
    return gone
