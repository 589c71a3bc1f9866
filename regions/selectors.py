"""Reads regions: names as they were on a day, changes of a regency."""

from datetime import date, datetime

from django.db.models import Q

from regions.models import Region, RegionChange, RegionChangeLine, RegionName
from regions.querysets import code_after
from regions.rules.change import Known

MOST_STEPS = 9
"""Changes one after the other that an old address is led through."""


def names_on(prefix: str, day: date | None = None) -> dict[str, str]:
    """Code -> name of a region and everything below it, as of a day (today's: None).

    Regions that have ended keep their names: an old figure still says its place.
    """
    names = dict(Region.objects.within(prefix).values_list("code", "name"))
    if day is None:
        return names
    valid = Q(valid_from=None) | Q(valid_from__lte=day)
    valid &= Q(valid_to=None) | Q(valid_to__gte=day)
    rows = RegionName.objects.filter(
        valid, region__gte=prefix, region__lt=code_after(prefix)
    )
    names.update(rows.order_by("id").values_list("region_id", "name"))
    return names


def known(regency: str) -> Known:
    """What the rule of a map must know of a regency."""
    rows = Region.objects.within(regency).values_list("code", "name", "valid_to")
    every = list(rows)
    return Known(
        regency,
        {code: name for code, name, ended in every if ended is None},
        frozenset(code for code, _name, ended in every if ended is not None),
    )


def changes_at(code: str) -> list[RegionChange]:
    """Applied changes that touched a kelurahan or kecamatan, newest first."""
    touched = Q(lines__old_code__startswith=code) | Q(lines__new_code__startswith=code)
    rows = RegionChange.objects.filter(touched, state=RegionChange.State.APPLIED)
    return list(rows.distinct().order_by("-effective_on", "-id"))


def changed_since(regency: str, length: int, moment: datetime) -> bool:
    """Whether a change applied after `moment` gave places of this length to others."""
    lines = RegionChangeLine.objects.filter(
        change__regency_code=regency,
        change__state=RegionChange.State.APPLIED,
        change__applied_at__gt=moment,
    ).exclude(change__kind=RegionChange.Kind.RENAME)
    pairs = lines.values_list("old_code", "new_code")
    return any(old[:length] != new[:length] for old, new in pairs)


def successor(code: str) -> str:
    """The kecamatan or kelurahan to which all of an ended one went; else itself.

    What has gone to several has none.
    """
    length, at = len(code), code
    for _step in range(MOST_STEPS):
        if not Region.objects.filter(code=at).exclude(valid_to=None).exists():
            return at
        lines = RegionChangeLine.objects.filter(
            change__state=RegionChange.State.APPLIED, old_code__startswith=at
        ).exclude(change__kind=RegionChange.Kind.RENAME)
        news = {new[:length] for new in lines.values_list("new_code", flat=True)}
        if len(news - {at}) != 1:
            return code
        [at] = news - {at}
    return code


def formerly(code: str) -> list[RegionName]:
    """Names that a region had and has, oldest first; none while it had one only."""
    return list(RegionName.objects.filter(region_id=code).order_by("id"))


def applied_changes(regency: str) -> list[int]:
    """Numbers of the changes that hold in a regency, the oldest first."""
    held = RegionChange.objects.filter(
        regency_code=regency, state=RegionChange.State.APPLIED
    )
    return list(held.order_by("applied_at", "pk").values_list("pk", flat=True))
