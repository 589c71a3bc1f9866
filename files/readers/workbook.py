"""Workbooks: looked at from outside, opened only in a child with limits.

A workbook is a zip of XML that may unpack to anything; the child may use so much
memory and so much time, and the portal goes on when it dies.
"""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from files.readers.errors import FileRefused

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_CHILD = Path(__file__).with_name("workbook_child.py")
SECONDS = 240


def is_workbook(start: bytes) -> bool:
    """Whether the first bytes are those of a zip or an old office file."""
    return start.startswith((OLD_OFFICE, ZIP, b"PK"))


def check(path: Path) -> None:
    """Refuse what is no readable xlsx before a parser sees it. Raises FileRefused."""
    with path.open("rb") as handle:
        start = handle.read(1 << 20)
    if start.startswith(OLD_OFFICE):
        # A workbook with a password is an old container round an encrypted one.
        if "EncryptedPackage".encode("utf-16-le") in start + _tail(path):
            raise FileRefused(
                "password",
                _("Berkas dikunci kata sandi. Buka kuncinya, lalu unggah kembali."),
            )
        raise FileRefused(
            "old_office", _("Berkas xls lama. Simpan sebagai xlsx atau csv.")
        )
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise FileRefused(
            "truncated",
            _("Berkas terpotong atau rusak; unduh ulang dari pengirim."),
        ) from None
    if any(one.flag_bits & 1 for one in names):
        raise FileRefused(
            "password",
            _("Berkas dikunci kata sandi. Buka kuncinya, lalu unggah kembali."),
        )
    if sum(one.file_size for one in names) > settings.POLICY.unpacked_max_bytes:
        raise FileRefused(
            "too_big", _("Isi berkas terlalu besar bila dibuka. Kirim sebagai csv.")
        )
    if "xl/workbook.xml" not in {one.filename for one in names}:
        raise FileRefused(
            "wrong", _("Bukan berkas csv, txt atau xlsx yang dapat dibaca.")
        )


def _tail(path: Path) -> bytes:
    with path.open("rb") as handle:
        handle.seek(max(0, path.stat().st_size - (1 << 20)))
        return handle.read()


def look(path: Path, rows: int) -> dict[str, Any]:
    """Sheets and the first rows of the first sheet that has any."""
    return _run(["look", str(path), str(rows)])


def dump(path: Path, out: Path, header_row: int) -> dict[str, Any]:
    """Write every data row to `out` as COPY text: row number, tab, cells."""
    return _run(["dump", str(path), str(out), str(header_row)])


def _run(arguments: list[str]) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), *arguments],
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused(
            "too_big", _("Berkas terlalu lama dibuka. Kirim sebagai csv.")
        ) from None
    if done.returncode:
        password = b"Password" in done.stderr
        raise FileRefused(
            "password" if password else "unreadable",
            _("Berkas dikunci kata sandi. Buka kuncinya, lalu unggah kembali.")
            if password
            else _("Buku kerja tidak terbaca; simpan ulang sebagai xlsx atau csv."),
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
