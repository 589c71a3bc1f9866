"""Pairs that may be one person, planted for the tests of their screens."""

from __future__ import annotations

from typing import Any

from psycopg2.extras import Json

from tests.roles import admin_sql
from tests.voters import desk
from voters.models import DuplicatePair, Voter

REASONS = [
    {"element": "name", "level": 1, "weight": 612},
    {"element": "birth_date", "level": 1, "weight": 280},
    {"element": "sex", "level": 2, "weight": -496},
]
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "KK 1"}


def plant(a: Voter, b: Voter, cluster: int = 0, **more: Any) -> str:
    """A waiting pair of two voters; its public id."""
    a, b = sorted((a, b), key=lambda one: one.pk)
    row = {
        "regency_code": a.regency_code,
        "period_id": desk.period().pk,
        "origin": "ROLL",
        "voter_a": a.pk,
        "version_a": a.row_version,
        "voter_b": b.pk,
        "version_b": b.row_version,
        "kelurahan_a": a.kelurahan,
        "kelurahan_b": b.kelurahan,
        "score": 396,
        "tier": "TOP",
        "reasons": Json(REASONS),
        "rules": ["DATE_NAME"],
        "rules_version": "uji",
        "cluster": cluster or a.pk,
        "print": "x" * 32,
        "state": "OPEN",
        "note": "",
        "first_by_name": "",
        "decided_by_name": "",
        **more,
    }
    names, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    ((key,),) = admin_sql(
        f"INSERT INTO duplicate_pair ({names}) VALUES ({marks}) RETURNING public_id",
        list(row.values()),
    )
    return str(key)


def chain(people: list[Voter]) -> list[str]:
    """Waiting pairs that link each to the next: one cluster."""
    first = min(one.pk for one in people)
    neighbours = zip(people, people[1:], strict=False)
    return [plant(a, b, first) for a, b in neighbours]


def see(user: Any, key: str) -> DuplicatePair:
    """The pair as it stands now."""
    with desk.desk(user):
        return DuplicatePair.objects.of(desk.REGENCY).get(public_id=key)


def elsewhere(voter: Voter, *, same_number: bool = True) -> int:
    """Plant a record of another regency that is like this voter; the own side's number.

    The other office keeps its record and has not answered.
    """
    ((other,),) = admin_sql(
        "INSERT INTO exchange_hash (ref, regency_code, key_id, number_hash, print, "
        "version, by_file) VALUES (gen_random_uuid(), '3202', 'k', '', '', 1, false) "
        "RETURNING ref"
    )
    ((number,),) = admin_sql(
        "INSERT INTO exchange_side (regency_code, ref, voter_id, kelurahan, "
        "other_regency, other_ref, remote, same_number, same_person, print, gone, "
        "answer, other_answer, note, answered_by_name) VALUES (%s, gen_random_uuid(), "
        "%s, %s, '3202', %s, false, %s, true, '', false, '', '', '', '') RETURNING id",
        [voter.regency_code, voter.pk, voter.kelurahan, other, same_number],
    )
    return int(number)
