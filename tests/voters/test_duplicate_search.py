"""The searches for duplicates: what is found, remembered, linked, and by whom seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.scope import scoped_as
from tests.roles import admin_sql, as_worker
from tests.voters import desk, pairs
from voters import services
from voters.models import DuplicatePair
from voters.selectors.duplicates import is_free

REGENCY = "3272"
COLUMNS = (
    "nkk, name, birth_place, birth_date, marital_status, sex, address, rt, rw, "
    "kelurahan, tps"
)


def planted() -> tuple[int, int]:
    """A voter who stands twice, the second time under another NIK and spelling."""
    ((old,),) = admin_sql(
        "SELECT id FROM voter v WHERE regency_code = '3272' AND status = 'ACTIVE' AND "
        "name LIKE '%% %%' AND kelurahan LIKE '327201%%' AND (SELECT count(*) FROM "
        "voter w WHERE w.name = v.name) = 1 ORDER BY id LIMIT 1"
    )
    ((new,),) = admin_sql(
        f"INSERT INTO voter (regency_code, nik, status, {COLUMNS}) SELECT "
        f"regency_code, '3299' || substr(nik, 5), 'ACTIVE', "
        f"{COLUMNS.replace('name', named)} "
        "FROM voter WHERE id = %s RETURNING id",
        [old],
    )
    return old, new


named = "'H. ' || name || ', S.PD'"


def search() -> dict[str, Any]:
    from jobs.services import run_here
    from periods.models import Period

    with as_worker():
        period = Period.objects.get(regency_code=REGENCY, code="2026-11")
        job = run_here(
            actor=None,
            kind="duplicates",
            regency=REGENCY,
            params={"period": period.pk},
        )
    return dict(job.result)


def states(pair: tuple[int, int]) -> list[tuple[str, str]]:
    return admin_sql(
        "SELECT state, tier FROM duplicate_pair WHERE voter_a = %s AND voter_b = %s",
        list(pair),
    )


def test_a_pair_is_found_with_reasons_and_an_answer_is_remembered(
    stocked: str, cast: Any
) -> None:
    pair = planted()
    before = admin_sql("SELECT id, row_version FROM voter ORDER BY id")
    admin_sql(
        "INSERT INTO name_sound (regency_code, spelt, sound) VALUES ('3272', 1, 1)"
    )
    assert search()["TOP"] >= 1
    # A spelling that nobody bears is forgotten, and no other one.
    heard = "SELECT count(*), min(abs(spelt)) > 1 FROM name_sound"
    ((names, gone),) = admin_sql(heard)
    assert names > 0 and gone
    assert states(pair) == [("OPEN", "TOP")]
    assert admin_sql("SELECT id, row_version FROM voter ORDER BY id") == before
    ((reasons, rules, cluster, score),) = admin_sql(
        "SELECT reasons, rules, cluster, score FROM duplicate_pair WHERE voter_a = %s "
        "AND voter_b = %s",
        list(pair),
    )
    assert {"name", "birth_date", "nkk"} <= {one["element"] for one in reasons}
    assert "DATE_NAME" in rules and cluster == pair[0]
    from voters.rules.duplicate_weights import BIAS

    assert BIAS + sum(one["weight"] for one in reasons) == score
    answer = "UPDATE duplicate_pair SET state = 'NOT_DUPLICATE' WHERE voter_a = %s"
    admin_sql(answer, [pair[0]])
    search()
    assert states(pair)[0][0] == "NOT_DUPLICATE"
    admin_sql("UPDATE voter SET tps = '009' WHERE id = %s", [pair[0]])
    search()
    assert states(pair)[0][0] == "NOT_DUPLICATE"  # no compared element
    admin_sql("UPDATE voter SET address = 'JALAN BARU NO 1' WHERE id = %s", [pair[0]])
    search()
    assert states(pair)[0][0] == "OPEN"
    admin_sql("UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL' "
              "WHERE id = %s", [pair[1]])  # fmt: skip
    search()
    assert states(pair)[0][0] == "STALE"


def test_who_was_struck_and_is_back_is_asked_about_again(
    stocked: str, cast: Any
) -> None:
    old, new = pair = planted()
    search()
    ((key,),) = admin_sql(
        "SELECT public_id::text FROM duplicate_pair "
        "WHERE voter_a = %s AND voter_b = %s",
        [old, new],
    )
    a, b = (desk.see_voter(cast.operator_a, one) for one in pair)
    with desk.desk(cast.operator_a):
        (made,) = services.keep(
            actor=cast.operator_a,
            regency=REGENCY,
            public_id=key,
            keeper=a.public_id,
            strike=[b.public_id],
            **pairs.PAPER,
        )
    desk.decide(cast.chair_a, services.accept, made)
    search()
    assert states(pair)[0][0] == "RESOLVED"  # accepted, and both count still
    desk.work("apply")
    search()
    assert states(pair)[0][0] == "RESOLVED"
    gone = desk.see_voter(cast.operator_a, new)
    back = desk.propose(cast.operator_a, "PEMULIHAN", gone, **pairs.PAPER)
    desk.decide(cast.operator_a, services.accept, back)
    desk.work("apply")
    search()
    asked = pairs.see(cast.operator_a, key)
    assert (asked.state, asked.proposal_id, asked.keep_voter) == ("OPEN", None, None)
    assert (asked.first_by_name, asked.decided_by_name, asked.decided_at) == (
        *("", ""), None)  # fmt: skip
    with desk.desk(cast.operator_a):
        assert is_free(asked)


@pytest.mark.parametrize("leaves", [False, True])
def test_who_changes_while_a_search_goes_on_is_kept_as_they_stand(
    stocked: str, monkeypatch: pytest.MonkeyPatch, leaves: bool
) -> None:
    """The page shows the record of today, so an answer is remembered for that one; who
    left the roll meanwhile is in no pair."""
    from voters.services.duplicates import Search

    pair = planted()
    find = Search.find
    change = "status = 'INELIGIBLE', status_reason = 'BATAL'"
    if not leaves:
        change = "address = 'JALAN BARU NO 1'"

    def meanwhile(self: Search, *given: Any) -> int:
        found = find(self, *given)
        admin_sql(f"UPDATE voter SET {change} WHERE id = %s", [pair[1]])
        return found

    monkeypatch.setattr(Search, "find", meanwhile)
    search()
    assert states(pair) == ([] if leaves else [("OPEN", "TOP")])
    monkeypatch.undo()
    admin_sql("UPDATE duplicate_pair SET state = 'NOT_DUPLICATE'")
    search()
    assert states(pair) == ([] if leaves else [("NOT_DUPLICATE", "TOP")])


def test_every_blocking_rule_brings_its_pair(stocked: str) -> None:
    """One person thrice: the same in everything compared, and day and month swapped."""
    old, new = planted()
    admin_sql(
        "UPDATE voter SET birth_date = '1980-03-05' WHERE id = ANY(%s)", [[old, new]]
    )
    ((swapped,),) = admin_sql(
        f"INSERT INTO voter (regency_code, nik, status, {COLUMNS}) SELECT "
        "regency_code, '3298' || substr(nik, 5), 'ACTIVE', "
        f"{COLUMNS.replace('birth_date', 'DATE %s')} FROM voter WHERE id = %s "
        "RETURNING id",
        ["1980-05-03", old],
    )
    search()

    def rules(a: int, b: int) -> set[str]:
        ((found,),) = admin_sql(
            "SELECT rules FROM duplicate_pair WHERE voter_a = %s AND voter_b = %s",
            [a, b],
        )
        return set(found)

    named = {"DATE_NAME", "NKK_DATE", "NKK_NAME", "NAME_YEAR", "NAME_DAY"}
    assert rules(old, new) == named | {"DATE_PLACE", "DATE_WORD", "DATE_LAST"}
    assert rules(old, swapped) == {"SWAP_NAME", "NKK_NAME", "NAME_YEAR"}


def test_a_pair_is_seen_by_those_who_see_both(stocked: str, cast: Any) -> None:
    pair = planted()
    admin_sql("UPDATE voter SET kelurahan = '3272021001' WHERE id = %s", [pair[1]])
    search()

    def seen(user: Any) -> tuple[int, int]:
        from django.db import transaction

        with transaction.atomic(), scoped_as(user):
            walls = DuplicatePair.objects.filter(voter_a=pair[0], voter_b=pair[1])
            asked = DuplicatePair.objects.in_scope_of(user).waiting()
            return walls.count(), asked.filter(voter_a=pair[0]).count()

    assert seen(cast.operator_a) == (1, 1)
    assert seen(cast.post) == (0, 0)
    assert seen(cast.operator_b) == (0, 0)


def test_rows_of_a_delivery_are_linked_without_a_usable_nik(
    stocked: str, tmp_path: Path
) -> None:
    from tests.reconciliation.conftest import reconcile

    ((voter, nik, name, born, place, sex, nkk, address, kelurahan),) = admin_sql(
        "SELECT id, nik, name, to_char(birth_date, 'DD-MM-YYYY'), birth_place, sex, "
        "nkk, address, kelurahan FROM voter WHERE regency_code = '3272' "
        "AND status = 'ACTIVE' AND name LIKE '%% %%' ORDER BY id LIMIT 1"
    )
    header = "NIK|NKK|NAMA|TEMPAT LAHIR|TANGGAL LAHIR|STATUS|JENIS KELAMIN|ALAMAT"
    rest = f"{nkk}|{name}|{place}|{born}|DATANG|{sex}|{address}"
    lines = [
        f"{header}|KODE KELURAHAN",
        f"{nik[:9]}|{rest}|{kelurahan}",
        f"{nik[:4]}99{nik[6:]}|{rest}|{kelurahan}",
    ]
    path = tmp_path / "kiriman.csv"
    path.write_text("\n".join(lines) + "\n")
    with as_worker():
        delivery = reconcile(path, "EVENTS")
    found = admin_sql(
        "SELECT origin, voter_a, line_no, state FROM duplicate_pair WHERE "
        "delivery_id = %s AND (voter_a = %s OR voter_a IS NULL) "
        "ORDER BY origin, line_no",
        [delivery.pk, voter],
    )
    # The ruined number beside the voter, the sound one too, and both rows of the file.
    origins = {origin for origin, *_ in found}
    assert origins == {"LINK", "BOTH", "FILE"}, (found, delivery.details)
    assert all(state == "OPEN" for *_, state in found)
    assert delivery.details["duplicates"] >= len(found)
    assert not admin_sql("SELECT 1 FROM pg_tables WHERE schemaname = 'landing'")


@pytest.mark.parametrize("verb", ["INSERT INTO duplicate_pair DEFAULT VALUES",
                                  "SELECT 1 FROM name_sound",
                                  "UPDATE duplicate_pair SET score = 0",
                                  "DELETE FROM duplicate_pair"])  # fmt: skip
def test_web_decides_and_writes_nothing_else(stocked: str, verb: str) -> None:
    import psycopg2

    from tests.roles import login_sql

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("web", verb)
