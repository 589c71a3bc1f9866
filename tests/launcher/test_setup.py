"""The parts of the set-up that can be tried without setting up again."""

from __future__ import annotations

import gettext
import os
import re
from pathlib import Path

import pytest

from launcher import messages
from launcher.home import REPOSITORY, Home
from launcher.setup import _Stamp

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Unggah kiriman"
msgstr "Upload delivery"
"""


def test_translations_are_compiled_once(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    assert messages.compile_all(tmp_path) == [folder / "django.mo"]
    with (folder / "django.mo").open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    assert catalog.gettext("Unggah kiriman") == "Upload delivery"
    assert messages.compile_all(tmp_path) == []


def test_a_stamp_is_stale_when_a_source_changes(tmp_path: Path) -> None:
    source = tmp_path / "base.txt"
    source.write_text("django==5.2")
    stamp = _Stamp(tmp_path, source)
    assert not stamp.fresh()
    stamp.write()
    assert _Stamp(tmp_path, source).fresh()
    source.write_text("django==5.3")
    assert not _Stamp(tmp_path, source).fresh()


def test_the_data_folder_is_named_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDPB_HOME", str(tmp_path))
    assert Home.from_environment().path == tmp_path
    assert Home.from_environment(tmp_path / "other").path == tmp_path / "other"
    monkeypatch.delenv("PDPB_HOME")
    assert Home.from_environment().path == REPOSITORY / "var"


@pytest.mark.parametrize("name", ["boot", "node", "base", "dev", "embedded"])
def test_packages_are_pinned_with_hashes_and_name_no_host(name: str) -> None:
    text = (REPOSITORY / "requirements" / f"{name}.txt").read_text()
    assert not re.search(r"^\s*-", text.replace("    --hash=", ""), re.M)
    assert "://" not in text
    for line in re.findall(r"^[a-z].*$", text, re.M):
        assert "==" in line
        assert line.endswith("\\"), line


def test_front_end_packages_name_no_host() -> None:
    text = (REPOSITORY / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_front_end_files_refer_to_no_missing_map() -> None:
    vendor = REPOSITORY / "static" / "vendor"
    assert vendor.is_dir(), "make setup copies them"
    files = [path for path in vendor.rglob("*") if path.suffix in {".js", ".css"}]
    assert len(files) == 4
    for path in files:
        assert "sourceMappingURL" not in path.read_text()
        assert os.access(path, os.R_OK)
