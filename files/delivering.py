"""The answer to "this list as a file": at once when it is small, as a job when not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from files import exports
from files.exports import sources
from files.exports.fields import list_of, role_of
from files.lists import Picked, PickError, wanted_format
from files.lists.picking import WORDS
from files.services import ask

PAGE = "downloads:list"
View = Callable[..., HttpResponse]


def or_back(page: str) -> Callable[[View], View]:
    """View decorator: what cannot be written sends back to the list and says why.

    `page` is the list's name; it takes the same parts of the address, and the filter.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (exports.ExportError, PickError) as error:
                messages.error(request, str(error))
                query = request.GET.copy()
                query.pop("format", None)
                parts = request.resolver_match.kwargs if request.resolver_match else {}
                asked = f"?{query.urlencode()}" if query else ""
                return redirect(reverse(page, kwargs=parts) + asked)

        return guarded

    return decorate


def deliver(
    request: HttpRequest,
    regency: str,
    source: str,
    query: QueryDict | None = None,
    picked: Picked | None = None,
) -> HttpResponse:
    """The rows of the present filter; the caller has checked the role and the region.

    Filter, sort and columns are those of the address; with `picked` those rows alone.
    `query` stands for the words of the address where the path says some of them.
    Up to `export_direct_rows` rows come as the answer, more as a job whose file waits
    under "Unduhan saya". Raises ExportRefused (403) for a role without the right,
    ExportError for a PDF that would be too long.
    """
    found = sources.get(source)
    if found is None:
        raise Http404
    actor = request.user
    asked = _said(request.GET if query is None else query, picked)
    form = wanted_format(asked)
    list_of(source, role_of(actor))
    most = settings.POLICY.export_direct_rows
    prepared = found.build(actor, regency, asked, "default")
    longest = settings.POLICY.pdf_most_rows
    exports.require_short(prepared.count(longest + 1) if form == "pdf" else 0, form)
    if prepared.count(most + 1) > most:
        ask(
            actor=actor,
            regency=regency,
            source=source,
            query=asked,
            format=form,
        )
        messages.success(request, _("Berkas besar sedang disusun; ambil di sini."))
        return redirect(PAGE, regency)
    exported = exports.export(
        actor=actor,
        regency=regency,
        name=prepared.name,
        columns=prepared.columns,
        rows=prepared.lines(prepared.rows),
        format=form,
        action=source,
        persons=prepared.persons,
        sheet=prepared.title,
        notes=prepared.notes,
        parts=prepared.parts,
        request=request,
    )
    return cast(HttpResponse, exports.response(exported))


def _said(query: QueryDict, picked: Picked | None) -> QueryDict:
    """The words of the address, with the choice instead of one that stood there."""
    said = query.copy()
    for word in WORDS:
        said.pop(word, None)
    for name, value in picked.pairs() if picked else ():
        said[name] = value
    return said
