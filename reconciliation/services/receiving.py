"""Takes a file in: kept once by its digest, recognised, mapped by its sender."""

import hashlib
import re
import uuid
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from audit.services import record
from files.readers import Recognised, recognise, refusal
from files.uploads import FULL
from partners.models import DataRequest
from periods.models import Period
from periods.services import current
from reconciliation.models import Delivery, DeliveryKind, Sender, SenderProfile
from reconciliation.rules import headers, institutions, nik
from reconciliation.rules.text import nik_key
from reconciliation.services import outliving
from reconciliation.services.answering import answer, refuse_another
from reconciliation.services.errors import CannotStart, DuplicateDelivery
from reconciliation.stages import DATE_FORMATS
from voters.models import RollTally

SNAPSHOT_SHARE = 0.5
"""A file with more rows than this share of the roll is guessed to be a snapshot."""


def receive(
    *,
    actor: Any,
    regency: str,
    file: IO[bytes],
    filename: str,
    sender: str,
    letter_no: str = "",
    data_request: DataRequest | None = None,
) -> Delivery:
    """Keep a file as a delivery of the open period, recognise and map it.

    sender: "" where the file is a form of ours, which names its sender. data_request:
    the request that it answers; it is marked answered today, or nothing is kept.
    A delivery of the same bytes that its period outlived gives way and is withdrawn.
    Raises DuplicateDelivery (same bytes before), FileRefused (cannot be read) and
    CannotStart (no open period, unknown sender, too large); then nothing is kept.
    """
    if sender not in ("", *Sender.values):
        raise CannotStart(_("Pengirim tidak dikenal."))
    period = current(regency)
    if period is None:
        raise CannotStart(_("Tidak ada periode yang terbuka untuk kab/kota ini."))
    digest, size = _digest(file)
    if size > settings.POLICY.upload_max_bytes:
        raise CannotStart(_("Berkas terlalu besar."))
    first = Delivery.objects.of(regency).standing().filter(sha256=digest).first()
    if first is not None and not outliving.is_outlived(first):
        raise DuplicateDelivery(first)
    kept = _keep(f"kiriman/{regency}/{uuid.uuid4().hex}.dat", file)
    try:
        return _admit(
            actor=actor,
            period=period,
            sender=sender,
            letter_no=letter_no[:80],
            asked=data_request,
            filename=Path(filename).name[:200],
            file=kept,
            size=size,
            sha256=digest,
        )
    except BaseException:
        default_storage.delete(kept)
        raise


def _keep(name: str, file: IO[bytes]) -> str:
    """Store the file; on a full disk nothing of it stays, and a person is told.

    An upload is moved: a copy of 600 MB would need the room, and the time, twice.
    """
    try:
        content = file if isinstance(file, File) else File(file)
        return default_storage.save(name, content)
    except OSError as error:
        default_storage.delete(name)
        if error.errno not in FULL:
            raise
        raise CannotStart(
            _(
                "Ruang simpan server penuh; berkas tidak disimpan. Minta admin "
                "mengosongkan ruang, lalu unggah kembali."
            )
        ) from error


