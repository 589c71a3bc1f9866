"""Names of kecamatan and kelurahan by code."""

from regions.models import Region


def village_names(regency: str) -> dict[str, str]:
    """Name of every kelurahan of a regency, by code, also of one that has ended."""
    rows = Region.objects.within(regency).filter(level=10)
    return dict(rows.values_list("code", "name"))


def place_names(regency: str) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the kecamatan and of the kelurahan that stand, in one query."""
    districts: dict[str, str] = {}
    villages: dict[str, str] = {}
    rows = Region.objects.within(regency).filter(level__in=(6, 10)).valid()
    for code, name, level in rows.values_list("code", "name", "level"):
        (districts if level == 6 else villages)[code] = name
    return districts, villages
