"""What the page of a delivery above the ceiling shows: figures, never persons."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reconciliation.models import CeilingFigure, CeilingStop, Delivery, DeliveryState
from reconciliation.rules.ceiling import KINDS, buckets
from reconciliation.selectors import OutcomeLine, outcome_lines, village_names
from reconciliation.services.ceiling import unfinished_withdrawals
from reconciliation.services.passing import starters
from voters.models import BaruCategory, TmsReason
from voters.selectors import village_names as names_of_places

EDGES = (0.25, 0.5, 0.75, 1.0, 2.0)
"""Parts of the ceiling at which the histogram cuts."""

SHOWN = 100
"""Outliers on the page; the largest explain the rest."""


@dataclass(frozen=True)
class Outlier:
    """A kind above its ceiling in one kelurahan, or in the whole regency."""

    place: str
    kind: str
    found: int
    earlier: int
    expected: int
    most: int
    voters: int
    share: float
    warned: int
    periods: int
    parts: list[tuple[str, int]]


@dataclass(frozen=True)
class Bars:
    """How many kelurahan lie how far from their ceiling, for one kind."""

    kind: str
    counts: list[tuple[str, int]]
    most: int


def stop_of(delivery: Delivery) -> CeilingStop | None:
    """The stop of a delivery; None when it stayed below its ceilings."""
    stops = CeilingStop.objects.of(delivery.regency_code)
    return stops.filter(delivery_id=delivery.pk).first()


def may_open(delivery: Delivery, user: Any) -> bool:
    """Whether this chair is a second person to whoever started the run."""
    return user.pk not in starters(delivery)


def page_of(delivery: Delivery, stop: CeilingStop | None) -> dict[str, Any]:
    """Outliers, largest first, and the histogram of each of their kinds.

    stop: as `stop_of` gives it.
    """
    rows = CeilingFigure.objects.of(delivery.regency_code)
    figures = list(rows.filter(delivery_id=delivery.pk))
    places = [one for one in figures if not one.is_whole]
    names = village_names(delivery.regency_code)
    told = names_of_places(delivery.regency_code)
    over = sorted(
        (one for one in figures if one.is_over),
        key=lambda one: (one.most - one.together, one.kelurahan, one.kind),
    )
    fresh = sum(one.found for one in places)
    kinds = [kind for kind in KINDS if any(one.kind == kind for one in over)]
    return {
        "outliers": [_outlier(one, told) for one in over[:SHOWN]],
        "more": max(0, len(over) - SHOWN),
        "bars": [_bars(kind, places, len(names)) for kind in kinds],
        "fresh": fresh,
        "beside": max(0, stop.proposals - fresh) if stop else 0,
        "lines": _lines(delivery),
        "is_waiting": delivery.state == DeliveryState.WAITING,
        "is_half_withdrawn": _is_half_withdrawn(delivery),
        "is_decidable": delivery.state in (DeliveryState.WAITING, DeliveryState.OPENED),
    }


def _is_half_withdrawn(delivery: Delivery) -> bool:
    """Whether its withdrawal was decided, and nothing is on its way to end it."""
    if delivery.state != DeliveryState.WITHDRAWN:
        return False
    return unfinished_withdrawals().filter(pk=delivery.pk).exists()


def _lines(delivery: Delivery) -> list[OutcomeLine]:
    """Outcomes with the list of their rows; a withdrawn delivery has none left."""
    if delivery.state == DeliveryState.WITHDRAWN:
        return []
    lines = outcome_lines(delivery)
    return [one for one in lines if one.url and not one.url.startswith("#")]


def _outlier(one: CeilingFigure, names: dict[str, str]) -> Outlier:
    return Outlier(
        place=_place(one, names),
        kind=one.kind,
        found=one.found,
        earlier=one.earlier,
        expected=one.expected,
        most=one.most,
        voters=one.voters,
        share=one.together * 100 / (one.voters or one.together),
        warned=one.warned,
        periods=one.periods,
        parts=sorted(
            ((_category(name), int(n)) for name, n in one.parts.items() if name),
            key=lambda part: -part[1],
        ),
    )


def _place(one: CeilingFigure, names: dict[str, str]) -> str:
    if one.is_whole:
        return _("Seluruh kab/kota")
    return names.get(one.kelurahan, one.kelurahan) or _("(tanpa kelurahan)")


def _category(name: str) -> str:
    """A category of BARU or reason of TMS in words."""
    words = {**dict(BaruCategory.choices), **dict(TmsReason.choices)}
    return str(words.get(name, name))


def _bars(kind: str, figures: list[CeilingFigure], places: int) -> Bars:
    """Kelurahan without a figure have nothing of the kind: they lie at 0."""
    parts = [one.together / one.most for one in figures if one.kind == kind]
    parts += [0.0] * max(0, places - len(parts))
    labels = [_("sampai %(n)s%%") % {"n": round(edge * 100)} for edge in EDGES] + [
        _("lebih dari %(n)s%%") % {"n": round(EDGES[-1] * 100)}
    ]
    counts = buckets(parts, EDGES)
    return Bars(kind, list(zip(labels, counts, strict=True)), max(counts))
