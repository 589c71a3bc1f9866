"""The items of the review queue, written in one go; the view says what each reads."""

from collections.abc import Collection, Iterable
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpu_portal.ui.formats import day
from kpu_portal.ui.marks import badge, icon
from kpu_portal.ui.rules import rule_of

NOBODY = "00000000-0000-0000-0000-000000000000"
ITEM = (
    '<li class="pd-q{now}" data-row data-of="{key}">'
    '<label class="pd-q__cb"><input class="form-check-input" type="checkbox" '
    'name="pilih" value="{pk}" form="massal" data-pick{locked} aria-label="{pick}">'
    '</label><a href="{url}"{current}>'
    '<span class="pd-q__1">{badge}{age}</span>'
    '<b class="pd-q__name">{name}</b>'
    '<span class="pd-q__2">{facts}{flags}</span>'
    "</a></li>\n"
)


USUAL = frozenset({"created_at", "kelurahan", "about", "state"})
"""Columns of an item until somebody chooses others."""


def items(
    rows: Iterable[Any],
    current: Any,
    address: str,
    query: str,
    shown: Collection[str] = USUAL,
) -> SafeString:
    """One `<li>` a proposal; name and kind always, of the rest the columns in `shown`.

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
        flags += _family(row)
        if holder := getattr(row, "holder", ""):
            flags += format_html(
                '<span class="pd-q__flag">{}{}</span>', icon("user", "s"), holder
            )
        if row.state != "OPEN" and "state" in shown:
            state = escape(str(row.get_state_display()))
            flags += f'<span class="pd-q__flag">{state}</span>'
        drawn.append(
            ITEM.format(
                now=" is-now" if now else "",
                pk=row.pk,
                key=row.public_id,
                locked=" disabled" if row.one_by_one else "",
                pick=escape(pick % {"name": row.name}),
                url=escape(address.replace(NOBODY, str(row.public_id)) + query),
                current=' aria-current="true"' if now else "",
                badge=badges[row.kind],
                age=_age(row, days) if "created_at" in shown else "",
                name=escape(row.name),
                facts=_facts(row, shown),
                flags=flags,
            )
        )
    return SafeString("".join(drawn))


def _age(row: Any, days: str) -> str:
    """Days, and how many periods the proposal has been carried over."""
    words = days % {"n": row.age}
    if old := getattr(row, "periods_old", 0):
        told = ngettext("%(n)s periode lewat", "%(n)s periode lewat", old) % {"n": old}
        words = f"{words}, {told}"
    return f'<span class="pd-q__age">{escape(words)}</span>'


def _family(row: Any) -> str:
    """Whether one act about a family made this proposal and others."""
    size = getattr(row, "family_size", 0)
    if size < 2:
        return ""
    words = ngettext("Keluarga %(n)s orang", "Keluarga %(n)s orang", size)
    return format_html(
        '<span class="pd-q__flag">{}{}</span>', icon("users", "s"), words % {"n": size}
    )


def _rule(row: Any) -> str:
    number = rule_of(row)
    return f"{_('aturan')} {number}" if number else ""


def _facts(row: Any, shown: Collection[str]) -> str:
    """The chosen facts of a proposal, one after the other; empty ones are left out."""
    found = [("kelurahan", row.village), ("about", row.about), ("source", row.source)]
    if row.event_date and "event_date" in shown:
        found.append(("event_date", day(row.event_date)))
    if row.evidence_kind and "evidence" in shown:
        found.append(("evidence", row.get_evidence_kind_display()))
    if "rule" in shown:
        found.append(("rule", _rule(row)))
    said = (escape(str(text)) for name, text in found if text and name in shown)
    return "".join(f"<span>{text}</span>" for text in said)
