"""A new office begins: its base list is checked, compared with the official figures,
loaded, and the first period opens.

Stands here because it wires reconciliation (reads the files), voters (the roll),
periods and plenos (the opening recap) together. The check does all of the load in one
transaction and takes it back, so what it shows is what the load will do. The command
line loads at once: whoever types it has the figures.
"""

import uuid
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.services import record
from files.places import lies_in, unnamed
from files.readers import FileRefused
from files.uploads import FULL
from jobs.models import OPEN_STATES, Job, State
from jobs.services import Context, JobError, enqueue, run_here
from periods.models import Period
from periods.services import PeriodError, current, open_period
from plenos.selectors import counted
from plenos.services import record_opening
from reconciliation.services import DeliveryError, load_opening_files
from regions.models import Region
from voters.services import enrol
from voters.services.errors import VoterError

KIND = "onboard"
LOAD_KIND = "load_roll"
"""Of the command line: apart, so that the page shows its own checks and loads only."""
DISTRICT = 6
SEXES = ("L", "P")
FOLDER = "pembuka"
KEEP_DAYS = 30
"""How long an uploaded list waits for its load."""


class OnboardError(Exception):
    """The base list cannot be taken in; the message is for people."""


class _JustLooking(Exception):
    """Takes the load of a check back; carries what was counted."""

    def __init__(self, found: dict[str, Any]) -> None:
        super().__init__()
        self.found = found


def begun(regency: str) -> bool:
    """Whether the regency has a period, so that its base list is loaded."""
    return Period.objects.of(regency).exists()


def newest(regency: str) -> Job | None:
    """The last check or load of a regency's base list."""
    rows = Job.objects.filter(regency_code=regency, kind=KIND)
    return rows.order_by("-id").first()


def start_check(
    *, actor: Any, regency: str, period: str, roll: Any, removed: Any, official: Any
) -> Job:
    """Keep the files and queue their check; files of an earlier check go.

    `official` has the figures of the plenary that decided the list, by sex. Raises
    OnboardError when the office has begun, while a check runs, and on a full disk.
    """
    before = _free(regency)
    params = {"mode": "check", "period": period, "official": dict(official)}
    params |= _keep_both(regency, roll, removed)
    if before:
        _forget(before.params)
    return _queue(actor, regency, params)


def start_load(*, actor: Any, regency: str) -> Job:
    """Queue the load of the list whose check agreed. Raises OnboardError otherwise."""
    before = _free(regency)
    if before is None or not agrees(before):
        raise OnboardError(_("Periksa daftarnya dahulu; angkanya harus cocok."))
    return _queue(actor, regency, {**before.params, "mode": "load"})


def load_here(
    *, actor: Any, regency: str, period: str, roll: Path, removed: Path | None
) -> Job:
    """Load a base list in this process, under a job row and a lease; gives the job.

    `period` is closed by it and the next one opens. The list is copied into the store,
    so that a worker can go on should this process die. Raises JobError with what is
    wrong, also while another job writes the roll, OnboardError on a full disk, OSError
    for a file that cannot be read.
    """
    with ExitStack() as opened:
        params = {"mode": "load", "period": period} | _keep_both(
            regency,
            opened.enter_context(roll.open("rb")),
            opened.enter_context(removed.open("rb")) if removed else None,
        )
    try:
        return run_here(actor=actor, kind=LOAD_KIND, regency=regency, params=params)
    except JobError:
        mine = Job.objects.filter(kind=LOAD_KIND, params__roll=params["roll"])
        if not mine.filter(state__in=OPEN_STATES).exists():
            _forget(params)
        raise


def agrees(job: Job) -> bool:
    """Whether a finished check counted what the official figures say."""
    if job.state != State.DONE or job.params.get("mode") != "check":
        return False
    totals = totals_of(job.result)
    return totals == {sex: job.params["official"][sex] for sex in SEXES}


def totals_of(result: dict[str, Any]) -> dict[str, int]:
    """Voters by sex of a finished check."""
    lines = result.get("districts", {}).values()
    return {sex: sum(line[sex] for line in lines) for sex in SEXES}


def _free(regency: str) -> Job | None:
    """The last check; refuses once the office has begun or while a job runs."""
    if begun(regency):
        raise OnboardError(_("Daftar dasar kab/kota ini sudah dimuat."))
    before = newest(regency)
    if before is not None and before.state in OPEN_STATES:
        raise OnboardError(_("Pemeriksaan masih berjalan; tunggu sampai selesai."))
    return before


