"""What every page's frame shows: office, period, navigation, running jobs."""

from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.access import EXPORTERS
from accounts.models import Role, User
from jobs import bell
from periods.models import Period
from periods.selectors import recent
from regions.models import Region
from voters.selectors import waiting_count
from voters.services.key_choice import IN_SESSION

REGENCY = 4
Entry = tuple[str, str, str, list[str], int]
"""Of the rail: icon, label, URL name, its arguments, how many wait."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html for whoever is signed in; empty for a visitor.

    Asked for once a request: a template drawn inside another one (a table, a
    fragment) runs the context processors anew, and the frame is the same.
    """
    drawn: dict[str, Any] | None = getattr(request, "pd_frame", None)
    if drawn is None:
        drawn = _frame(request)
        request.pd_frame = drawn  # type: ignore[attr-defined]
    return drawn


def _frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or connection.needs_rollback:
        return {}
    common: dict[str, Any] = {
        "downloads_url": downloads_of(user),
        "role_label": _(user.get_role_display()),
        "office": office_of(user),
        "account_url": link("mfa_index"),
        "keys_off": request.session.get(IN_SESSION, False),
    }
    if user.is_office:
        return {**common, **_office_frame(request, user)}
    nav = _outside_nav(request, user)
    return {**common, **_own_jobs(user), "nav": nav}


def _own_jobs(user: User) -> dict[str, Any]:
    """The bell of who takes files away; elsewhere outside an office nobody has jobs."""
    if user.role not in EXPORTERS:
        return {}
    return {"jobs_unread": bell.unread(user), "bell_url": link("own-bell")}


def downloads_of(user: User) -> str:
    """Where "Unduhan saya" stands for an account; "" for who takes no list away."""
    if user.role not in EXPORTERS:
        return ""
    if user.regency_code:
        return link("downloads:list", user.regency_code)
    return link("province-downloads", user.scope_code)


def _office_frame(request: HttpRequest, user: User) -> dict[str, Any]:
    regency = user.regency_code
    periods = recent(request, regency)
    current = next((period for period in periods if period.is_open), None)
    shown = request.resolver_match.kwargs if request.resolver_match else {}
    chosen = shown.get("period") or (current.code if current else "")
    return {
        "office_code": regency,
        "shown_period": next((p.title for p in periods if p.code == chosen), None),
        "periods": [
            {
                "url": link("plenos:recap", regency, period.code),
                "label": _period_label(period),
                "current": period.code == chosen,
            }
            for period in periods
        ],
        **_of_jobs(user, regency),
        "nav": _office_nav(request, user),
    }


def _of_jobs(user: User, regency: str) -> dict[str, Any]:
    """How many jobs run and how many own ones ended unseen: one query for both."""
    found = bell.counts(user, regency)
    return {
        "jobs_running": found.running,
        "jobs_unread": found.unread,
        "bell_url": link("jobs:bell", regency),
    }


