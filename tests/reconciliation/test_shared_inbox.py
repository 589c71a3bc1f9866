"""The inbox is read by one path, whether it is a folder, a bucket or behind fsspec."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from files.shared import StoreError
from tests.reconciliation.test_inbox import GOOD, entries, look
from tests.roles import as_worker
from tests.stores import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_shared_folder_is_read_by_the_same_path(
    shared_stocked: str,
    shared_folder: Any,
    tmp_path: Path,
    settings: Any,
    monkeypatch: Any,
    kind: str,
) -> None:
    from reconciliation.models import Delivery
    from reconciliation.services import inbox

    settings.INBOX = kind
    settings.MEDIA_ROOT = str(tmp_path)
    shared = shared_folder(kind, "PDPB_INBOX")
    good, bad = "3272/dukcapil/a.csv", "3272/dukcapil/b.csv"
    # Of every kind other bytes: the same ones would be told as received before.
    content = GOOD.replace("SITI", f"SITI {kind.upper()}")
    before = {one: entries(one) for one in ("inbox.refuse", "inbox.unknown")}
    shared.write(good, content.encode())
    shared.write(bad, b"bukan kiriman\n")
    shared.write("3272/siapa/c.csv", b"x")
    shared.write("3272/lepas.csv", b"x")
    assert look(1) == 0
    # An outage forgets nothing: the next look goes on where the last one was.
    with monkeypatch.context() as away:
        away.setattr(type(shared), "entries", _away)
        assert look(1) == 0
    assert look(2) == 1
    assert "tidak diterima" in _read(shared, f"{bad}.CATATAN.txt")
    with as_worker():
        one = Delivery.objects.filter(received_by_name="kotak masuk").latest("id")
    assert (one.filename, one.sender, one.size) == ("a.csv", "dukcapil", len(content))
    # The folder siapa/, and the file that lies in no sender's folder.
    assert entries("inbox.refuse") == before["inbox.refuse"] + 1
    assert entries("inbox.unknown") == before["inbox.unknown"] + 2
    shared.write(bad, content.replace("SITI", "SITA").encode())
    assert look(3) == 1
    assert shared.digest(f"{bad}.CATATAN.txt") == "", "the note is taken back"
    assert [one["name"] for one in inbox.told("3272")] == ["lepas.csv", "siapa"]


def _away(self: Any, path: str) -> Any:
    raise StoreError("EndpointConnectionError")


def _read(shared: Any, name: str) -> str:
    copy = io.BytesIO()
    shared.copy_to(name, copy)
    return copy.read().decode()
