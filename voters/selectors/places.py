"""Names of kecamatan and kelurahan by code."""

from django.utils.translation import gettext as _

from regions.models import Region


def village_names(regency: str) -> dict[str, str]:
    """Name of every kelurahan of a regency, by code, also of one that has ended."""
    rows = Region.objects.within(regency).filter(level=10)
    return dict(rows.values_list("code", "name"))


def villages_now(regency: str) -> dict[str, str]:
    """Name of every kelurahan that stands, by code: what new work chooses from."""
    return dict(Region.objects.villages(regency).values_list("code", "name"))


def past_places(regency: str) -> tuple[dict[str, str], dict[str, str]]:
    """Kecamatan and kelurahan as a list of the past is cut by: those that stand first,
    then those that have ended, with their last day.
    """
    districts, villages, _names = past_and_names(regency)
    return districts, villages


def past_and_names(
    regency: str,
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """`past_places`, and the `village_names` of the same query."""
    words: tuple[dict[str, str], dict[str, str]] = ({}, {})
    names: dict[str, str] = {}
    rows = Region.objects.within(regency).filter(level__in=(6, 10))
    told = rows.order_by("code").values_list("code", "name", "level", "valid_to")
    for code, name, level, ended in sorted(told, key=lambda row: row[3] is not None):
        if level == 10:
            names[code] = name
        if ended is not None:
            name = _("%(name)s (sampai %(day)s)") % {
                "name": name,
                "day": f"{ended:%d-%m-%Y}",
            }
        words[level == 10][code] = name
    return *words, names


def place_names(regency: str) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the kecamatan and of the kelurahan that stand, in one query."""
    districts: dict[str, str] = {}
    villages: dict[str, str] = {}
    rows = Region.objects.within(regency).filter(level__in=(6, 10)).valid()
    for code, name, level in rows.values_list("code", "name", "level"):
        (districts if level == 6 else villages)[code] = name
    return districts, villages
