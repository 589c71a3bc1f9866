"""Officers of a post and their turns of duty."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from posts.forms import OfficerForm, TurnForm
from posts.models import Duty, Post, PostOfficer
from posts.rules.roster import monday
from posts.selectors import officers_of, roster_of
from posts.selectors.places import accounts_for
from posts.services import (
    PostError,
    add_officer,
    add_turn,
    copy_week,
    drop_turn,
    retire_officer,
)
from posts.views.finding import one_or_404, post_or_404


@require_POST
@role_required(OFFICE)
def officer(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Add an officer, or with `lepas` take one off."""
    post = post_or_404(request, regency, public_id)
    try:
        if leaving := request.POST.get("lepas", ""):
            retire_officer(actor=request.user, officer=_officer(post, leaving))
        else:
            form = OfficerForm(request.POST, accounts=accounts_for(post))
            if not form.is_valid():
                raise PostError(_("Pilih akun petugas, atau tulis nama pengganti."))
            said = form.cleaned_data
            add_officer(
                actor=request.user,
                post=post,
                account_id=said["account"],
                name=said["name"],
                is_substitute=said["is_substitute"] or said["account"] is None,
            )
    except PostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Petugas pos disimpan."))
    return redirect("posts:detail", regency, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def roster(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One week of duty (`?minggu=`): add a turn, drop one, or copy the week before."""
    post = post_or_404(request, regency, public_id)
    first = _week(request.GET.get("minggu", ""))
    officers = [(one.pk, one.name) for one in officers_of(post)]
    start: Any = {"day": max(first, timezone.localdate())}
    asked = request.POST if request.method == "POST" else None
    form = TurnForm(
        asked if asked and "officer" in asked else None,
        officers=officers,
        initial=start,
    )
    if asked is not None and _changed(request, post, form, first):
        here = reverse("posts:roster", args=[regency, public_id])
        return redirect(f"{here}?minggu={first.isoformat()}")
    context = {
        "regency": regency,
        "post": post,
        "form": form,
        "officers": officers,
        "week": roster_of(post, first),
        "first": first,
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
    }
    status = 422 if asked is not None else 200
    return render(request, "posts/roster.html", context, status=status)


def _changed(request: HttpRequest, post: Post, form: TurnForm, first: date) -> bool:
    """Do what the page asked; an error stays in the form, or becomes a notice."""
    try:
        if "salin" in request.POST:
            made = copy_week(actor=request.user, post=post, week=first)
            messages.success(request, _("%(n)s piket disalin.") % {"n": made})
        elif dropped := request.POST.get("hapus", ""):
            drop_turn(actor=request.user, duty=_duty(post, dropped))
            messages.success(request, _("Piket dihapus."))
        elif form.is_valid():
            said = {**form.cleaned_data}
            who = _officer(post, str(said.pop("officer")))
            add_turn(actor=request.user, post=post, officer=who, **said)
            messages.success(request, _("Piket disimpan."))
        else:
            return False
    except PostError as error:
        if form.is_bound:
            form.add_error(None, str(error))
            return False
        messages.error(request, str(error))
    return True


def _week(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    return monday(day or timezone.localdate())


def _officer(post: Post, key: str) -> PostOfficer:
    rows = PostOfficer.objects.filter(post=post, is_active=True)
    return cast(PostOfficer, one_or_404(rows, key))


def _duty(post: Post, key: str) -> Duty:
    rows = Duty.objects.filter(post=post).select_related("post")
    return cast(Duty, one_or_404(rows, key))
