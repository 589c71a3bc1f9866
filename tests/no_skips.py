"""A run in which a test was skipped has failed: what did not run proves nothing.

A test that needs more than `make test` brings carries the mark `soak`, which `make
soak` runs; every other test runs on every machine. A skip says neither, whatever its
reason: in a test, in a module, by a missing package, or as an expected failure.
"""

from __future__ import annotations

from typing import Any

import pytest

_skipped: dict[str, str] = {}
"""The reason of each, by the name of the test or of the module."""


def _note(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped:
        where = report.longrepr
        why = where[2] if isinstance(where, tuple) else getattr(report, "wasxfail", "")
        _skipped[report.nodeid] = why.removeprefix("Skipped: ")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Also in the first process of xdist: it hears of each test of the others."""
    _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Also there: it hears of each module that was not collected."""
    _note(report)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skipped and session.exitstatus in {
        *(pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED),
    }:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for name, why in sorted(_skipped.items()):
        line = f"Tes dilewati (test skipped): {name}: {why}"
        terminalreporter.write_line(line, red=True)
