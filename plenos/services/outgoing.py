"""Copies the papers of a published recap to the office's shared folder.

Below <kab/kota>/<periode>/v<versi>/. A copy is repeated until every file there has the
digest of ours; what is there already is left alone.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage, storages
from django.utils import timezone
from django.utils.translation import gettext as _

from files import exports
from files.places import is_kept
from files.shared import Shared
from jobs.models import OPEN_STATES, Job, State
from jobs.services import Context, JobError, enqueue
from plenos.documents import DocumentError
from plenos.models import Plenary, PlenaryState, Recap
from plenos.services.papers import kept_paper, kinds_of

KIND = "outgoing"
SUMS = "SHA256SUMS"
CAUGHT_UP = timedelta(days=60)
"""Publications older than this are not copied by themselves any more."""


@dataclass(frozen=True)
class Copy:
    """A file as it lies in the shared folder."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def is_on() -> bool:
    """Whether the office has a folder for what goes out."""
    return "outgoing" in settings.STORAGES


def ask_copy(*, actor: Any, plenary: Plenary) -> Job | None:
    """Queue the copy of a publication; None without a folder for it."""
    if not is_on():
        return None
    return enqueue(
        actor=actor,
        kind=KIND,
        regency=plenary.regency_code,
        params={"plenary": plenary.pk},
    )


def copy_job(plenary: Plenary) -> Job | None:
    """The latest job that copies, or copied, this publication."""
    return (
        Job.objects.filter(
            regency_code=plenary.regency_code,
            kind=KIND,
            params__plenary=plenary.pk,
        )
        .order_by("-id")
        .first()
    )


def catch_up() -> int:
    """Queue a copy for each recent publication without one; how many.

    What failed is tried again, so a folder that was away is filled when it is back.
    """
    if not is_on():
        return 0
    since = timezone.now() - CAUGHT_UP
    asked = 0
    recent = Plenary.objects.filter(
        state=PlenaryState.PUBLISHED, published_at__gte=since
    )
    for plenary in recent.order_by("id"):
        last = copy_job(plenary)
        if last is None or last.state not in (*OPEN_STATES, State.DONE):
            ask_copy(actor=None, plenary=plenary)
            asked += 1
    return asked


def run_copy(context: Context) -> dict[str, Any]:
    """Copy the papers of params["plenary"]; raises JobError with the reason."""
    plenary = (
        Plenary.objects.of(context.regency)
        .filter(pk=context.params["plenary"], state=PlenaryState.PUBLISHED)
        .select_related("period")
        .first()
    )
    if plenary is None or not is_on():
        raise JobError(_("Tidak ada publikasi atau folder bersama untuk disalin."))
    try:
        files = list(_files(plenary))
    except DocumentError as error:
        raise JobError(str(error)) from error
    context.stage("salin", total=len(files), unit="berkas")
    try:
        return _copy(context, plenary, files)
    except OSError as error:
        # Its words may hold an address or a key, so only its kind is told.
        told = _("Folder bersama tidak menjawab (%(kind)s); dicoba lagi nanti.")
        raise JobError(told % {"kind": type(error).__name__}) from error


def _copy(context: Context, plenary: Plenary, files: list[Copy]) -> dict[str, Any]:
    folder = f"{plenary.regency_code}/{plenary.period.code}/v{plenary.version}"
    shared, written = Shared(storages["outgoing"]), []
    for done, one in enumerate(files, start=1):
        name = f"{folder}/{one.name}"
        if shared.digest(name) != one.sha256:
            _write(context, shared, name, one)
            written.append(one.name)
        context.progress(done)
    return {
        "folder": folder,
        "files": {one.name: one.sha256 for one in files},
        "written": written,
    }


def _write(context: Context, shared: Shared, name: str, one: Copy) -> None:
    """Write a file and read it back. Raises OSError when it is not what was written."""
    exports.finish(
        actor=None,
        regency=context.regency,
        name=one.name,
        handle=io.BytesIO(one.content),
        action="outgoing.copy",
    )
    shared.write(name, one.content)
    if shared.digest(name) != one.sha256:
        raise OSError("digest")


def _files(plenary: Plenary) -> Iterator[Copy]:
    """The papers in force, the signed scan, and a list of their digests."""
    recap = Recap.objects.get(period=plenary.period, version=plenary.version)
    made = []
    for kind in kinds_of(is_opening=recap.is_opening):
        paper = kept_paper(recap=recap, kind=kind)
        made.append(Copy(paper.name, paper.content))
    if plenary.scan and not is_kept(plenary.scan, plenary.regency_code):
        raise DocumentError(_("Pindaian Berita Acara tidak ada lagi di penyimpanan."))
    if plenary.scan:
        code = f"{plenary.regency_code}-{plenary.period.code}"
        with default_storage.open(plenary.scan) as stored:
            made.append(Copy(f"berita-acara-{code}-ttd.pdf", stored.read()))
    yield from made
    lines = [f"{one.sha256}  {one.name}\n" for one in made]
    yield Copy(SUMS, "".join(lines).encode())
