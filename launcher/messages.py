"""Compiles the translations with Babel, so that no gettext tools are needed."""

from __future__ import annotations

import os
from pathlib import Path

from launcher.home import REPOSITORY


def compile_all(root: Path = REPOSITORY / "locale") -> list[Path]:
    """Write the .mo beside every .po that is newer; return what was written."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file)
        half = target.with_suffix(f".{os.getpid()}.new")
        with half.open("wb") as file:
            write_mo(file, catalog)
        half.replace(target)
        written.append(target)
    return written
