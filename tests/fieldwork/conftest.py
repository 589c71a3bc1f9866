"""One office for a whole module; every test begins without batches and proposals."""

from __future__ import annotations

import pytest

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
