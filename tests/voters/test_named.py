"""Whom rows of a foreign file name: the ledger's half of previews and refused rows."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from accounts.scope import scoped_as
from audit.services import Persons
from tests.roles import admin_sql
from tests.voters import desk
from voters.models import Voter
from voters.selectors.named import CHUNK, named_in, noting


def test_a_whole_nik_in_any_cell_names_its_voter(
    shared_stocked: str, cast: Any
) -> None:
    rows = admin_sql(
        "SELECT nik, public_id FROM voter WHERE regency_code = '3272' ORDER BY id"
        " LIMIT 3"
    )
    (plain, first), (dotted, second), (cut, _third) = rows
    spaced = f"{dotted[:6]} {dotted[6:12]}.{dotted[12:]}"
    told = [["x", plain], [spaced, ""], [cut[:15], None], [f"{cut}1", "ABC"], []]
    with transaction.atomic(), scoped_as(cast.operator_a):
        assert set(named_in("3272", told)) == {first, second}
        assert named_in("3101", told) == []
        assert named_in("3272", [["", "tanpa NIK"]]) == []


def test_a_nik_is_found_in_every_state_and_by_its_indexes(
    shared_stocked: str, cast: Any
) -> None:
    """The indexes of NIK are each of some states; both are asked."""
    admin_sql("ANALYZE voter")  # the planner may not have seen anybody on the roll yet
    here, held, gone = desk.voters(cast.operator_a, 3)
    for one, status in ((held, "HELD"), (gone, "INELIGIBLE")):
        admin_sql(
            "UPDATE voter SET status = %s, status_reason = 'RAGU' WHERE id = %s",
            [status, one.pk],
        )
    with desk.desk(cast.operator_a), connection.cursor() as cursor:
        rows = Voter.objects.of("3272")
        found = rows.numbered(one.nik for one in (here, held, gone))
        assert {one.pk for one in found} == {here.pk, held.pk, gone.pk}
        assert not rows.numbered([]).exists()
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = found.explain()
    assert plan.count("Index Scan on voter_3272_regency_code_nik_idx") == 2, plan
    for one in (held, gone):
        admin_sql(
            "UPDATE voter SET status = 'ACTIVE', status_reason = '' WHERE id = %s",
            [one.pk],
        )


def test_a_long_file_is_handed_on_whole(shared_stocked: str, cast: Any) -> None:
    """Its people are noted piece by piece, and every row comes out as it went in."""
    rows = admin_sql("SELECT nik, name FROM voter WHERE regency_code = '3272'")
    assert len(rows) > CHUNK
    persons = Persons()
    with transaction.atomic(), scoped_as(cast.operator_a):
        assert list(noting("3272", rows, persons)) == rows
    assert len(persons) == len(rows)
