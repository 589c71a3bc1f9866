"""A second regency of the same province, with people of the first one planted in it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection

from jobs.services import run_here
from periods.models import Period
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.migration_sql import COLUMNS
from voters.models import ExchangeSide
from voters.rules import exchange as rules

SECRET = "kunci-uji-provinsi-32-0123456789abcdef"
KEY = rules.key_of(SECRET)
HERE, THERE = "3272", "3202"
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "KK 1"}
KINDS = (
    *("number", "person", "both", "other sex", "other day"),
    *("number1", "number2", "person1", "both1", "both2", "both3", "both4", "both5"),
    *("both6", "both7", "both8", "both9"),
)
"""What two records share; each test that answers takes one of its own."""
_ROW = "id, nik, name, to_char(birth_date, 'YYYYMMDD'), sex, public_id::text"


def settle() -> None:
    """3202 with the people of 3101, and the offices' accounts of 3101 in it."""
    with as_worker():
        services.enrol(THERE)
        period = Period.objects.open(HERE).get()
        period.pk, period.regency_code = None, THERE
        period.save(force_insert=True)
        names = ", ".join(COLUMNS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE landing.neighbours AS SELECT {names} FROM voter "
                "WHERE regency_code = '3101' AND status = 'ACTIVE'"
            )
            cursor.execute(
                "UPDATE landing.neighbours SET kelurahan = '3202' || "
                "substr(kelurahan, 5)"
            )
        services.load_opening(
            actor=None, regency=THERE, period=period, table="neighbours"
        )
    admin_sql(
        "UPDATE accounts_user SET scope_code = '3202' "
        "WHERE scope_code = '3101' RETURNING 1"
    )


def people(regency: str) -> list[tuple[Any, ...]]:
    """Everybody who counts, as the administrator knows them."""
    return admin_sql(
        f"SELECT {_ROW} FROM voter WHERE regency_code = %s "
        "AND status IN ('ACTIVE', 'HELD') ORDER BY id",
        [regency],
    )


def plant() -> dict[str, tuple[int, int]]:
    """Let people of 3202 be people of 3272: what they share, to their numbers.

    Beside them two who share nearly as much: the other sex, another birthday.
    """
    ours, theirs = people(HERE), people(THERE)
    planted = {}
    for at, name_of in enumerate(KINDS):
        mine, other = ours[at * 7], theirs[at * 5]
        kind = name_of.rstrip("0123456789")
        name = mine[2].replace("MUHAMMAD", "MOH.") if kind == "person" else mine[2]
        facts = {
            "nik": mine[1] if kind in ("number", "both") else other[1],
            "name": other[2] if kind == "number" else name,
            "born": other[3] if kind == "number" else mine[3],
            "sex": {"number": other[4], "other sex": "LP".replace(mine[4], "")}.get(
                kind, mine[4]
            ),
            "id": other[0],
        }
        if kind == "other day":
            facts["born"] = "19000203"
        admin_sql(
            "UPDATE voter SET nik = %(nik)s, name = %(name)s, sex = %(sex)s, "
            "birth_date = to_date(%(born)s, 'YYYYMMDD') "
            "WHERE regency_code = '3202' AND id = %(id)s RETURNING 1",
            facts,
        )
        planted[name_of] = (mine[0], other[0])
    return planted


def truth() -> dict[tuple[int, int], tuple[bool, bool]]:
    """Who shares what, by the rules in Python: (here, there) to (NIK, person)."""
    found: dict[tuple[int, int], list[bool]] = defaultdict(lambda: [False, False])
    ours, theirs = people(HERE), people(THERE)
    for at, hashed in enumerate((_number, _person)):
        known = defaultdict(list)
        for row in ours:
            known[hashed(row)].append(row[0])
        for row in theirs:
            for number in known.get(hashed(row), ()):
                found[number, row[0]][at] = True
    return {pair: (said[0], said[1]) for pair, said in found.items()}


def _number(row: tuple[Any, ...]) -> Any:
    return rules.number_hash(KEY, row[1])


def _person(row: tuple[Any, ...]) -> Any:
    return rules.person_hash(KEY, row[2], row[3], row[4])


def work(regency: str, kind: str = "exchange", **params: Any) -> dict[str, Any]:
    """Run the job as the worker; its result."""
    with as_worker():
        job = run_here(actor=None, kind=kind, regency=regency, params=params)
    result: dict[str, Any] = job.result
    return result


def compare() -> None:
    """Both offices hash and compare."""
    for regency in (HERE, THERE):
        work(regency)


def sides(regency: str) -> list[tuple[Any, ...]]:
    """voter_id, other's voter, NIK, person, answer, other_answer, gone, public_id."""
    return admin_sql(
        "SELECT s.voter_id, r.voter_id, s.same_number, s.same_person, s.answer, "
        "s.other_answer, s.gone, s.public_id::text FROM exchange_side s "
        "LEFT JOIN exchange_ref r ON r.ref = s.other_ref "
        "WHERE s.regency_code = %s ORDER BY s.id",
        [regency],
    )


def key_of(regency: str, voter: int) -> str:
    """Public id of the side about a voter."""
    return str(next(row[7] for row in sides(regency) if row[0] == voter))


def side(user: Any, regency: str, voter: int) -> ExchangeSide:
    """The side as its office sees it."""
    with desk.desk(user):
        return ExchangeSide.objects.of(regency).get(voter_id=voter)


def answer(user: Any, regency: str, voter: int, said: str, **more: Any) -> Any:
    """Answer about a voter as this user."""
    key = key_of(regency, voter)
    with desk.desk(user):
        return services.answer_side(
            actor=user,
            regency=regency,
            public_id=key,
            answer=said,
            **{**PAPER, "note": "uji", **more},
        )


def withdraw(user: Any, regency: str, voter: int) -> Any:
    """Take the answer about a voter back."""
    key = key_of(regency, voter)
    with desk.desk(user):
        return services.withdraw_answer(actor=user, regency=regency, public_id=key)
