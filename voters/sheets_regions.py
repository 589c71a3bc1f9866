"""The map of a change of regions as our form: the empty one, and reading it back."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from files import stamp
from files.exports.blank import Blank, form
from files.readers import FileRefused, Recognised, chunks, delimiter, recognise
from regions.rules.change import COLUMNS, Line, Problem, read_row
from voters.services.errors import NotDecidable
from voters.wording_regions import HEADINGS

MOST_ROWS = 5_000


def empty_form(names: dict[str, str]) -> IO[bytes]:
    """The form as xlsx with the kelurahan of the regency to choose from."""
    blanks = [
        Blank(
            HEADINGS[column],
            choices=tuple(names) if column == "kode_lama" else (),
            told=tuple(names.values()) if column == "kode_lama" else (),
            message=_("Kosong berarti semua. Boleh 1-3 atau 1, 4.")
            if column in ("rw", "rt")
            else "",
        )
        for column in COLUMNS
    ]
    told = [
        (_("Cara mengisi"), _("Isi lembar Data mulai baris 2. Jangan ubah judulnya.")),
        (
            _("Pemekaran"),
            _(
                "Satu baris untuk setiap RW atau RT yang pindah, lalu satu baris tanpa "
                "RW dan RT untuk sisanya yang tetap (kode baru sama dengan kode lama)."
            ),
        ),
        (
            _("Ganti nama"),
            _("Isi kode lama dan nama baru saja."),
        ),
    ]
    return form(blanks, told, stamp.row(1, "wilayah", "MAP"))


def read_map(upload: Any) -> list[Line] | list[Problem]:
    """Lines of an uploaded form, or what is wrong with its cells, row by row.

    Raises NotDecidable for a file that is none of ours or too long.
    """
    if (upload.size or 0) > settings.POLICY.evidence_max_bytes:
        raise NotDecidable(_("Berkas terlalu besar."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peta"
        path.write_bytes(upload.read())
        try:
            facts = recognise(path, _is_header)
            rows = _rows(path, facts)
        except FileRefused as error:
            if error.code == "no_header":
                raise NotDecidable(_no_heading()) from error
            raise NotDecidable(str(error)) from error
    if len(rows) > MOST_ROWS:
        raise NotDecidable(_("Paling banyak %(n)s baris.") % {"n": MOST_ROWS})
    keys = {HEADINGS[column].upper(): column for column in COLUMNS}
    heads = [keys.get(head.strip().upper(), "") for head in facts.header]
    return sorted_out(
        (int(row[0]), dict(zip(heads, row[1:], strict=False))) for row in rows
    )


def _no_heading() -> str:
    return _(
        "Judul kolom tidak ditemukan: harus ada %(one)s dan %(other)s. Pakai templat "
        "dari halaman ini."
    ) % {"one": HEADINGS["kode_lama"], "other": HEADINGS["kode_baru"]}


def sorted_out(rows: Any) -> list[Line] | list[Problem]:
    """Lines of (number, cells by column), or the problems when there is one."""
    lines: list[Line] = []
    wrong: list[Problem] = []
    for number, cells in rows:
        read = read_row(number, cells)
        if isinstance(read, Problem):
            wrong.append(read)
        else:
            lines += read
    return wrong or lines


def _rows(path: Path, facts: Recognised) -> list[list[str]]:
    separator = delimiter(facts)
    rows: list[list[str]] = []
    for chunk in chunks(path, facts, MOST_ROWS):
        if chunk.ragged:
            raise NotDecidable(
                _("Baris %(n)s: jumlah selnya tidak sama dengan judul.")
                % {"n": chunk.ragged[0][0]}
            )
        text = chunk.data.decode()
        rows += [line.split(separator) for line in text.split("\n") if line]
        if len(rows) > MOST_ROWS:
            break
    return rows


def _is_header(cells: Sequence[str]) -> bool:
    told = {cell.strip().upper() for cell in cells}
    return {"KODE LAMA", "KODE BARU"} <= told
