"""Which elements of a change can be taken alone (ADR 0052)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from voters.rules import nik as nik_rules

DROPPED = "_dropped"
"""Key in `new` of a proposal that keeps the elements a partial acceptance refused."""
PLACE = ("kelurahan", "rw", "rt", "tps")
"""RT, RW and TPS are numbered inside a kelurahan."""
NUMBER = ("nik", "birth_date", "sex")
"""The NIK's digits tell birth date and sex."""


def tied(
    old: Mapping[str, Any], new: Mapping[str, Any], chosen: Collection[str]
) -> tuple[str, ...]:
    """Elements that cannot be apart in this choice; () when it may stand.

    old: the voter's elements as they are; new: everything proposed; chosen: the names
    that are taken. RT, RW and TPS stay with a new kelurahan, an RT with a new RW. NIK,
    birth date and sex stay together where the NIK would agree with them if all were
    taken and does not with the choice.
    """
    places = [name for name in PLACE if name in new]
    if "kelurahan" in new and _is_split(places, chosen):
        return tuple(places)
    local = [name for name in places if name in ("rw", "rt")]
    if len(local) > 1 and _is_split(local, chosen):
        return tuple(local)
    numbers = [name for name in NUMBER if name in new]
    if _is_split(numbers, chosen):
        whole = {**old, **new}
        taken = {**old, **{name: new[name] for name in numbers if name in chosen}}
        if _contradictions(taken) - _contradictions(whole):
            return tuple(numbers)
    return ()


def _is_split(names: Collection[str], chosen: Collection[str]) -> bool:
    taken = [name for name in names if name in chosen]
    return 0 < len(taken) < len(names)


def _contradictions(person: Mapping[str, Any]) -> set[str]:
    """What the NIK's digits deny; a broken NIK or date denies nothing."""
    nik = str(person.get("nik") or "")
    try:
        born = date.fromisoformat(str(person.get("birth_date")))
    except ValueError:
        return set()
    if nik_rules.problem(nik):
        return set()
    found = nik_rules.warnings(nik, born, str(person.get("sex")), nik[:4])
    return {code for code in found if code != "NIK_PREFIX"}
