"""Results of an uji petik as our sheet: the template, and reading it back."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from files.exports import Column
from files.readers import FileRefused, Recognised, chunks, delimiter, recognise
from plenos.models import Finding
from plenos.services.advice import AdviceError, Named

COLUMNS = [Column("NIK", 20), Column("Hasil", 16), Column("Keterangan", 40)]
MOST_ROWS = 5_000
FINDINGS = {
    "SESUAI": Finding.MATCH,
    "TIDAK SESUAI": Finding.MISMATCH,
    "TIDAK_SESUAI": Finding.MISMATCH,
}


def read_sheet(upload: Any) -> list[Named]:
    """People of a sheet, by its headings, through the guarded readers.

    Raises AdviceError, naming the line: for a file that is none of ours, a NIK that is
    not 16 digits of text, and a finding that is neither word.
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
    return [_named(line, heads) for line in lines]


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


def _named(line: list[str], heads: list[str]) -> Named:
    """The first cell of a chunk is the number of the line in the file."""
    number = int(line[0])
    cells = dict(zip(heads, (cell.strip() for cell in line[1:]), strict=False))
    nik = cells.get("NIK", "")
    if not (len(nik) == 16 and nik.isascii() and nik.isdigit()):
        raise AdviceError(
            _("Baris %(n)s: NIK harus 16 angka dan tersimpan sebagai teks.")
            % {"n": number}
        )
    finding = FINDINGS.get(cells.get("HASIL", "").upper())
    if finding is None:
        raise AdviceError(
            _("Baris %(n)s: hasil harus Sesuai atau Tidak sesuai.") % {"n": number}
        )
    return Named(number, nik, finding, cells.get("KETERANGAN", ""))
