"""Sheets for SIDALIH as files; their layout is data (layouts/sidalih.json)."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.http import QueryDict

from audit.services import Persons
from files import exports
from files.exports.sources import Prepared
from periods.models import Period
from voters import selectors
from voters.filters_sidalih import SHEET_WORDS, SidalihFilter
from voters.migration_sql import ELEMENTS
from voters.models.codes import category_word
from voters.selectors.sidalih import SHEETS, changed, events_of

LAYOUT = Path(__file__).parent / "layouts" / "sidalih.json"
CHUNK = 2_000
Line = list[tuple[str, str, int]]


@cache
def layout() -> dict[str, Line]:
    """sheet -> (heading, where its cell comes from, width of the column)."""
    read = json.loads(LAYOUT.read_text(encoding="utf-8"))
    return {name: [(h, s, w) for h, s, w in read[name]] for name in SHEETS}


def sidalih_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """One sheet (`lembar`, BARU unless told) of a period, numbers in full.

    They are typed into SIDALIH, which knows people by them.
    """
    asked = query.copy()
    sheet = asked.get("lembar", "")
    asked["lembar"] = sheet = sheet if sheet in SHEETS else "BARU"
    period = _period(regency, query.get("periode", ""), using)
    districts, villages = selectors.past_places(regency)
    found = SidalihFilter(
        asked,
        queryset=events_of(user, regency, period.pk if period else 0, using),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    columns, persons = layout()[sheet], Persons()

    def lines(rows: Any) -> Iterator[tuple[Any, ...]]:
        for event in rows.iterator(chunk_size=CHUNK):
            persons.add((event.after or event.before)["public_id"])
            yield tuple(cell(event, source, villages) for _h, source, _w in columns)

    code = period.code if period else ""
    return Prepared(
        name=f"sidalih-{sheet.lower()}-{regency}-{code}",
        columns=[exports.Column(heading, width) for heading, _s, width in columns],
        rows=found.qs.order_by("place", "id"),
        lines=lines,
        persons=persons,
    )


def _period(regency: str, code: str, using: str) -> Period | None:
    rows = Period.objects.using(using).of(regency)
    return rows.filter(code=code).first() if code else rows.open(regency).first()


def cell(event: Any, source: str, places: dict[str, str]) -> str:
    """What one column says of an event; `source` is a field's name or an @word."""
    before, after = event.before or {}, event.after or event.before or {}
    if not source.startswith("@"):
        return str(after.get(source) or "")
    return WORDS[source](event, before, after, places)


def _differences(before: Any, after: Any) -> list[str]:
    return changed(before, after, ELEMENTS)


def _values(facts: Any, names: list[str], places: dict[str, str]) -> str:
    return "; ".join(selectors.as_read(facts.get(name), name, places) for name in names)


WORDS: dict[str, Any] = {
    "@kelurahan": lambda e, b, a, p: p.get(e.place, e.place),
    "@kelurahan_before": lambda e, b, a, p: p.get(
        str(b.get("kelurahan")), str(b.get("kelurahan") or "")
    ),
    "@tps_before": lambda e, b, a, p: str(b.get("tps") or ""),
    "@category": lambda e, b, a, p: category_word(e.category) if e.category else "",
    "@category_code": lambda e, b, a, p: e.category,
    "@effect": lambda e, b, a, p: str(SHEET_WORDS.get(e.effect, e.effect)),
    "@elements": lambda e, b, a, p: ", ".join(
        str(selectors.ELEMENT_LABELS[name]) for name in _differences(b, a)
    ),
    "@before": lambda e, b, a, p: _values(b, _differences(b, a), p),
    "@after": lambda e, b, a, p: _values(a, _differences(b, a), p),
}
