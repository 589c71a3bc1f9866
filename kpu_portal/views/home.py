"""Home of an office, where each role starts, and the health of the portal."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from accounts.models import Role, User
from jobs.models import OPEN_STATES, Job
from kpu_portal import selectors
from periods.models import Period
from regions.models import Region

STARTS: dict[str, str] = {
    Role.SUPERVISOR: "plenos:supervisor",
    Role.POST: "voters:post",
    Role.VILLAGE: "plenos:village",
    Role.NEIGHBOURHOOD: "voters:residents",
}
"""Where roles start whose first page carries a regency."""


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Answers "ok" when the web process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to the page their role starts with."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker
    if user.is_office:
        return redirect("regency-home", user.regency_code)
    if user.role == Role.PROVINCE:
        return redirect("province", user.scope_code)
    if user.role == Role.SUPERVISOR and len(user.scope_code) == 2:
        return redirect("province-supervisor", user.scope_code)
    if user.role in STARTS and user.regency_code:
        return redirect(STARTS[user.role], user.regency_code)
    return render(request, "kpu_portal/plain_home.html", {"offices": _offices(user)})


@require_GET
@role_required(OFFICE)
def regency_home(request: HttpRequest, regency: str) -> HttpResponse:
    """The walk of the open period, figures per kecamatan, what waits, running jobs."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker
    period = Period.objects.open(regency).first() or Period.objects.of(regency).first()
    rows = selectors.district_rows(user, period)
    foot = selectors.foot_of(rows)
    today = timezone.localdate()
    points = selectors.points(regency, foot)
    trend = selectors.chart_of(points, request.GET.get("grafik", ""))
    context: dict[str, Any] = {
        "regency": regency,
        "this_period": period,
        "rows": rows,
        "foot": foot,
        "totals": selectors.period_totals(period),
        "running": Job.objects.filter(regency_code=regency, state__in=OPEN_STATES)[:3],
        "now": timezone.now(),
        "points": points,
        "trend": trend,
        "trend_title": selectors.title_of(points),
        "trend_last": trend["values"][-1] if points else 0,
        "trend_links": [("L", "?grafik=L"), ("P", "?grafik=P"), ("L+P", "?")],
    }
    if period is not None:
        context["steps"], context["step"] = selectors.walk(period, foot, today)
        context["deadlines"] = selectors.deadlines(period, today)
    return render(request, "kpu_portal/regency_home.html", context)


def _offices(user: User) -> list[dict[str, Any]]:
    """Regencies that work here and their open period, for the administrator."""
    if user.role != Role.ADMIN:
        return []
    opened = {
        period.regency_code: period for period in Period.objects.filter(state="OPEN")
    }
    names = dict(Region.objects.filter(code__in=opened).values_list("code", "name"))
    return [
        {"code": code, "name": names.get(code, code), "period": period}
        for code, period in sorted(opened.items())
    ]
