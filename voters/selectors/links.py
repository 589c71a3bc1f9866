"""Rows without a usable NIK beside the voter whom the score suggests (G7, G20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from voters.delivered import DeliveredRow
from voters.models import DuplicatePair, PairOrigin, PairState, Voter
from voters.rules.by_hand import with_named_station
from voters.selectors.reading import ELEMENT_LABELS, as_read

SHOWN = (
    *("nkk", "name", "birth_place", "birth_date", "sex", "marital_status"),
    *("address", "rt", "rw", "kelurahan", "tps", "disability", "ektp_status"),
)
_LOOKS = {"nkk": "nik", "birth_date": "birth"}


@dataclass(frozen=True)
class LinkLine:
    """One element on both sides; `state` is SAME, CHANGED or SKIPPED (not written).

    `proposed`: it differs, and the sender may change it.
    """

    label: str | Promise
    state: str
    now: Any
    said: Any
    look: str
    proposed: bool


def differing(voter: Voter, row: DeliveredRow) -> dict[str, str]:
    """Elements that the row says otherwise and its sender may change, canonical."""
    may = {
        name: value
        for name, value in row.elements.items()
        if row.changeable is None or name in row.changeable
    }
    changed = {name: may[name] for name in may if may[name] != _text(voter, name)}
    return with_named_station(changed, may)


def link_lines(
    voter: Voter, row: DeliveredRow, places: dict[str, str]
) -> list[LinkLine]:
    """Every element of the row beside the voter's."""
    proposed = {} if row.removal else differing(voter, row)
    lines = []
    for name in SHOWN:
        now, said = _text(voter, name), row.elements.get(name, "")
        state = "SAME" if said == now else "CHANGED" if said else "SKIPPED"
        lines.append(
            LinkLine(
                ELEMENT_LABELS[name],
                state,
                _shown(now, name, places),
                _shown(said, name, places),
                _LOOKS.get(name, ""),
                name in proposed,
            )
        )
    return lines


def _text(voter: Voter, name: str) -> str:
    value = getattr(voter, name)
    return value.isoformat() if isinstance(value, date) else str(value)


def _shown(text: str, name: str, places: dict[str, str]) -> Any:
    if name == "birth_date":
        return date.fromisoformat(text) if text else None
    return as_read(text, name, places)


def links_of(regency: str, delivery_id: int | None) -> Any:
    """Pairs that link rows of a delivery to voters, in the viewer's scope."""
    rows = DuplicatePair.objects.of(regency)
    return rows.filter(origin=PairOrigin.LINK, delivery_id=delivery_id)


def linked_rows(regency: str, delivery_id: int) -> int:
    """Refused rows of a delivery with a suggested person that nobody answered."""
    waiting = links_of(regency, delivery_id).filter(state=PairState.OPEN)
    return int(waiting.values("line_no").distinct().count())


def suggested(regency: str, delivery_id: int, lines: Iterable[int]) -> dict[int, UUID]:
    """The strongest waiting pair of each of these lines, by public id (one query)."""
    rows = links_of(regency, delivery_id).filter(
        state=PairState.OPEN, line_no__in=list(lines)
    )
    found = rows.order_by("score", "-id").values_list("line_no", "public_id")
    return dict(found)


def other_links(pair: DuplicatePair) -> list[DuplicatePair]:
    """Other voters whom the same row may mean, the strongest first."""
    same = links_of(pair.regency_code, pair.delivery_id).filter(line_no=pair.line_no)
    live = same.filter(state__in=(PairState.OPEN, PairState.RESOLVED))
    return list(live.exclude(pk=pair.pk).order_by("-score", "id")[:8])
