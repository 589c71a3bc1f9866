"""Tells voters what stood in a refused row, for the pairs that link it to the roll, and
which file a change came from."""

from collections import defaultdict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from files.figures import grouped
from reconciliation import selectors
from reconciliation.models import Delivery, RowIssue
from reconciliation.reading import where
from reconciliation.rules import codes, dates, institutions, lines, offices, text
from reconciliation.rules.issues import ISSUES
from reconciliation.stages.work import regency_names
from regions.models import Alias, Region
from voters.delivered import DeliveredFile, DeliveredRow


def places_of(regency: str) -> list[lines.Place]:
    """Every kelurahan of a regency with its spellings (two queries)."""
    keys = defaultdict(set)
    spelt = Alias.objects.filter(region__code__startswith=regency)
    for code, key in spelt.values_list("region_id", "key"):
        keys[code].add(key)
    found = Region.objects.villages(regency).values_list("code", "parent_id")
    return [lines.Place(code, keys[code], keys[above or ""]) for code, above in found]


def refused_row(
    regency: str, delivery_id: int, line_no: int, kelurahan: str
) -> DeliveredRow | None:
    """The row as its sender wrote it, read as far as it can be; None without one.

    kelurahan: where the voter lives whom the row may mean. Read under the viewer's own
    scope, as everything of a delivery.
    """
    issue = (
        RowIssue.objects.of(regency)
        .filter(delivery_id=delivery_id, line_no=line_no)
        .first()
    )
    delivery = Delivery.objects.of(regency).filter(pk=delivery_id).first()
    if issue is None or delivery is None or issue.kind == "RAGGED":
        return None
    cells = {
        field: issue.cells[at]
        for field, at in delivery.fields.items()
        if at < len(issue.cells)
    }
    who = institutions.of(delivery.sender)
    said = lines.elements(cells, places_of(regency), delivery.vintage)
    event = lines.event_of(cells, delivery.vintage, who.event)
    moves = said.get("kelurahan", kelurahan) != kelurahan
    if cells.get("destination"):
        moves = _stays(cells["destination"], regency, moves=moves)
    reason = lines.removal(event, cells, moves_inside=moves)
    if not institutions.allows(who, "TMS", reason):
        reason = ""
    number = text.said(cells.get("evidence_no", ""))
    number = "" if text.spoilt("", number) else number
    happened = dates.parsed(text.said(cells.get("event_date", "")))
    kinds = {**codes.EVIDENCE, **({event: who.evidence} if who.evidence else {})}
    return DeliveredRow(
        source=delivery.sender,
        sender=str(delivery.get_sender_display()),
        where=where(delivery, line_no) or _("baris %(n)s") % {"n": line_no},
        url=selectors.rows_url(delivery, masalah=issue.kind),
        problem=str(ISSUES[issue.kind].label),
        number=selectors.written(issue) if issue.kind.startswith("NIK") else "",
        elements=said,
        changeable=institutions.changeable(who),
        removal=reason,
        event_date=None if issue.kind == "EVENT_DATE" else happened,
        evidence_kind=kinds.get(event, "") if number else "",
        evidence_no=number[:80],
        is_low=who.is_low,
    )


def _stays(destination: str, regency: str, *, moves: bool) -> bool:
    """Whether who goes to this destination stays in the regency.

    moves: the row names another kelurahan than the roll. A name that other regencies
    bear too keeps somebody only with it.
    """
    names = regency_names()
    spelt = offices.by_spelling(names)
    if offices.destination(destination, spelt) == regency:
        return True
    return moves and offices.may_be(destination, regency, names, spelt)


def files(regency: str, lines: dict[int, set[int]]) -> dict[int, DeliveredFile]:
    """Name, page and these lines of the regency's deliveries (one query).

    Read under the viewer's own scope.
    """
    rows = Delivery.objects.of(regency).filter(pk__in=lines)
    return {
        one.pk: DeliveredFile(
            one.filename,
            reverse("reconciliation:detail", args=[regency, one.public_id]),
            {
                line: (_place(one, line), selectors.rows_url(one, baris=str(line)))
                for line in lines[one.pk]
            },
        )
        for one in rows.only("regency_code", "public_id", "filename", "recognised")
    }


MOST_NAMED = 500
"""Deliveries that one word may mean; an office has a dozen a month."""


def named(regency: str, words: str) -> list[int]:
    """Deliveries whose file or letter bears these words, the newest first."""
    rows = Delivery.objects.of(regency).filter(
        Q(filename__icontains=words) | Q(letter_no__icontains=words)
    )
    keys = rows.order_by("-pk").values_list("pk", flat=True)
    return list(keys[:MOST_NAMED])


def _place(delivery: Delivery, line_no: int) -> str:
    number = grouped(line_no)
    return where(delivery, line_no) or _("baris %(n)s") % {"n": number}
