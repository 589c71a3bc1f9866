"""Finds the period of a page; what is not published does not exist for readers."""

import re

from django.http import Http404, HttpRequest

from accounts.models import User
from files.lists.numbers import whole_number
from periods.models import Period
from plenos.models import Plenary
from plenos.selectors.recap import Sheet, frozen, published_recap, sheet

CODE = re.compile(r"[0-9]{4}-[0-9TS][0-9]")


def number_or_nought(text: str, most: int = 2**62) -> int:
    """A number of a query string; 0 for anything that is none."""
    return min(whole_number(text) or 0, most)


def find_period(request: HttpRequest, regency: str, code: str) -> Period:
    """The period, or 404; for province and Bawaslu only once published."""
    if not CODE.fullmatch(code):
        raise Http404
    period = Period.objects.filter(regency_code=regency, code=code).first()
    if period is None:
        raise Http404
    if not is_office(request) and not is_published(period):
        raise Http404
    return period


def is_office(request: HttpRequest) -> bool:
    """Whether the account works in a kabupaten/kota office."""
    return isinstance(request.user, User) and request.user.is_office


def is_published(period: Period) -> bool:
    """Whether the period's recap may be read outside the office."""
    return Plenary.objects.filter(period=period, published_at__isnull=False).exists()


def shown_sheet(request: HttpRequest, period: Period) -> Sheet:
    """What the reader sees: the office how it stands, others what was published."""
    recap = None if is_office(request) else published_recap(period)
    return sheet(period) if recap is None else frozen(recap)


def shown_plenary(request: HttpRequest, period: Period) -> Plenary | None:
    """The plenary of what the reader sees."""
    found = Plenary.objects.filter(period=period)
    if not is_office(request):
        found = found.filter(published_at__isnull=False)
    newest: Plenary | None = found.order_by("-version").first()
    return newest


def find_plenary(request: HttpRequest, period: Period) -> Plenary:
    """The plenary of a period in the account's scope, or 404."""
    mine = Plenary.objects.in_scope_of(request.user)
    plenary = mine.filter(period=period).first()
    if plenary is None:
        raise Http404
    return plenary
