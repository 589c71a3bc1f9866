"""What is due as a text to copy into a group chat."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jobs.due import due_of
from kpu_portal.context import frame
from kpu_portal.due.text import share_text


@require_GET
@login_required
def own_due(request: HttpRequest) -> HttpResponse:
    """The account's own list as text; counts, dates and links alone."""
    today = timezone.localdate()
    text = share_text(
        due_of(request.user, today),
        office=str(frame(request).get("office", "")),
        as_of=today,
        site=settings.PUBLIC_URL,
    )
    return render(request, "kpu_portal/due_text.html", {"text": text})
