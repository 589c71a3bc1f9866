"""The items of the review queue, written in one go; the view says what each reads."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kpu_portal.ui.marks import badge, icon

NOTHING = SafeString("")
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
        state = [] if row.state == "OPEN" else [(row.get_state_display(),)]
        told = format_html_join("", '<span class="pd-q__flag">{}</span>', state)
        drawn.append(
            format_html(
                ITEM,
                now=" is-now" if now else "",
                pk=row.pk,
                locked=" disabled" if row.one_by_one else "",
                pick=pick % {"name": row.name},
                url=address.replace(NOBODY, str(row.public_id)) + query,
                current=SafeString(' aria-current="true"') if now else NOTHING,
                badge=badges[row.kind],
                age=days % {"n": row.age},
                name=row.name,
                place=row.village,
                about=row.about,
                flags=(alone if row.one_by_one else NOTHING) + told,
            )
        )
    return SafeString("".join(drawn))
