"""One small run of each regency, shared by the tests of the generator."""

from __future__ import annotations

import pytest

from kpu_portal.demo.generator import generate

RUNS = {
    "sukabumi": {"regency": "3272", "voters": 600},
    "seribu": {"regency": "3101", "voters": 1_000, "seed": 4},
    "kpu_style": {"regency": "3272", "voters": 2_000, "style": "kpu-pipe"},
    "january": {"regency": "3202", "voters": 2_500, "period": "2027-01"},
}


@pytest.fixture(scope="session", params=sorted(RUNS))
def run(request, tmp_path_factory):
    out = tmp_path_factory.mktemp(request.param)
    return generate(out, **RUNS[request.param])


@pytest.fixture(scope="session")
def sukabumi(tmp_path_factory):
    return generate(tmp_path_factory.mktemp("one"), regency="3272", voters=600)
