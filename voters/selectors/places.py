"""Names of kecamatan and kelurahan by code."""

from regions.models import Region


def village_names(regency: str) -> dict[str, str]:
    """Name of every kelurahan of a regency, by code."""
    return dict(Region.objects.villages(regency).values_list("code", "name"))


def district_names(regency: str) -> dict[str, str]:
    """Name of every kecamatan of a regency, by code."""
    return dict(Region.objects.districts(regency).values_list("code", "name"))
