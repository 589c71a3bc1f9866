"""One office for a whole module; every test begins without batches and proposals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from files.parsing.look import look
from files.parsing.read import read
from files.parsing.refusal import Refused
from files.readers import child
from files.readers.errors import refusal
from tests.roles import admin_sql


@pytest.fixture
def office(shared_stocked: str) -> str:
    """`shared_stocked` as it was: what a test before left behind is gone."""
    admin_sql(
        "TRUNCATE fieldwork_spotcheck, fieldwork_visit, fieldwork_task, "
        "fieldwork_batch, evidence, change_proposal, duplicate_pair, exchange_side"
    )
    admin_sql(
        "UPDATE voter SET status = 'ACTIVE', status_reason = '' "
        "WHERE regency_code = '3272' AND status <> 'ACTIVE' AND id IN (SELECT id FROM "
        "voter WHERE regency_code = '3272' ORDER BY id LIMIT 40)"
    )
    return shared_stocked


@pytest.fixture
def aid_office(office: str) -> str:
    """`office` without programmes, lists and recipients."""
    admin_sql(
        "TRUNCATE aid_decision, aid_mapping, aid_check, aid_row_issue, aid_recipient, "
        "aid_list, aid_programme"
    )
    return office


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read by the child's own code in this process, not in a child.

    A child takes a second on a busy machine, and each import starts two. That a child
    is what reads is proved in tests/files and by the imports of test_aid_import.
    """

    def looked(_command: str, path: Path, _limits: Any = None, **given: Any) -> Any:
        try:
            most = settings.POLICY.unpacked_max_bytes
            return json.loads(json.dumps(look(path, most, given.get("rows", 40))))
        except Refused as refused:
            raise refusal(refused.code) from None

    def frames(path: Path, _limits: Any, **given: Any) -> Iterator[Any]:
        kind, parts, rows = given["kind"], given["parts"], given["rows"]
        for chunk in read(path, kind, parts, rows, plain=given["plain"]):
            aside = {"ragged": chunk.ragged, "totals": chunk.totals}
            yield {"bytes": len(chunk.data), "rows": chunk.rows, **aside}, chunk.data

    monkeypatch.setattr(child, "run", looked)
    monkeypatch.setattr(child, "read", frames)
