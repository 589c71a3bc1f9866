"""The items of the review queue, written in one go; the view says what each reads."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kpu_portal.ui.marks import badge, icon

NOBODY = "00000000-0000-0000-0000-000000000000"
ITEM = (
    '<li class="pd-q{now}" data-row>'
    '<label class="pd-q__cb"><input class="form-check-input" type="checkbox" '
    'name="pilih" value="{pk}" form="massal" data-pick{locked} aria-label="{pick}">'
    '</label><a href="{url}"{current}>'
    '<span class="pd-q__1">{badge}<span class="pd-q__age">{age}</span></span>'
    '<b class="pd-q__name">{name}</b>'
    '<span class="pd-q__2"><span>{place}</span><span>{about}</span>{flags}</span>'
    "</a></li>\n"
)


def items(rows: Iterable[Any], current: Any, address: str, query: str) -> SafeString:
    """One `<li>` a proposal.

    `address` is the page of a proposal with NOBODY (the nil UUID) in the place of its
    public id, so that it is reversed once a page.
    """
    badges: dict[str, SafeString] = {}
    days, pick = _("%(n)s hari"), _("Pilih %(name)s")
    alone = format_html(
        '<span class="pd-q__flag">{}{}</span>', icon("lock", "s"), _("Satu per satu")
    )
    drawn = []
    for row in rows:
        if row.kind not in badges:
            badges[row.kind] = badge(row.kind)
        now = row.pk == current.pk
        flags = alone if row.one_by_one else ""
        if row.state != "OPEN":
            state = escape(str(row.get_state_display()))
            flags += f'<span class="pd-q__flag">{state}</span>'
        drawn.append(
            ITEM.format(
                now=" is-now" if now else "",
                pk=row.pk,
                locked=" disabled" if row.one_by_one else "",
                pick=escape(pick % {"name": row.name}),
                url=escape(address.replace(NOBODY, str(row.public_id)) + query),
                current=' aria-current="true"' if now else "",
                badge=badges[row.kind],
                age=escape(days % {"n": row.age}),
                name=escape(row.name),
                place=escape(row.village),
                about=escape(row.about),
                flags=flags,
            )
        )
    return SafeString("".join(drawn))
