"""Reads of the room that pages and other rooms ask for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partners.models import DataRequest, Institution, Reminder
from regions.models import Region


@dataclass(frozen=True)
class Invitee:
    """An institution that a plenary may invite."""

    name: str
    invited: bool


def invitees(regency: str) -> list[Invitee]:
    """Standing institutions of a regency, those usually invited first."""
    rows = Institution.objects.of(regency).standing().order_by("-invited", "name")
    return [Invitee(*one) for one in rows.values_list("name", "invited")]


def open_requests(regency: str) -> "QuerySet[DataRequest]":
    """Requests that wait for data, the first due above; with their institution."""
    rows = DataRequest.objects.of(regency).open().select_related("institution")
    return rows.order_by("due_on", "id")


def waiting_reminders(regency: str) -> "QuerySet[Reminder]":
    """What is due and nobody dealt with, the first day above."""
    rows = Reminder.objects.of(regency).waiting()
    return rows.select_related(
        "agreement__institution", "request__institution"
    ).order_by("due_on", "id")


def places(regency: str) -> list[tuple[str, Any]]:
    """Where an institution may work: province, regency, kecamatan, kelurahan."""
    above = Region.objects.filter(code__in=[regency[:2], regency]).order_by("-code")
    below = Region.objects.within(regency).filter(level__in=(6, 10)).valid()
    below = below.order_by("code")
    names = dict(above.values_list("code", "name"))
    groups: list[tuple[str, Any]] = [
        (code, names[code]) for code in (regency, regency[:2]) if code in names
    ]
    districts: dict[str, list[tuple[str, str]]] = {}
    for code, name, level in below.values_list("code", "name", "level"):
        kept = districts.setdefault(code[:6], [])
        kept.append((code, name if level == 10 else _("Kecamatan") + f" {name}"))
    groups += [(inside[0][1], inside) for inside in districts.values()]
    return groups
