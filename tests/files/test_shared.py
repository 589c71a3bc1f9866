"""One path to a shared folder, wherever it lies, and the addresses that name one."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from files.shared import Shared, StoreError
from files.stores import PlainFolder
from kpu_portal import env
from tests.stores import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_store_keeps_lists_and_writes_over(
    shared_folder: Callable[..., Any], kind: str
) -> None:
    shared = shared_folder(kind, "PDPB_OUTGOING")
    assert shared.digest("3272/a.csv") == ""
    shared.write("3272/a.csv", b"satu")
    first = shared.mark("3272/a.csv")
    assert first == shared.mark("3272/a.csv") and first[0] == 4
    shared.write("3272/a.csv", b"lima!")
    shared.write("3272/dukcapil/b.csv", b"dua")
    assert shared.mark("3272/a.csv")[0] == 5
    assert shared.entries("") == (["3272"], [])
    assert shared.entries("3272") == (["dukcapil"], ["a.csv"])
    copy = io.BytesIO()
    digest = shared.copy_to("3272/a.csv", copy)
    assert copy.read() == b"lima!" and digest == shared.digest("3272/a.csv")
    shared.remove("3272/a.csv")
    shared.remove("3272/a.csv") if kind == "fsspec" else None
    assert shared.digest("3272/a.csv") == ""
    with pytest.raises(OSError):
        shared.mark("3272/a.csv")
    with pytest.raises(OSError):
        shared.copy_to("3272/tiada.csv", io.BytesIO())


def test_a_bucket_that_is_away_is_one_error_without_its_words(
    shared_folder: Callable[..., Any],
) -> None:
    shared = shared_folder("s3", "PDPB_OUTGOING")
    shared.store.bucket_name = "tiada"
    with pytest.raises(StoreError) as caught:
        shared.entries("3272")
    assert str(caught.value) == "NoSuchBucket"
    with pytest.raises(StoreError):
        shared.write("a", b"x")


def test_a_mounted_folder_follows_no_link(tmp_path: Path) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    (outside / "rahasia").write_text("x")
    box = tmp_path / "box"
    box.mkdir()
    (box / "d").symlink_to(outside)
    (box / "f").symlink_to(outside / "rahasia")
    os.mkfifo(box / "pipa")
    shared = Shared(PlainFolder(str(box)))
    assert shared.entries("") == ([], [])
    with pytest.raises(OSError):
        shared.copy_to("f", io.BytesIO())
    with pytest.raises(OSError):
        shared.store.save("f", ContentFile(b"tulis"))
    assert (outside / "rahasia").read_text() == "x"
    with pytest.raises(FileNotFoundError):
        Shared(PlainFolder(str(tmp_path / "tiada"))).write("a", b"x")
    assert not (tmp_path / "tiada").exists(), "what is not mounted is not made"


@pytest.mark.parametrize("stamp", [1_700_000_000.0, "2023-11-14T22:13:20Z", None])
def test_what_a_file_system_says_about_a_change(
    stamp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from files.stores import FsspecStorage

    store = FsspecStorage("memory://waktu")
    store.save("a", ContentFile(b"x"))
    facts = store.system.info("/waktu/a")
    told_by = {**facts, "created": None, "mtime": stamp}
    monkeypatch.setattr(store.system, "info", lambda path: told_by)
    told = store.get_modified_time("a").timestamp()
    assert told == (1_700_000_000 if stamp else 0)


def test_addresses_are_read_with_their_keys(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def read(address: str) -> dict[str, Any]:
        monkeypatch.setenv("PDPB_X", address)
        return env.storage("PDPB_X")

    for path in ("/srv/drive", "file:///srv/drive"):
        assert read(path) == {
            "BACKEND": env.FOLDER,
            "OPTIONS": {"location": "/srv/drive"},
        }
    assert read("gdrive://Pemilih")["BACKEND"] == env.FSSPEC
    key = tmp_path / "key"
    key.write_text("dari-berkas\n")
    monkeypatch.setenv("PDPB_X_SECRET_KEY_FILE", str(key))
    options = read("s3://kotak/a/b?endpoint=http://s3:9000")["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("kotak", "a/b")
    assert options["endpoint_url"] == "http://s3:9000"
    assert (options["access_key"], options["secret_key"]) == (None, "dari-berkas")
    for bad in ("relatif/x", "s3:///tanpa", "s3://kotak?kunci=x"):
        with pytest.raises(env.BadSetting):
            read(bad)
