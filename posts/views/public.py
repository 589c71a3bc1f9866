"""Public pages: open posts, bulletins, coming events; no account, cookie or person.

Row security shows a visitor nothing else, whatever is asked here.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.files.storage import default_storage
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from files.lists.numbers import whole_number
from files.photos import TYPES
from files.places import is_kept
from posts.models import Bulletin, BulletinPicture, Post
from posts.presenters import (
    day_words,
    events_text,
    hours_of_event,
    hours_words,
    share_text,
)
from posts.rules.text import blocks, plain
from posts.selectors.outreach import coming
from regions.models import Region
from regions.selectors import successor

Page = Callable[..., HttpResponse]
SHOWN, FEED_SHOWN, SUMMARY, EVENTS_OF_POST = 20, 20, 300, 3


def where_it_went(view: Page) -> Page:
    """Lead an address of a kecamatan that has ended to the one it went to."""

    @wraps(view)
    def led(request: HttpRequest, kecamatan: str, **more: Any) -> HttpResponse:
        now, match = successor(kecamatan), request.resolver_match
        if now != kecamatan and match is not None:
            return redirect(match.view_name, kecamatan=now, **more)
        return view(request, kecamatan=kecamatan, **more)

    return led


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """Open posts of a regency (`?kab=3272`), or first which regencies have some."""
    counted = Post.objects.opened().order_by("regency_code").values_list("regency_code")
    found = dict(counted.annotate(n=Count("pk")))
    names = _names(found)
    asked = request.GET.get("kab", "")
    chosen = asked if asked in found else ""
    if not chosen and len(found) == 1:
        chosen = next(iter(found))
    rows = list(
        Post.objects.opened()
        .filter(regency_code=chosen or "-")
        .order_by("kecamatan", "name")
    )
    places = _names({row.kecamatan for row in rows})
    context = {
        "place": names.get(chosen, ""),
        "regencies": [(code, names.get(code, code), n) for code, n in found.items()]
        if len(found) > 1
        else [],
        "posts": [
            {
                "post": row,
                "hours": hours_words(row),
                "kecamatan": places.get(row.kecamatan, row.kecamatan),
            }
            for row in rows
        ],
    }
    return render(request, "public/posts.html", context)


@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One open post: where, when, what to bring."""
    row = _opened(slug)
    context = {
        "post": row,
        "hours": hours_words(row),
        "kecamatan": _names([row.kecamatan]).get(row.kecamatan, row.kecamatan),
        "events": [
            (one, day_words(one.day), hours_of_event(one))
            for one in coming(row.kecamatan, timezone.localdate(), EVENTS_OF_POST)
        ],
    }
    return render(request, "public/post.html", context)


@require_safe
@where_it_went
def events(request: HttpRequest, kecamatan: str) -> HttpResponse:
    """Coming events of a kecamatan: when and where; no officer, no person."""
    name = _name_or_404(kecamatan)
    found = coming(kecamatan, timezone.localdate())
    url = settings.PUBLIC_URL + reverse("public-events", args=[kecamatan])
    context = {
        "kecamatan": kecamatan,
        "name": name,
        "events": [(one, day_words(one.day), hours_of_event(one)) for one in found],
        "share": events_text(found, name, url),
    }
    return render(request, "public/events.html", context)


@require_safe
def photo(request: HttpRequest, slug: str) -> FileResponse:
    """The photograph of an open post."""
    row = _opened(slug)
    return _picture(row.photo, row.regency_code)


@require_safe
@where_it_went
def bulletins(request: HttpRequest, kecamatan: str) -> HttpResponse:
    """Published bulletins of a kecamatan, pinned first; `?sebelum=` goes back."""
    name = _name_or_404(kecamatan)
    rows = Bulletin.objects.published().filter(kecamatan=kecamatan)
    before = whole_number(request.GET.get("sebelum"))
    if before is not None:
        rows = rows.filter(pk__lt=before, pinned=False).order_by("-pk")
    else:
        rows = rows.order_by("-pinned", "-pk")
    found = list(rows[: SHOWN + 1])
    context = {
        "kecamatan": kecamatan,
        "name": name,
        "rows": found[:SHOWN],
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
    }
    return render(request, "public/bulletins.html", context)


@require_safe
@where_it_went
def bulletin(request: HttpRequest, kecamatan: str, key: str) -> HttpResponse:
    """One published bulletin."""
    name = _name_or_404(kecamatan)
    rows = Bulletin.objects.published().filter(kecamatan=kecamatan)
    row = rows.filter(public_id=_uuid(key)).first()
    if row is None:
        raise Http404
    context = {
        "row": row,
        "name": name,
        "blocks": blocks(row.body),
        "pictures": list(row.pictures.all()),
        "share": share_text(row, settings.PUBLIC_URL + _address(row)),
    }
    return render(request, "public/bulletin.html", context)


@require_safe
def picture(request: HttpRequest, key: UUID) -> FileResponse:
    """A picture of a published bulletin."""
    row = BulletinPicture.objects.filter(
        public_id=key, bulletin__state="PUBLISHED"
    ).first()
    return _picture(row.file if row else "", row.regency_code if row else "")


class BulletinFeed(Feed):
    """The newest bulletins of a kecamatan as RSS."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Region:
        code = kwargs["kecamatan"]
        found = Region.objects.filter(code=code, level=6).first()
        if found is None:
            raise Http404
        return found

    def title(self, place: Region) -> str:
        return _("Kabar Kecamatan %(name)s") % {"name": place.name}

    def link(self, place: Region) -> str:
        return reverse("public-bulletins", args=[place.code])

    def description(self, place: Region) -> str:
        return _("Pos daftar pemilih: kegiatan dan jadwal.")

    def items(self, place: Region) -> list[Bulletin]:
        rows = Bulletin.objects.published().filter(kecamatan=place.code)
        return list(rows.order_by("-published_at")[:FEED_SHOWN])

    def item_title(self, item: Any) -> Any:
        return item.title

    def item_description(self, item: Any) -> Any:
        return plain(item.body, SUMMARY)

    def item_link(self, item: Any) -> Any:
        return _address(item)

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at


feed = require_safe(where_it_went(BulletinFeed()))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _address(row: Bulletin) -> str:
    return reverse("public-bulletin", args=[row.kecamatan, row.public_id])


def _names(codes: Any) -> dict[str, str]:
    rows = Region.objects.filter(code__in=list(codes))
    return dict(rows.values_list("code", "name"))


def _name_or_404(kecamatan: str) -> str:
    found = Region.objects.filter(code=kecamatan, level=6).first()
    if found is None:
        raise Http404
    return found.name


def _opened(slug: str) -> Post:
    row: Post | None = Post.objects.opened().filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


def _picture(name: str, regency: str) -> FileResponse:
    """A kept picture; the browser may keep it a day, its name never changes."""
    if not is_kept(name, regency):
        raise Http404
    answer = FileResponse(
        default_storage.open(name), content_type=TYPES[name.rsplit(".", 1)[-1]]
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
