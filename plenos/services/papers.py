"""Papers of a period: made anew while it is open, kept with their digest once frozen.

A frozen paper is made once, at the freeze or when it is first asked for, and its bytes
are kept: what was signed stays what is downloaded, whatever the portal becomes.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from files.places import is_kept
from periods.models import Period
from plenos.documents import DocumentError, dataset, minutes_pdf, workbook_xlsx
from plenos.models import PaperKind, Plenary, Recap, RecapFile
from plenos.selectors.recap import latest_recap, sheet


def _word(data: dict[str, Any]) -> bytes:
    from plenos.documents.minutes_docx import minutes_docx  # with python-docx

    return minutes_docx(data)


MAKERS = {
    PaperKind.MINUTES_PDF: minutes_pdf,
    PaperKind.MINUTES_DOCX: _word,
    PaperKind.WORKBOOK: workbook_xlsx,
}
NAMES = {
    PaperKind.MINUTES_PDF: "berita-acara-{}.pdf",
    PaperKind.MINUTES_DOCX: "berita-acara-{}.docx",
    PaperKind.WORKBOOK: "rekap-{}.xlsx",
}


@dataclass(frozen=True)
class Paper:
    """A finished file and its digest."""

    name: str
    content: bytes
    sha256: str


def paper(*, period: Period, kind: str) -> Paper:
    """One paper of a period; of a frozen one always the same bytes.

    Raises DocumentError when it cannot be made, and when the kept file is damaged and
    making it anew gives other bytes.
    """
    figures = sheet(period)
    code = f"{period.regency_code}-{period.code}"
    code = code if figures.version == 1 else f"{code}-v{figures.version}"
    name = NAMES[PaperKind(kind)].format(code)
    if figures.recap is None:
        content = _make(period, kind)
        return Paper(name, content, _digest(content))
    kept = RecapFile.objects.filter(recap=figures.recap, kind=kind).first()
    kept = kept or _keep(period, figures.recap, kind, name)
    return Paper(name, _content(period, kept), kept.sha256)


def kept_paper(*, recap: Recap, kind: str) -> Paper:
    """A paper of one frozen version, also of one that a later version replaced.

    The version in force is made when it was not kept yet; an earlier one is only ever
    what was kept. Raises DocumentError when that is gone or damaged.
    """
    newest = latest_recap(recap.period)
    if newest is not None and newest.pk == recap.pk and recap.period.state == "CLOSED":
        return paper(period=recap.period, kind=kind)
    kept = RecapFile.objects.filter(recap=recap, kind=kind).first()
    content = stored_bytes(kept) if kept else b""
    if kept is None or _digest(content) != kept.sha256:
        raise DocumentError(
            _("Berkas versi ini tidak ada atau tidak sama dengan sidiknya.")
        )
    code = f"{recap.regency_code}-{recap.period.code}-v{recap.version}"
    return Paper(NAMES[PaperKind(kind)].format(code), content, kept.sha256)


def keep_papers(*, period: Period, recap: Recap) -> dict[str, str]:
    """Make and keep every paper of a recap just frozen; gives kind -> sha256.

    Raises DocumentError when one cannot be made; none is kept then.
    """
    with transaction.atomic():
        return {
            kind: paper(period=period, kind=kind).sha256
            for kind in kinds_of(is_opening=recap.is_opening)
        }


def kinds_of(*, is_opening: bool) -> list[PaperKind]:
    """Papers a recap has: the opening was decided by no plenary."""
    return [PaperKind.WORKBOOK] if is_opening else list(PaperKind)


def stored_bytes(kept: RecapFile) -> bytes:
    """Bytes of a kept file; b"" when the storage has lost it, or it is another's."""
    if not is_kept(kept.path, kept.recap.regency_code):
        return b""
    with default_storage.open(kept.path) as handle:
        content: bytes = handle.read()
    return content


def _keep(period: Period, recap: Recap, kind: str, name: str) -> RecapFile:
    content = _make(period, kind)
    path = f"plenos/{recap.regency_code}/{period.code}/v{recap.version}/{name}"
    path = default_storage.save(path, ContentFile(content))
    try:
        with transaction.atomic():
            made: RecapFile = RecapFile.objects.create(
                recap=recap,
                regency_code=recap.regency_code,
                kind=kind,
                path=path,
                size=len(content),
                sha256=_digest(content),
            )
    except IntegrityError:  # somebody asked at the same moment
        default_storage.delete(path)
        made = RecapFile.objects.get(recap=recap, kind=kind)
    return made


def _content(period: Period, kept: RecapFile) -> bytes:
    content = stored_bytes(kept)
    if _digest(content) == kept.sha256:
        return content
    content = _make(period, kept.kind)
    if _digest(content) == kept.sha256:
        return content
    raise DocumentError(
        _("Berkas yang disimpan tidak lagi sama dengan sidiknya; pulihkan cadangan.")
    )


def _make(period: Period, kind: str) -> bytes:
    """The paper from the figures: Indonesian, whatever language the page is in."""
    plenary = Plenary.objects.filter(period=period).first()
    with translation.override("id"):
        return MAKERS[PaperKind(kind)](dataset(sheet(period), plenary))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
