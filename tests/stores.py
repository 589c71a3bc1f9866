"""The shared folder of a test: mounted, in a bucket of a real server, behind fsspec."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

KINDS = ("folder", "s3", "fsspec")
KEYS = {"ACCESS_KEY": "uji", "SECRET_KEY": "uji-rahasia"}


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Address of an S3-compatible server on a free port."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def no_lists_kept() -> None:
    """The store holds no base list, whatever an earlier module left to retention."""
    from django.core.files.storage import default_storage

    from kpu_portal.onboarding import FOLDER

    shutil.rmtree(default_storage.path(FOLDER), ignore_errors=True)


@pytest.fixture
def shared_folder(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> Callable[[str, str], Any]:
    """use(kind, variable): a fresh folder as that environment variable would name it.

    Gives a Shared over it, and makes it the storage of that variable's alias.
    """
    from django.core.files.storage import storages

    from files.shared import Shared
    from kpu_portal import env

    aliases = {"PDPB_INBOX": "incoming", "PDPB_OUTGOING": "outgoing"}

    def use(kind: str, variable: str) -> Shared:
        name = uuid.uuid4().hex
        address = str(tmp_path / name)
        if kind == "folder":
            Path(address).mkdir()
        elif kind == "s3":
            server = request.getfixturevalue("s3_server")
            address = f"s3://b{name}/pdpb?endpoint={server}&region=us-east-1"
            for key, value in KEYS.items():
                monkeypatch.setenv(f"{variable}_{key}", value)
        else:
            address = f"memory://{name}"
        monkeypatch.setenv(variable, address)
        entry = env.storage(variable)
        settings.STORAGES = {**settings.STORAGES, aliases[variable]: entry}
        store: Any = storages[aliases[variable]]
        if kind == "s3":
            store.connection.create_bucket(Bucket=f"b{name}")
        return Shared(store)

    return use
