"""A proposal names a voter of its regency: asked by triggers, once a statement."""

from __future__ import annotations

import psycopg2
import pytest

from tests.roles import admin_sql, login_sql

INSERT = """
INSERT INTO change_proposal (regency_code, period_id, kind, nik, voter_id)
SELECT '3272', 1, 'UBAH', nik, {voter} FROM voter ORDER BY id LIMIT 3
"""


@pytest.mark.parametrize("role", ["worker", "owner"])
def test_no_proposal_for_a_voter_who_is_not_there(stocked: str, role: str) -> None:
    login_sql(role, INSERT.format(voter="id"))
    with pytest.raises(psycopg2.errors.ForeignKeyViolation):
        login_sql(role, INSERT.format(voter="id + 100000000").replace("UBAH", "TAHAN"))
    login_sql(role, INSERT.format(voter="NULL").replace("UBAH", "BARU"))
    with pytest.raises(psycopg2.errors.ForeignKeyViolation):
        login_sql(role, "UPDATE change_proposal SET voter_id = -1")
    login_sql(role, "UPDATE change_proposal SET voter_id = NULL, note = 'x'")
    assert admin_sql("SELECT count(*) FROM change_proposal") == [(6,)]


def test_numbers_for_the_outside_are_of_version_seven(stocked: str) -> None:
    made = admin_sql("SELECT uuid7()::text FROM generate_series(1, 200)")
    assert len({*made}) == 200
    assert {(one[14], one[19] in "89ab") for (one,) in made} == {("7", True)}
