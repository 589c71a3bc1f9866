"""The account's own switch of the portal's keys (WCAG 2.1.4)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from voters.services.key_choice import IN_SESSION, choose_keys


@require_POST
@login_required
def own_keys(request: HttpRequest) -> HttpResponse:
    """Keys off with `mati`, on without."""
    is_off = request.POST.get("mati") == "1"
    choose_keys(actor=request.user, is_off=is_off)
    request.session[IN_SESSION] = is_off
    return HttpResponse(status=204)