def _queue(actor: Any, regency: str, params: dict[str, Any]) -> Job:
    job = enqueue(actor=actor, kind=KIND, regency=regency, params=params)
    record(
        actor=actor,
        action=f"onboard.{params['mode']}",
        regency_code=regency,
        subject=params["period"],
    )
    return job


def _keep_both(regency: str, roll: Any, removed: Any) -> dict[str, str]:
    """Put both files into the store; their names there. OnboardError on a full disk."""
    try:
        return {
            "roll": _keep(regency, roll),
            "removed": _keep(regency, removed) if removed else "",
        }
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise OnboardError(_("Ruang simpan server penuh; hubungi admin.")) from error


def _keep(regency: str, file: Any) -> str:
    suffix = Path(file.name).suffix.lower()[:6]
    name = f"{FOLDER}/{regency}/{uuid.uuid4().hex}{suffix}"
    return default_storage.save(name, File(file))


def unloaded(now: datetime) -> list[str]:
    """Stored files of base lists that nobody loaded in time and no open job reads."""
    jobs = Job.objects.filter(kind__in=(KIND, LOAD_KIND), state__in=OPEN_STATES)
    read = {job.params.get(name) for job in jobs for name in ("roll", "removed")}
    return unnamed(FOLDER, read, now - timedelta(days=KEEP_DAYS))


def forget_unloaded(now: datetime) -> int:
    """Delete them; gives how many."""
    gone = unloaded(now)
    for path in gone:
        default_storage.delete(path)
    return len(gone)


def _forget(params: dict[str, Any]) -> None:
    for name in (params.get("roll"), params.get("removed")):
        if name:
            default_storage.delete(name)


def run_onboard(context: Context) -> dict[str, Any]:
    """Check or load a base list; gives voters by kecamatan and sex.

    Raises JobError with the first rows that are broken; nothing is changed then.
    """
    regency, wanted = context.regency, context.params
    if done := context.kept():
        _forget(wanted)
        return done
    if not Region.objects.villages(regency).exists():
        raise JobError(_("Kode kab/kota ini tidak dikenal."))
    kept = [name for name in (wanted["roll"], wanted["removed"]) if name]
    if not all(lies_in(name, regency) for name in kept):
        raise JobError(_("Berkas ini tidak ada."))
    enrol(regency)
    context.stage("muat")
    try:
        with transaction.atomic():
            make_room()
            found = _load(context)
            if wanted["mode"] == "check":
                raise _JustLooking(found)
            context.check()
            context.keep(found)
    except _JustLooking as looked:
        return looked.found
    except FileNotFoundError as error:
        raise JobError(_("Berkas daftarnya sudah tidak ada; muat lagi.")) from error
    except (DeliveryError, FileRefused, PeriodError, VoterError) as error:
        raise JobError(str(error)) from error
    _forget(wanted)
    return found


def _load(context: Context) -> dict[str, Any]:
    regency, wanted, actor = context.regency, context.params, context.asker
    period = current(regency)
    if period is None or period.code != wanted["period"]:
        period = open_period(actor=actor, regency=regency, code=wanted["period"])
    removed = wanted["removed"]
    loaded = load_opening_files(
        actor=actor,
        period=period,
        roll=Path(default_storage.path(wanted["roll"])),
        removed=Path(default_storage.path(removed)) if removed else None,
        token=context.job_id,
    )
    found = {"rows": loaded, "districts": _districts(regency)}
    if wanted["mode"] == "load":
        official = wanted.get("official")
        if official and totals_of(found) != official:
            raise JobError(_("Angka berubah sejak diperiksa; periksa sekali lagi."))
        found["open"] = record_opening(actor=actor, period=period).code
    return found


def _districts(regency: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (kelurahan, sex), n in sorted(counted(regency).items()):
        line = found.setdefault(kelurahan[:DISTRICT], dict.fromkeys(SEXES, 0))
        line[sex] += n
    return found


def make_room() -> None:
    """Let the name index take up a whole roll in a few large strokes.

    At its usual 4 MB the index of name parts is merged some thirty times while
    258,000 rows go in, and that is most of the time of the load. The settings end
    with the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '32MB'")
        cursor.execute("SET LOCAL work_mem = '128MB'")


def largest() -> int:
    """Bytes that a base list may have."""
    return int(settings.POLICY.upload_max_bytes)
