"""Keeps an operator's correction of the mapping, and puts a delivery to work."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from jobs.models import OPEN_STATES, Job
from jobs.services import enqueue
from periods.models import Period
from periods.services import PeriodError, require_open
from reconciliation.models import (
    STOPPED,
    Delivery,
    DeliveryKind,
    DeliveryState,
    SenderProfile,
)
from reconciliation.rules import headers, institutions
from reconciliation.services.errors import AwaitsChair, CannotStart
from reconciliation.services.outliving import RUN, is_outlived
from reconciliation.services.profiles import one_at_a_time
from reconciliation.services.receiving import latest_profile
from regions.models import Region

KIND = RUN


@transaction.atomic
def save_mapping(
    *, actor: Any, delivery: Delivery, chosen: dict[int, str], vintage: str = ""
) -> Delivery:
    """Set which column is which field, and remember it for this sender.

    chosen: column index to field ("" ignores the column). Raises CannotStart when the
    delivery has been started or a field is named twice.
    """
    _refuse_started(delivery)
    header = delivery.recognised["header"]
    told = [field for field in chosen.values() if field]
    twice = {field for field in told if told.count(field) > 1}
    if twice or not set(told) <= set(headers.FIELDS):
        raise CannotStart(_("Satu unsur hanya boleh dipilih untuk satu kolom."))
    one_at_a_time(delivery.regency_code, delivery.sender)
    last = latest_profile(delivery.regency_code, delivery.sender)
    profile = SenderProfile.objects.create(
        regency_code=delivery.regency_code,
        sender=delivery.sender,
        version=(last.version if last else 0) + 1,
        columns={**(last.columns if last else {}), **_told(header, chosen)},
        vintage=vintage,
        kind=delivery.kind or delivery.kind_guess,
        saved_by_name=str(actor or "sistem")[:150],
    )
    delivery.fields = {field: at for at, field in chosen.items() if field}
    delivery.vintage, delivery.profile_version = vintage, profile.version
    delivery.save(update_fields=["fields", "vintage", "profile_version"])
    record(
        actor=actor,
        action="delivery.map",
        regency_code=delivery.regency_code,
        subject=str(delivery.public_id),
        data={"version": profile.version},
    )
    return delivery


def _told(header: list[str], chosen: dict[int, str]) -> dict[str, str]:
    """Header key to field, where every column of that name was given the same.

    Which of two columns with one name is meant holds for this file alone: the sender's
    next one has it once, and must not find its only name column ignored.
    """
    said: dict[str, set[str | None]] = {}
    for at, name in enumerate(header):
        said.setdefault(headers.key(name), set()).add(chosen.get(at))
    return {
        key: field
        for key, fields in said.items()
        if len(fields) == 1 and (field := next(iter(fields))) is not None
    }


def prepare(*, delivery: Delivery, kind: str, village: str = "") -> Delivery:
    """Check that the delivery can be reconciled as `kind` and mark it started.

    village: code of the kelurahan whose own list it is. Raises CannotStart: started
    before, closed period, missing columns, unknown kind, no or a foreign kelurahan.
    """
    _refuse_started(delivery)
    if kind not in DeliveryKind.values:
        raise CannotStart(_("Pilih potret lengkap atau peristiwa."))
    sender = institutions.of(delivery.sender)
    if kind not in sender.kinds:
        raise CannotStart(
            _("Pengirim ini hanya mengirim peristiwa, bukan potret lengkap.")
        )
    period = Period.objects.of(delivery.regency_code).filter(pk=delivery.period_id or 0)
    try:
        require_open(period.get())
    except PeriodError as error:
        raise CannotStart(_closed(delivery, error)) from error
    missing = headers.missing(delivery.fields, kind, sender.event)
    if missing:
        names = ", ".join(headers.FIELDS[field][0] for field in missing)
        raise CannotStart(
            _("Kolom wajib belum dipetakan: %(names)s.") % {"names": names}
        )
    delivery.village = _village(delivery, village) if sender.in_a_village else ""
    delivery.kind, delivery.state = kind, DeliveryState.STARTED
    delivery.save(update_fields=["kind", "state", "village"])
    return delivery


def _closed(delivery: Delivery, error: PeriodError) -> str:
    """Why its period takes no run, and what is to be done where it never will."""
    if not is_outlived(delivery):
        return str(error)
    told = _(
        "Periode %(code)s sudah ditutup sebelum kiriman ini direkonsiliasi; unggah "
        "kembali berkasnya, maka ia masuk ke periode yang terbuka."
    )
    return told % {"code": delivery.period_code}


def _village(delivery: Delivery, code: str) -> str:
    known = Region.objects.villages(delivery.regency_code).filter(code=code)
    if not known.exists():
        raise CannotStart(_("Pilih kelurahan yang mengirim daftar ini."))
    return code


@transaction.atomic
def start(*, actor: Any, delivery: Delivery, kind: str, village: str = "") -> Job:
    """Reconcile in the background; gives the job. Raises CannotStart."""
    prepare(delivery=delivery, kind=kind, village=village)
    job = enqueue(
        actor=actor,
        kind=KIND,
        regency=delivery.regency_code,
        params={"delivery": delivery.pk},
        weight=delivery.rows,
    )
    Delivery.objects.of(delivery.regency_code).filter(pk=delivery.pk).update(
        job_id=job.pk
    )
    delivery.job_id = job.pk
    return job


def _refuse_started(delivery: Delivery) -> None:
    """A delivery whose run failed or was cancelled may be started again."""
    fresh = Delivery.objects.of(delivery.regency_code).filter(pk=delivery.pk)
    with transaction.atomic():
        state = fresh.select_for_update().values_list("state", flat=True).get()
        jobs = Job.objects.filter(
            regency_code=delivery.regency_code,
            kind=KIND,
            params__delivery=delivery.pk,
            state__in=OPEN_STATES,
        )
        if state == DeliveryState.DONE:
            raise CannotStart(_("Kiriman ini sudah direkonsiliasi."))
        if state == DeliveryState.WITHDRAWN:
            raise CannotStart(_("Kiriman ini sudah ditarik; unggah kembali berkasnya."))
        if state in STOPPED:
            raise AwaitsChair(_("Kiriman ini melewati plafon; Ketua yang memutus."))
        if jobs.exists():
            raise CannotStart(_("Kiriman ini sedang diproses."))
