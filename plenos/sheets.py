"""Results of an uji petik as our sheet: the empty form, and reading it back."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from files import stamp
from files.exports import MASK
from files.exports.blank import Blank, form
from files.readers import FileRefused, Recognised, chunks, delimiter, recognise
from plenos.models import Finding
from plenos.services.advice import AdviceError, Named

CHOICES = ("Sesuai", "Tidak sesuai")
"""In whatever language the portal is read: a file passes many hands."""
MOST_ROWS, MOST_TOLD = 5_000, 10
FINDINGS = {
    "SESUAI": Finding.MATCH,
    "TIDAK SESUAI": Finding.MISMATCH,
    "TIDAK_SESUAI": Finding.MISMATCH,
}


def empty_form() -> IO[bytes]:
    """The form as xlsx: every column is text, so that a NIK that is typed stays one."""
    blanks = [
        Blank("NIK", 20, message=_("16 angka, sebagai teks.")),
        Blank("Hasil", 16, choices=CHOICES),
        Blank("Keterangan", 40),
    ]
    told = [
        (_("Cara mengisi"), _("Isi lembar Data mulai baris 2. Jangan ubah judulnya.")),
        ("NIK", _("16 angka, sebagai teks.")),
        (_("Hasil"), _("Pilih Sesuai atau Tidak sesuai.")),
        (_("Keterangan"), _("Boleh kosong: apa yang tidak sesuai.")),
    ]
    return form(blanks, told, stamp.row(1, "bawaslu", "UJI_PETIK"))


def read_sheet(upload: Any) -> list[Named]:
    """People of a sheet, by its headings, through the guarded readers.

    Raises AdviceError: for a file that is none of ours, and with row, column, what was
    found and how it is mended for a NIK that is not 16 digits of text and a finding
    that is neither word.
    """
    if (upload.size or 0) > settings.POLICY.evidence_max_bytes:
        raise AdviceError(_("Berkas terlalu besar."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hasil"
        path.write_bytes(upload.read())
        try:
            facts = recognise(path, _is_header)
            lines = _lines(path, facts)
        except FileRefused as error:
            raise AdviceError(str(error)) from error
    if len(lines) > MOST_ROWS:
        raise AdviceError(_("Paling banyak %(n)s baris.") % {"n": MOST_ROWS})
    heads = [head.strip().upper() for head in facts.header]
    rows = [(int(line[0]), _cells(line, heads)) for line in lines]
    wrong = [said for number, cells in rows for said in _wrong(number, cells)]
    if wrong:
        raise AdviceError(_told(wrong))
    return [
        Named(
            number,
            cells.get("NIK", ""),
            FINDINGS[cells.get("HASIL", "").upper()],
            cells.get("KETERANGAN", ""),
        )
        for number, cells in rows
    ]


def _lines(path: Path, facts: Recognised) -> list[list[str]]:
    """Cells of every row, its line number first. Raises AdviceError for ragged ones."""
    separator = delimiter(facts)
    lines: list[list[str]] = []
    for chunk in chunks(path, facts, MOST_ROWS):
        if chunk.ragged:
            raise AdviceError(
                _("Baris %(n)s: jumlah selnya tidak sama dengan judul.")
                % {"n": chunk.ragged[0][0]}
            )
        text = chunk.data.decode()
        lines += [line.split(separator) for line in text.split("\n") if line]
        if len(lines) > MOST_ROWS:
            break
    return lines


def _is_header(cells: Sequence[str]) -> bool:
    return {"NIK", "HASIL"} <= {cell.strip().upper() for cell in cells}


def _cells(line: list[str], heads: list[str]) -> dict[str, str]:
    """The first cell of a chunk is the number of the line in the file."""
    return dict(zip(heads, (cell.strip() for cell in line[1:]), strict=False))


def _wrong(number: int, cells: dict[str, str]) -> Iterator[str]:
    """What cannot stay as it is in a row: where, what was found, how it is mended."""
    nik, finding = cells.get("NIK", ""), cells.get("HASIL", "")
    if not (len(nik) == 16 and nik.isascii() and nik.isdigit()):  # noqa: PLR2004
        yield _(
            "Baris %(n)s, kolom %(column)s: “%(found)s” bukan 16 angka berupa teks. "
            "Jadikan format kolomnya Teks lalu ketik lagi, atau pakai lembar kosong "
            "dari halaman ini."
        ) % {"n": number, "column": "NIK", "found": _shown(nik)}
    if finding.upper() not in FINDINGS:
        yield _(
            "Baris %(n)s, kolom %(column)s: “%(found)s” bukan hasil. "
            "Pilih Sesuai atau Tidak sesuai."
        ) % {"n": number, "column": "Hasil", "found": _shown(finding)}


def _shown(found: str) -> str:
    """What stood in a cell, short, and of a long number its first digits only."""
    return re.sub(r"(\d{6})\d{5,}", rf"\1{MASK * 5}", found)[:40]


def _told(wrong: list[str]) -> str:
    rest = len(wrong) - MOST_TOLD
    more = [_("Dan %(n)s lagi.") % {"n": rest}] if rest > 0 else []
    return " ".join(wrong[:MOST_TOLD] + more)
