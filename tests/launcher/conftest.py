"""A data folder of its own for each test, and the embedded servers whatever the run's
own DATABASE_URL says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import services


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("DATABASE_URL", "REDIS_URL", "PDPB_HOME", "PDPB_PORT"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    yield folder
    services.stop(folder)
