"""The office's pages of its posts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import OFFICE, role_required
from files.delivering import deliver, or_back
from files.lists import export_items, listed
from posts.forms import OfficerForm, PostForm
from posts.models import Post
from posts.rules.roster import monday
from posts.selectors import kecamatan_past, officers_of, roster_of
from posts.selectors.places import accounts_for
from posts.services import PostError, save_post, set_state
from posts.tables import PostFilter, PostTable
from posts.views.finding import STAFF, places_of, post_or_404
from voters.views.keeping import Keeping


@require_safe
@role_required(OFFICE)
def post_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Posts of the regency, newest first, cut by the address."""
    names = kecamatan_past(regency)
    every = Post.objects.in_scope_of(request.user).of(regency)
    form = PostFilter(request.GET, names=names)
    rows = form.cut(every)
    shown = listed(request, rows, PostTable, by="made_at", regency=regency, names=names)
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not shown["page"].rows and not every.exists(),
        "export_items": export_items(
            reverse("posts:export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "post.export"]),
        ),
    }
    return render(request, "posts/list.html", context)


@require_safe
@role_required(OFFICE)
@or_back("posts:list")
def post_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The posts of the present filter as a file."""
    return deliver(request, regency, "post.export")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def post_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Write a new post, a draft until it is opened."""
    return _edit(request, regency, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def post_edit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Change a post."""
    return _edit(request, regency, post_or_404(request, regency, public_id))


def _edit(request: HttpRequest, regency: str, post: Post | None) -> HttpResponse:
    names = places_of(request, regency)
    kept = Keeping(request, regency)
    sent = kept.data if request.POST else (None, None)
    form = PostForm(*sent, names=names, post=post)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        photo = said.pop("photo", None)
        try:
            saved = save_post(
                actor=request.user,
                regency=regency,
                kecamatan=said.pop("kecamatan", ""),
                facts=said,
                photo=photo,
                post=post,
            )
        except PostError as error:
            form.add_error(None, str(error))
        else:
            kept.drop(form)
            messages.success(request, _("Pos disimpan."))
            return redirect("posts:detail", regency, saved.public_id)
    kept.keep(form)
    context = {"regency": regency, "form": form, "post": post}
    status = 422 if request.method == "POST" else 200
    return render(request, "posts/form.html", context, status=status)


@require_safe
@role_required(STAFF)
def post_detail(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One post: facts, officers, this week's duty."""
    post = post_or_404(request, regency, public_id)
    first = monday(timezone.localdate())
    context = {
        "regency": regency,
        "post": post,
        "kecamatan": kecamatan_past(regency).get(post.kecamatan, post.kecamatan),
        "officers": officers_of(post),
        "officer_form": OfficerForm(accounts=accounts_for(post)),
        "week": roster_of(post, first),
        "office_reader": request.user.is_office,  # type: ignore[union-attr]
    }
    return render(request, "posts/detail.html", context)


@require_POST
@role_required(OFFICE)
def post_state(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Open or close a post."""
    post = post_or_404(request, regency, public_id)
    try:
        set_state(actor=request.user, post=post, state=request.POST.get("status", ""))
    except PostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Status pos disimpan."))
    return redirect("posts:detail", regency, public_id)
