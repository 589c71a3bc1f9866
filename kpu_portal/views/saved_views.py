"""Saved views of a list: a menu beside "Kolom", asked for when it is opened.

These pages stand here because files is below accounts and knows nobody's rights.
"""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import OFFICE, role_required
from files import saved
from files.lists.numbers import whole_number
from files.models import SavedView

LONGEST_PATH = 69
"""With /kab/3272/ taken off, what a view keeps of it fits sixty characters."""


def _usual(regency: str) -> str:
    """The list that is meant when no address says which."""
    return reverse("voters:list", args=[regency])


def _list_of(address: str, regency: str) -> tuple[str, str, QueryDict]:
    """Path, name and query of a page of this regency; 404 for any other address.

    A page with a parameter of its own is taken by its path, so that views of one
    delivery are not offered on another.
    """
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        raise Http404 from None
    if found.kwargs.get("regency") != regency or len(parts.path) > LONGEST_PATH:
        raise Http404
    return (
        parts.path,
        parts.path.removeprefix(f"/kab/{regency}/"),
        QueryDict(parts.query),
    )


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def saved_views(request: HttpRequest, regency: str) -> HttpResponse:
    """The menu of the list that stands in the browser; POST saves it or removes one."""
    if request.method == "POST":
        act = _remove if "hapus" in request.POST else _save
        return act(request, regency)
    current: Any = getattr(request, "htmx", None)
    address = (current.current_url_abs_path if current else "") or ""
    path, page, query = _list_of(address or _usual(regency), regency)
    present = saved.kept(query)
    views = [
        {
            "pk": one.pk,
            "name": one.name,
            "url": f"{path}?{one.query}",
            "mine": one.owner_id == request.user.pk,
            "owner": one.owner_name,
            "shared": one.shared,
            "on": one.query == present,
        }
        for one in SavedView.objects.of(regency, page)
    ]
    context = {
        "regency": regency,
        "views": views,
        "address": f"{path}?{query.urlencode()}",
        "present": present,
    }
    return render(request, "files/saved_views.html", context)


def _save(request: HttpRequest, regency: str) -> HttpResponse:
    path, page, query = _list_of(request.POST.get("di") or _usual(regency), regency)
    try:
        view = saved.save(
            actor=request.user,
            regency=regency,
            page=page,
            name=request.POST.get("judul", ""),
            query=query,
            shared="bersama" in request.POST,
        )
    except saved.SavedViewError as error:
        messages.error(request, str(error))
        return redirect(f"{path}?{query.urlencode()}")
    messages.success(request, _("Tampilan “%(name)s” disimpan.") % {"name": view.name})
    return redirect(f"{path}?{view.query}")


def _remove(request: HttpRequest, regency: str) -> HttpResponse:
    """Remove one's own view and go back to the list."""
    path, page, query = _list_of(request.POST.get("di") or _usual(regency), regency)
    number = whole_number(request.POST["hapus"]) or 0
    view = get_object_or_404(SavedView.objects.of(regency, page), pk=number)
    try:
        saved.remove(actor=request.user, view=view)
    except saved.SavedViewError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Tampilan “%(name)s” dihapus.") % {"name": view.name}
        )
    return redirect(f"{path}?{query.urlencode()}")
