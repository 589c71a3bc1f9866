"""The numbered rules of the portal, in words."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kpu_portal.rule_words import GROUPS


@login_required
@require_GET
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule by its letter; a link to a number opens the page at its row."""
    return render(request, "kpu_portal/rules.html", {"groups": GROUPS})
