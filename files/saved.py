"""Keeps and removes saved views of lists; the only writer of SavedView."""

import re
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from files.models import SavedView

MOST = 30
"""Views of one account on one list."""
LONGEST = 2000
NOT_KEPT = frozenset({"sesudah", "sebelum", "page", "format", "nama", "cari", "q"})
"""The place in the list, the kind of file, and words searched for: names of persons."""
_LONG_NUMBER = re.compile(r"\d{11}")
"""Longer than any region code: a number of a person."""


class SavedViewError(Exception):
    """The view cannot be kept; the message is for people."""


def kept(query: QueryDict) -> str:
    """What of a query string a view keeps: filter, columns, order; no person."""
    wanted = QueryDict(mutable=True)
    for name, values in query.lists():
        fit = [one for one in values if one and not _LONG_NUMBER.search(one)]
        if fit and name not in NOT_KEPT:
            wanted.setlist(name, fit)
    return wanted.urlencode()


@transaction.atomic
def save(
    *, actor: Any, regency: str, page: str, name: str, query: QueryDict, shared: bool
) -> SavedView:
    """Keep the present filter, columns and order; a name used before is written over.

    Raises SavedViewError without a name, for a query string that is too long, and
    beyond 30 views of one list.
    """
    title, text = " ".join(name.split())[:40], kept(query)
    if not title:
        raise SavedViewError(_("Beri nama tampilan ini, misalnya: TMS Cikole."))
    if _LONG_NUMBER.search(title):
        raise SavedViewError(_("Nama tampilan tidak boleh memuat NIK atau nomor KK."))
    if len(text) > LONGEST:
        raise SavedViewError(_("Saringan ini terlalu panjang untuk disimpan."))
    mine = SavedView.objects.of(regency, page).filter(owner_id=actor.pk)
    if mine.exclude(name=title).count() >= MOST:
        raise SavedViewError(
            _("Sudah ada %(n)s tampilan pada daftar ini. Hapus satu lebih dahulu.")
            % {"n": MOST}
        )
    view, _made = SavedView.objects.update_or_create(
        regency_code=regency,
        page=page,
        owner_id=actor.pk,
        name=title,
        defaults={
            "query": text,
            "shared": shared,
            "owner_name": str(actor)[:150],
        },
    )
    return view


def remove(*, actor: Any, view: SavedView) -> None:
    """Remove one's own view. Raises SavedViewError for another's."""
    if view.owner_id != actor.pk:
        raise SavedViewError(_("Hanya pemiliknya yang dapat menghapus tampilan ini."))
    view.delete()
