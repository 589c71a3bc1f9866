"""Which tests run without being measured, because nothing would be learnt from it.

Measuring doubles the work of Python 3.11. What these places run, others run too, line
by line and branch by branch, all but some hundred and fifty of 76,000 ways from a line
to the next; none of those is in rules/. To see it again: `pytest --cov
--cov-context=test` and the table `arc` of the data file. A place whose tests alone run
something does not belong here.
"""

from __future__ import annotations

import pytest

ELSEWHERE = frozenset(
    {
        *("tests/fieldwork/test_namesake.py", "tests/kpu_portal/test_due.py"),
        *("tests/kpu_portal/test_ended_regions.py", "tests/kpu_portal/test_home.py"),
        "tests/kpu_portal/test_english_pages.py",
        *("tests/kpu_portal/test_each_wall_alone.py", "tests/audit/test_reads.py"),
        *("tests/kpu_portal/test_foreign_ids.py", "tests/jobs/test_whose.py"),
        *("tests/kpu_portal/test_bench_lists.py", "tests/accounts/test_alternating.py"),
        *("tests/kpu_portal/test_home_trend.py", "tests/kpu_portal/test_lists.py"),
        *("tests/kpu_portal/test_load_roll.py", "tests/plenos/test_documents.py"),
        *("tests/plenos/test_nihil.py", "tests/plenos/test_region_kinds.py"),
        *("tests/plenos/test_special_sites.py", "tests/reconciliation/test_moved.py"),
        *("tests/reconciliation/test_refusals.py", "tests/plenos/test_recap_lists.py"),
        *("tests/reconciliation/test_pairs_of_rows.py", "tests/files/test_roles.py"),
        "tests/plenos/test_region_pairs.py",
    }
)
"""Places of many requests, papers or searches."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.split("::", 1)[0] in ELSEWHERE:
            item.add_marker(pytest.mark.no_cover)
