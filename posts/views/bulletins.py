"""Bulletins: the pages of those who write and publish them."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import OFFICE, role_required
from files.delivering import deliver, or_back
from files.lists import export_items, listed
from files.lists.numbers import whole_number
from posts.forms import BulletinForm, PictureForm
from posts.models import Bulletin, BulletinPicture, BulletinState
from posts.presenters import share_text
from posts.rules.text import blocks
from posts.selectors import kecamatan_past
from posts.services import (
    BadPicture,
    PostError,
    add_picture,
    drop_picture,
    pin,
    save_bulletin,
    set_bulletin_state,
)
from posts.tables import BulletinFilter, BulletinTable
from posts.views.finding import (
    STAFF,
    bulletin_or_404,
    past_places_of,
    person_of,
    places_of,
)
from voters.views.keeping import Keeping

PINS = {"SEMAT": True, "LEPAS": False}


@require_safe
@role_required(STAFF)
def bulletin_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Bulletins of the account's places, newest first, cut by the address."""
    names = past_places_of(request, regency)
    every = Bulletin.objects.in_scope_of(request.user).of(regency)
    form = BulletinFilter(request.GET, names=names)
    rows = form.cut(every)
    shown = listed(
        request, rows, BulletinTable, by="made_at", regency=regency, names=names
    )
    is_office = person_of(request).is_office
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not shown["page"].rows and not every.exists(),
        "waiting": every.filter(state=BulletinState.SENT).count() if is_office else 0,
        "export_items": export_items(
            reverse("posts:bulletins_export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "bulletin.export"]),
        )
        if is_office
        else [],
    }
    return render(request, "posts/bulletins.html", context)


@require_safe
@role_required(OFFICE)
@or_back("posts:bulletins")
def bulletin_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The bulletins of the present filter as a file."""
    return deliver(request, regency, "bulletin.export")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(STAFF)
def bulletin_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Write a bulletin."""
    return _edit(request, regency, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(STAFF)
def bulletin_edit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Change a bulletin."""
    return _edit(request, regency, bulletin_or_404(request, regency, public_id))


def _edit(request: HttpRequest, regency: str, row: Bulletin | None) -> HttpResponse:
    names = places_of(request, regency)
    start = {"title": row.title, "body": row.body} if row else {}
    form = BulletinForm(
        request.POST or None, names=names, fixed=row is not None, initial=start
    )
    if request.method == "POST" and form.is_valid():
        said = {"kecamatan": "", **form.cleaned_data}
        try:
            saved = save_bulletin(
                actor=request.user, regency=regency, bulletin=row, **said
            )
        except PostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kabar disimpan."))
            return redirect("posts:bulletin", regency, saved.public_id)
    context = {"regency": regency, "form": form, "row": row}
    status = 422 if request.method == "POST" else 200
    return render(request, "posts/bulletin_form.html", context, status=status)


@require_safe
@role_required(STAFF)
def bulletin(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One bulletin as its readers will see it, and the steps that are open."""
    row = bulletin_or_404(request, regency, public_id)
    return _page(request, row, PictureForm())


def _page(request: HttpRequest, row: Bulletin, form: PictureForm) -> HttpResponse:
    regency = row.regency_code
    path = reverse("public-bulletin", args=[row.kecamatan, row.public_id])
    context = {
        "regency": regency,
        "row": row,
        "kecamatan": kecamatan_past(regency).get(row.kecamatan, row.kecamatan),
        "blocks": blocks(row.body),
        "pictures": list(row.pictures.all()),
        "picture_form": form,
        "office_reader": person_of(request).is_office,
        "may_change": person_of(request).is_office
        or row.state in (BulletinState.DRAFT, BulletinState.SENT),
        "share": share_text(row, f"{settings.PUBLIC_URL}{path}"),
        "public_url": path,
    }
    status = 422 if form.is_bound else 200
    return render(request, "posts/bulletin.html", context, status=status)


@require_POST
@role_required(STAFF)
def bulletin_state(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Send in, take back, publish, archive, pin or unpin."""
    row = bulletin_or_404(request, regency, public_id)
    word = request.POST.get("keadaan", "")
    try:
        if word in PINS:
            pin(actor=request.user, bulletin=row, on=PINS[word])
        else:
            set_bulletin_state(
                actor=request.user,
                bulletin=row,
                state=word,
                seen=request.POST.get("dilihat", ""),
            )
    except PostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Keadaan kabar disimpan."))
    return redirect("posts:bulletin", regency, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(STAFF)
def bulletin_picture(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """Add a picture, or with `hapus` take one out.

    A form with an error comes back with its picture, under this address: who asks for
    it anew is led to the bulletin.
    """
    row = bulletin_or_404(request, regency, public_id)
    if request.method != "POST":
        return redirect("posts:bulletin", regency, public_id)
    if gone := request.POST.get("hapus", ""):
        try:
            drop_picture(actor=request.user, picture=_picture(row, gone))
        except PostError as error:
            messages.error(request, str(error))
            return redirect("posts:bulletin", regency, public_id)
    else:
        kept = Keeping(request, regency)
        form = PictureForm(*kept.data)
        if not _added(request, row, form):
            if "upload" in form.errors:
                kept.drop(form)
            else:
                kept.keep(form)
            return _page(request, row, form)
        kept.drop(form)
    messages.success(request, _("Gambar kabar disimpan."))
    return redirect("posts:bulletin", regency, public_id)


def _added(request: HttpRequest, row: Bulletin, form: PictureForm) -> bool:
    if not form.is_valid():
        return False
    try:
        add_picture(actor=request.user, bulletin=row, **form.cleaned_data)
    except BadPicture as error:
        form.add_error("upload", str(error))
    except PostError as error:
        form.add_error(None, str(error))
    return form.is_valid()


def _picture(row: Bulletin, key: str) -> BulletinPicture:
    found = row.pictures.filter(pk=whole_number(key) or 0).first()
    if found is None:
        raise Http404
    return found
