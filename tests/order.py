"""Which process of a run gets which tests, and in which order.

A module stays in one process: what it sets up, it sets up once. The browser's modules
share one running portal, so they stay together. What takes long begins first, else
one process works alone at the end.
"""

from __future__ import annotations

from typing import Any

import pytest

try:
    from xdist.scheduler import LoadScopeScheduling
except ImportError:  # a run of one process needs no xdist
    LoadScopeScheduling = None

BROWSER = "tests/browser/"
LONG = (
    BROWSER,
    # These two need no template, and the first process is busy with making them.
    "tests/launcher/test_demo.py",
    "tests/hostile/test_hostile.py",
    "tests/reconciliation/test_killed.py",
    "tests/reconciliation/test_outcomes.py",
    "tests/jobs/test_killed.py",
    "tests/faults/test_frozen.py",
    "tests/faults/test_broker.py",
    "tests/audit/test_canary.py",
    "tests/kpu_portal/test_upgrade.py",
    "tests/kpu_portal/test_seed_demo.py",
    "tests/kpu_portal/test_url_matrix.py",
    "tests/kpu_portal/test_picking.py",
    "tests/kpu_portal/test_each_wall_alone.py",
    "tests/kpu_portal/test_foreign_ids.py",
    "tests/audit/test_reads.py",
    "tests/jobs/test_whose.py",
    "tests/files/test_lines.py",
    "tests/files/test_readers_files.py",
    "tests/accounts/test_scope_token.py",
    "tests/accounts/test_alternating.py",
    # A few tests of many seconds, which the number of tests would put last.
    "tests/plenos/test_documents.py",
    "tests/plenos/test_region_accounts.py",
    "tests/kpu_portal/test_english_pages.py",
    "tests/audit/test_verify_ledger.py",
    "tests/voters/test_handover_killed.py",
    "tests/voters/test_stations_killed.py",
    "tests/reconciliation/test_moved.py",
    "tests/reconciliation/test_eligibility.py",
    "tests/plenos/test_region_kinds.py",
    "tests/kpu_portal/test_onboarding.py",
    "tests/kpu_portal/test_start.py",
    "tests/kpu_portal/test_scripts.py",
    "tests/kpu_portal/test_warm.py",
    "tests/voters/test_review_script.py",
    "tests/plenos/test_nihil.py",
    "tests/fieldwork/test_papers.py",
)
"""Places in the order in which they begin; all others follow, the fullest first."""


def place(nodeid: str) -> str:
    """The tests of one place run in one process, one after another."""
    module = nodeid.split("::", 1)[0]
    return BROWSER if module.startswith(BROWSER) else module


if LoadScopeScheduling is not None:

    class Places(LoadScopeScheduling):
        """`--dist loadscope` by place, in the order of `in_order`."""

        def __init__(self, config: pytest.Config, log: Any = None) -> None:
            super().__init__(config, log)
            config.option.loadscopereorder = False

        def _split_scope(self, nodeid: str) -> str:
            return place(nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
        """Also for --dist loadgroup, whose marks this version of pytest leaves out."""
        if config.getvalue("dist") in {"loadscope", "loadgroup"}:
            return Places(config, log)
        return None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """In a run of several processes."""
    if hasattr(config, "workerinput"):
        in_order(items)


def in_order(items: list[pytest.Item]) -> None:
    """Sort the tests by place: the LONG ones first, the others by how many there are;
    within a place nothing moves."""
    counts: dict[str, int] = {}
    for item in items:
        counts[place(item.nodeid)] = counts.get(place(item.nodeid), 0) + 1
    rank = {name: at for at, name in enumerate(LONG)}

    def key(item: pytest.Item) -> tuple[int, int, str]:
        name = place(item.nodeid)
        return rank.get(name, len(LONG)), -counts[name], name

    items.sort(key=key)
