"""Writes a file, hashes it and records who took it.

The caller passes columns, rows and scope as values; this module knows no room.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import PurePath
from typing import IO, Any

from django.http import FileResponse, HttpRequest

from audit.services import record
from files.exports.columns import Column
from files.exports.fields import allowed, list_of, role_of
from files.exports.protect import lock, protect
from files.exports.stamping import stamp
from files.exports.writers import WRITERS, ExportError, Sheet, mark_of

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class Exported:
    """A finished file, open for reading at its start."""

    name: str
    format: str
    rows: int
    sha256: str
    handle: IO[bytes]

    def read(self) -> bytes:
        """All of its bytes."""
        self.handle.seek(0)
        return self.handle.read()


def make(
    *,
    actor: Any,
    regency: str,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    kind: str,
    format: str = "xlsx",
    sheet: str = "Data",
    notes: Sequence[str] = (),
    parts: Sequence[str] = (),
    password: str = "",
    locked: bool = False,
) -> tuple[Exported, list[str]]:
    """Write a file without recording it; the file and the columns that are in it.

    kind: whose list of files.exports.fields holds. Raises ExportError for another
    format, ExportRefused for a role without the right. What is made here must be
    recorded (`record_taken`) before anybody gets it.
    """
    kept, places = allowed(kind, role_of(actor), columns)
    writer = WRITERS.get(format)
    if writer is None:
        raise ExportError(format)
    who, when = mark_of(actor)
    around = Sheet(sheet, notes, who, when, [("Wilayah", regency)], parts, locked)
    # Stays open: the response or the caller reads it, and closing deletes it.
    handle: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
    count = writer(handle, kept, _picked(rows, places, len(columns)), around)
    file_name = _file_name(name, format, actor, when)
    if password:
        handle, file_name = protect(handle, file_name, password)
    elif locked and format == "pdf":
        handle = lock(handle)
    ending = PurePath(file_name).suffix.lstrip(".")
    made = Exported(file_name, ending, count, _digest(handle), handle)
    return made, [column.label for column in kept]


def export(
    *,
    actor: Any,
    regency: str,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    format: str = "xlsx",
    action: str = "export",
    kind: str = "",
    sheet: str = "Data",
    notes: Sequence[str] = (),
    parts: Sequence[str] = (),
    password: str = "",
    locked: bool = False,
    persons: Any = None,
    data: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> Exported:
    """Write rows to csv, xlsx or pdf, hash the file and record who took it.

    name: file name without its ending. action: what the ledger calls it, and (unless
    `kind` says otherwise) whose list of columns holds. notes: lines above the heading
    (not csv). parts: names of the columns whose change begins a page (PDF).
    password: AES-256 on the file. locked: a PDF that cannot be changed, with the mark
    large behind every page.
    persons: keys of everybody in the file, for the ledger. Numbers (int, float) stay
    numbers; dates and everything else are text. Raises ExportError for another format,
    ExportRefused (403) when the role takes no such file away.
    """
    made, labels = make(
        actor=actor,
        regency=regency,
        name=name,
        columns=columns,
        rows=rows,
        kind=kind or action,
        format=format,
        sheet=sheet,
        notes=notes,
        parts=parts,
        password=password,
        locked=locked,
    )
    told = {"columns": labels, **({"protected": True} if password else {})}
    record_taken(
        made,
        actor=actor,
        regency=regency,
        action=action,
        persons=persons,
        data={**told, **(data or {})},
        request=request,
    )
    return made


def finish(
    *,
    actor: Any,
    regency: str,
    name: str,
    handle: IO[bytes],
    rows: int = 0,
    action: str = "export",
    password: str = "",
    persons: Any = None,
    data: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    marked: bool = False,
) -> Exported:
    """Hash and record a file made elsewhere (a typst PDF, a Word document).

    marked: put on it who takes it and when; not for a paper whose digest is printed.
    Raises ExportRefused (403) when the role takes no such file away.
    """
    list_of(action, role_of(actor))
    if marked:
        who, when = mark_of(actor)
        handle = stamp(handle, _ending(name), Sheet(who=who, when=when).mark)
    if password:
        handle, name = protect(handle, name, password)
    made = Exported(name, _ending(name), rows, _digest(handle), handle)
    record_taken(
        made,
        actor=actor,
        regency=regency,
        action=action,
        persons=persons,
        data=data,
        request=request,
    )
    return made


def record_taken(
    made: Exported,
    *,
    actor: Any,
    regency: str,
    action: str,
    persons: Any = None,
    data: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> None:
    """Write down who takes which file, how many rows, and its digest."""
    told: dict[str, Any] = {} if persons is None else {"persons": persons}
    record(
        actor=actor,
        action=action,
        regency_code=regency,
        subject=made.name,
        data={"rows": made.rows, "sha256": made.sha256, **(data or {})},
        request=request,
        **told,
    )


def response(exported: Exported) -> FileResponse:
    """The download of an exported file, with its digest in a header."""
    return download(exported.handle, exported.name, exported.sha256)


def download(handle: IO[bytes], name: str, sha256: str) -> FileResponse:
    """A file as an attachment that no cache keeps."""
    ending = PurePath(name).suffix.lstrip(".")
    answer = FileResponse(
        handle,
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(ending, "application/octet-stream"),
    )
    answer["X-Content-SHA256"] = sha256
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _picked(
    rows: Iterable[Sequence[Any]], places: list[int], width: int
) -> Iterator[Sequence[Any]]:
    """Each row's cells at these places; the whole row when none was left out."""
    if len(places) == width:
        return iter(rows)
    if len(places) == 1:
        return ([row[places[0]]] for row in rows)
    return map(itemgetter(*places), rows)


def _ending(name: str) -> str:
    return PurePath(name).suffix.lstrip(".")


def _file_name(name: str, format: str, actor: Any, when: str) -> str:
    """The file's name; of a text file, which holds no mark, with who took it and when.

    A line of its own would be a row to the program that reads the file.
    """
    if format != "csv":
        return f"{_safe(name)}.{format}"
    account = getattr(actor, "username", "") or "sistem"
    moment = when[:16].replace("-", "").replace(" ", "-").replace(".", "")
    return f"{_safe(f'{name[:60]}_{account[:20]}_{moment}')}.csv"


def _safe(name: str) -> str:
    """A file name without separators or control characters."""
    return "".join(c if c.isalnum() or c in "-_. " else "-" for c in name)[:100]


def _digest(handle: IO[bytes]) -> str:
    handle.seek(0)
    digest = hashlib.file_digest(handle, "sha256").hexdigest()  # type: ignore[arg-type]
    handle.seek(0)
    return digest