def _digest(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    found, size = hashlib.sha256(), 0
    while block := file.read(1 << 20):
        found.update(block)
        size += len(block)
    file.seek(0)
    return found.hexdigest(), size


def _admit(
    *, actor: Any, period: Period, asked: DataRequest | None, **facts: Any
) -> Delivery:
    regency = period.regency_code
    known = known_columns(regency, facts["sender"])
    path = Path(default_storage.path(facts["file"]))
    seen = recognise(path, partial(headers.looks_like_header, remembered=known))
    facts["sender"] = _sender_of(facts["sender"], seen.template)
    profile = latest_profile(regency, facts["sender"])
    sender = institutions.of(facts["sender"])
    refuse_another(asked, sender)
    if seen.template:
        # Our own headings mean what they say, whatever was corrected for other files.
        known, profile = dict(sender.columns), None
    fields = headers.recognise(seen.header, known)
    _refuse_rounded(seen, fields)
    delivery = Delivery(
        regency_code=regency,
        period_id=period.pk,
        period_code=period.code,
        kind_guess=_kind_of(regency, seen, fields, sender),
        recognised={
            **seen.as_json(),
            "date_format": date_format_of(seen, fields),
        },
        fields=fields,
        vintage=profile.vintage if profile else "",
        profile_version=profile.version if profile else None,
        rows=seen.rows,
        data_request_id=asked.pk if asked else None,
        received_by_id=getattr(actor, "pk", None),
        received_by_name=str(actor or "sistem")[:150],
        **facts,
    )
    _enter(actor, asked, delivery)
    return delivery


def _refuse_rounded(seen: Recognised, fields: dict[str, int]) -> None:
    """Raise a refusal where a spreadsheet has rounded the NIKs of the file."""
    niks = [row[at] for at in [fields.get("nik", 0)] for row in seen.sample if row[at:]]
    if nik.rounded([nik_key(cell) for cell in niks]):
        raise refusal("rounded")


def _kind_of(
    regency: str,
    seen: Recognised,
    fields: dict[str, int],
    sender: institutions.Institution,
) -> str:
    """What the file seems to be: what its form says, else a guess its sender allows."""
    if seen.template.get("kind") in sender.kinds:
        return str(seen.template["kind"])
    guess = guess_kind(regency, seen.rows, fields)
    return guess if guess in sender.kinds else DeliveryKind(sender.kinds[0])


def _enter(actor: Any, asked: DataRequest | None, delivery: Delivery) -> None:
    """Write the delivery and its entry; raises DuplicateDelivery for a known file."""
    regency = delivery.regency_code
    try:
        with transaction.atomic():
            earlier = outliving.give_way(regency, delivery.sha256)
            if earlier is not None and earlier.sender == delivery.sender:
                delivery.data_request_id = (
                    delivery.data_request_id or earlier.data_request_id
                )
            delivery.save(force_insert=True)
            answer(actor, asked, delivery)
    except IntegrityError:
        standing = Delivery.objects.of(regency).standing()
        first = standing.get(sha256=delivery.sha256)
        raise DuplicateDelivery(first) from None
    if earlier is not None:
        outliving.told(actor, earlier, delivery)
    record(
        actor=actor,
        action="delivery.receive",
        regency_code=regency,
        subject=str(delivery.public_id),
        data={"sha256": delivery.sha256, "rows": delivery.rows},
    )


def _sender_of(chosen: str, stamped: dict[str, str]) -> str:
    """The chosen sender, or the form's own. Raises CannotStart where they differ."""
    told = stamped.get("sender", "")
    if not chosen and told not in Sender.values:
        raise CannotStart(_("Pilih pengirim; berkas ini bukan templat portal."))
    if chosen and told in Sender.values and told != chosen:
        said = _("Berkas ini templat %(told)s, bukan %(chosen)s. Pilih pengirimnya.")
        names = {"told": Sender(told).label, "chosen": Sender(chosen).label}
        raise CannotStart(said % names)
    return chosen or told


def known_columns(regency: str, sender: str) -> dict[str, str]:
    """Header key to field: what the institution uses, as last corrected here."""
    profile = latest_profile(regency, sender)
    told = profile.columns if profile else {}
    return {**institutions.of(sender).columns, **told}


def latest_profile(regency: str, sender: str) -> SenderProfile | None:
    """How this sender's columns were last read."""
    return (
        SenderProfile.objects.of(regency)
        .filter(sender=sender)
        .order_by("-version")
        .first()
    )


def guess_kind(regency: str, rows: int, fields: dict[str, int]) -> str:
    """Snapshot or events, from the row count; a person confirms it."""
    roll = (
        RollTally.objects.filter(
            regency_code=regency, status__in=("ACTIVE", "HELD")
        ).aggregate(n=Sum("n"))["n"]
        or 0
    )
    if "event" not in fields or rows > roll * SNAPSHOT_SHARE:
        return DeliveryKind.SNAPSHOT
    return DeliveryKind.EVENTS


def date_format_of(seen: Recognised, fields: dict[str, int]) -> str:
    """The pattern of most birth dates in the first rows."""
    at = fields.get("birth_date")
    cells = [row[at] for row in seen.sample if at is not None and len(row) > at]
    counts: dict[str, int] = {}
    for cell in cells:
        found = re.fullmatch(r"[0-9]{2}([-/.|])[0-9]{2}\1[0-9]{4}", cell.strip())
        key = found[1] if found else "iso"
        counts[key] = counts.get(key, 0) + 1
    best = max(counts, key=lambda key: counts[key], default="-")
    return DATE_FORMATS[best]