def _office_nav(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    regency = user.regency_code
    waiting, more = waiting_count(user)
    accounts: list[tuple[str, str, str, list[str], int]] = [
        ("lock", _("Akun"), "accounts:list", [], 0),
        ("pencil", _("Setelan"), "settings:list", [], 0),
    ]
    nav = _marked(
        request,
        [
            ("home", _("Beranda"), "regency-home", [regency], 0),
            ("users", _("Pemilih"), "voters:list", [regency], 0),
            ("inbox", _("Kiriman"), "reconciliation:list", [regency], 0),
            ("list-check", _("Tinjauan"), "voters:review", [regency], waiting),
            ("map-pin", _("Pos"), "posts:list", [regency], 0),
            ("map-pin", _("Coklit"), "fieldwork:list", [regency], 0),
            ("list-check", _("Bansos"), "fieldwork:aid", [regency], 0),
            ("bank", _("Pleno"), "plenos:index", [regency], 0),
            ("eye", _("Saran"), ADVICE, [regency], 0),
            ("building", _("Mitra"), "partners:list", [regency], 0),
            ("refresh", _("Pekerjaan"), "jobs:list", [regency], 0),
            ("history", _("Jejak"), "audit:list", [regency], 0),
            *(accounts if user.role == Role.CHAIR else []),
        ],
    )
    return [_short(item) if more and item["count"] else item for item in nav]


def _short(item: dict[str, Any]) -> dict[str, Any]:
    """A count that goes on, in thousands where it has some: the rail is narrow."""
    return {**item, "more": True, "thousands": item["count"] // 1000}


def _outside_nav(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    return _marked(request, outside_pages(request, user))


def outside_pages(request: HttpRequest, user: User) -> list[Entry]:
    """The rail of everybody who works in no office; each role has its own pages."""
    code, regency = user.scope_code, user.regency_code
    if user.role == Role.PROVINCE:
        return [
            ("map", _("Provinsi"), "province", [code], 0),
            ("scale", _("Banding"), "province-compare", [code], 0),
            ("copy", _("Ganda"), "province-duplicates", [code], 0),
            ("arrows-exchange", _("Pindah"), "province-handovers", [code], 0),
        ]
    if user.role == Role.SUPERVISOR:
        return _supervisor_pages(request, code)
    if user.role == Role.POST:
        return [
            ("search", _("Pos"), "voters:post", [regency], 0),
            ("user-plus", _("Baru"), "voters:post_newcomer", [regency], 0),
            ("message", _("Kabar"), "posts:bulletins", [regency], 0),
            ("calendar", _("Kegiatan"), OUTREACH, [regency], 0),
            ("map-pin", _("Coklit"), "fieldwork:tasks", [regency], 0),
            ("table", _("TPS"), STATIONS, [regency], 0),
        ]
    if user.role == Role.VILLAGE:
        return [
            ("bank", _("Kelurahan"), "plenos:village", [regency], 0),
            ("table", _("TPS"), STATIONS, [regency], 0),
            ("map-pin", _("Coklit"), "fieldwork:tasks", [regency], 0),
            ("list-check", _("Bansos"), "fieldwork:aid", [regency], 0),
        ]
    if user.role == Role.NEIGHBOURHOOD:
        return [
            ("users", _("Warga"), "voters:residents", [regency], 0),
            ("list-check", _("Bansos"), "fieldwork:aid", [regency], 0),
        ]
    entries: list[Entry] = [("home", _("Beranda"), "home", [], 0)]
    if user.role == Role.ADMIN:
        entries += [
            ("users", _("Akun"), "accounts:list", [], 0),
            ("table", _("Kode"), "codes:list", [], 0),
            ("pencil", _("Setelan"), "settings:list", [], 0),
        ]
    return entries


def _supervisor_pages(request: HttpRequest, code: str) -> list[Entry]:
    """Bawaslu of a province chooses a regency first, then has the same pages."""
    shown = request.resolver_match.kwargs if request.resolver_match else {}
    regency = code if len(code) == REGENCY else shown.get("regency", "")
    pages: list[Entry] = []
    if len(code) < REGENCY:
        pages.append(("map", _("Kab/kota"), "province-supervisor", [code], 0))
    if regency:
        pages += [
            ("bank", _("Rekap"), "plenos:supervisor", [regency], 0),
            ("list", _("Daftar"), "plenos:supervisor_list", [regency], 0),
            ("table", _("TPS"), STATIONS, [regency], 0),
            ("list-check", _("Sampel"), "plenos:sample", [regency], 0),
            ("eye", _("Saran"), ADVICE, [regency], 0),
            ("map-pin", _("Coklit"), "fieldwork:list", [regency], 0),
            ("history", _("Jejak"), "plenos:supervisor_ledger", [regency], 0),
        ]
    return pages


def _marked(request: HttpRequest, entries: list[Entry]) -> list[dict[str, Any]]:
    """Entries of the rail that have a page, the one of this room marked as current."""
    match = request.resolver_match
    here = match.view_name if match else ""
    nav = []
    for icon, label, name, arguments, count in entries:
        url = link(name, *arguments)
        if url:
            nav.append(
                {
                    "url": url,
                    "icon": icon,
                    "label": label,
                    "count": count,
                    "current": _is_here(name, here),
                }
            )
    return nav


ALONE = frozenset(
    {
        *("plenos:supervisor_list", "plenos:sample", "plenos:supervisor_ledger"),
        "voters:post_newcomer",
    }
)
"""Pages with an entry of their own: they mark no other, and no other marks them."""
ADVICE = "plenos:advices"
OUTREACH = "posts:events"
STATIONS = "voters:tps"
REGION_PAGES = "voters:region"
AID = "fieldwork:aid"
OUTREACH_PAGES = ("posts:event", "posts:turning")
REVIEWING = (
    *("voters:review", "voters:proposal", "voters:propose", "voters:bulk"),
    *("voters:left", "voters:held", "voters:handover"),
)


def _is_here(name: str, here: str) -> bool:
    if name == "voters:review":
        return here.startswith(REVIEWING)
    if name == "voters:list" and here.startswith(REVIEWING):
        return False
    if name == ADVICE or here.startswith("plenos:advice"):
        return name == ADVICE and here.startswith("plenos:advice")
    if name == OUTREACH or (
        name == "posts:bulletins" and here.startswith(OUTREACH_PAGES)
    ):
        return name == OUTREACH and here.startswith(OUTREACH_PAGES)
    if name == AID or (name.startswith("fieldwork:") and here.startswith(AID)):
        return name == AID and here.startswith(AID)
    if name == STATIONS or here.startswith(STATIONS):
        return here.startswith(STATIONS) and name in (STATIONS, "voters:list")
    if here.startswith(REGION_PAGES):
        return name == "voters:list"
    if name in ALONE or here in ALONE:
        return here == name
    room = name.split(":")[0]
    return here == name or (":" in name and here.startswith(f"{room}:"))


def link(name: str, *arguments: object) -> str:
    """URL of a page, or "" while no room offers it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def office_of(user: User) -> str:
    """Where an account works, in words: "KPU Kota Sukabumi"."""
    names = {"SUPERVISOR": _("Bawaslu"), "ADMIN": _("PDPB")}
    institution = names.get(user.role, _("KPU"))
    if not user.scope_code:
        return institution
    code = user.scope_code[:4]
    region = Region.objects.filter(code=code).values_list("name", flat=True).first()
    return f"{institution} {region or code}"


def _period_label(period: Period) -> str:
    state = _("terbuka") if period.is_open else _("ditutup")
    if period.state == "SUSPENDED":
        state = _("menunggu")
    return f"{period.title} ({state})"
