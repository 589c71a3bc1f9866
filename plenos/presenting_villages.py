"""Shapes the kelurahan recap for its page: per RW and RT, by source, what changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plenos import contributions
from plenos.presenters import NAMES
from plenos.rules import village as rules
from plenos.rules.village import CHANGES, OUTCOMES, PROPOSALS, Row
from voters.models import Kind
from voters.models.codes import category_word

SOURCES = {
    "KIRIMAN": gettext_lazy("Kiriman lembaga"),
    "POS": gettext_lazy("Pos dan sapa warga"),
    "PESAN": gettext_lazy("Pesan atau web"),
    "LAPANGAN": gettext_lazy("Lapangan (coklit terbatas)"),
    "KANTOR": gettext_lazy("Kantor"),
}
OUTCOME_WORDS = {
    rules.OPEN: gettext_lazy("Belum diputus"),
    rules.APPLIED: gettext_lazy("Diterapkan"),
    rules.REFUSED: gettext_lazy("Ditolak"),
    rules.UNDONE: gettext_lazy("Diurungkan"),
}
SPLIT = ("BARU", "PEMULIHAN", "TMS", "MASUK", "KELUAR", "KOREKSI", "UBAH")
"""Columns of the applied changes, L and P apart."""
ADJUSTED = "WILAYAH"
"""Column of a change of regions; only where the kelurahan had one."""
Key = tuple[str, str]
Sums = dict[str, list[int]]


def word_of(code: str) -> str:
    """A figure's code in words: "TMS, Meninggal", "Usulan pos: Baru, diterapkan"."""
    room, *parts = code.split(".")
    if room == PROPOSALS and len(parts) == 3:
        source, kind, outcome = parts
        words = (SOURCES.get(source, source), _kind(kind), OUTCOME_WORDS[outcome])
        return _("Usulan") + ": " + ", ".join(str(word) for word in words)
    if room == CHANGES:
        named = [str(NAMES.get(parts[0], parts[0]))]
        return ", ".join(named + [category_word(part) for part in parts[1:]])
    for room_source in contributions.sources():
        if room_source.name == room:
            figure = ".".join(parts)
            return f"{room_source.label}: {room_source.words.get(figure, figure)}"
    return code


def _kind(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind.values else kind


def page(rows: list[Row]) -> dict[str, Any]:
    """Everything that the page of a kelurahan draws from its figures."""
    return {
        "counts": rules.totals(rows),
        "heads": [NAMES[column] for column in _columns(rows)],
        "extra": _extra_heads(rows),
        "corners": _corners(rows),
        "sources": _sources(rows),
        "stations": _stations(rows),
        "outcomes": list(OUTCOME_WORDS.values()),
    }


def changed(old: Iterable[Row], new: Iterable[Row]) -> list[dict[str, Any]]:
    """What is otherwise since the confirmation, in words."""
    return [
        {
            "rw": one.rw,
            "rt": one.rt,
            "word": word_of(one.code),
            "old": _cell(one.old),
            "new": _cell(one.new),
            "by": sum(one.new) - sum(one.old),
        }
        for one in rules.differences(old, new)
    ]


def _cell(figures: tuple[int, int, int]) -> str:
    male, female, plain = figures
    return str(plain) if plain and not (male or female) else f"L {male}, P {female}"


def _extra_heads(rows: list[Row]) -> list[str]:
    return [word_of(code) for code in _extra_codes(rows)]


def _extra_codes(rows: list[Row]) -> list[str]:
    """Codes of other rooms, in the order they registered in, then by name."""
    order = [source.name for source in contributions.sources()]
    found = {row.code for row in rows if _room(row) not in (PROPOSALS, CHANGES)}

    def place(code: str) -> tuple[int, str]:
        room = code.split(".")[0]
        return (order.index(room) if room in order else len(order), code)

    return sorted(found, key=place)


def _room(row: Row) -> str:
    return row.code.split(".")[0]


def _columns(rows: list[Row]) -> tuple[str, ...]:
    adjusted = any(_is_change(row, ADJUSTED) for row in rows)
    return (*SPLIT, ADJUSTED) if adjusted else SPLIT


def _corners(rows: list[Row]) -> dict[str, Any]:
    """A line for each RT below its RW, and the sum of all."""
    extra, columns = _extra_codes(rows), _columns(rows)
    by_rw: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_rw[row.rw].append(row)
    lines: list[dict[str, Any]] = []
    for rw, inside in sorted(by_rw.items()):
        lines.append(
            {"rw": rw, "rt": "", "sum": True, **_figures(inside, extra, columns)}
        )
        by_rt: dict[str, list[Row]] = defaultdict(list)
        for row in inside:
            by_rt[row.rt].append(row)
        lines += [
            {"rw": rw, "rt": rt, "sum": False, **_figures(here, extra, columns)}
            for rt, here in sorted(by_rt.items())
        ]
    return {"lines": lines, "total": _figures(rows, extra, columns)}


def _figures(
    rows: list[Row], extra: list[str], columns: tuple[str, ...]
) -> dict[str, Any]:
    made, *ended = rules.totals(rows)
    cells: list[int] = []
    for column in columns:
        mine = [row for row in rows if _is_change(row, column)]
        cells += [sum(row.male for row in mine), sum(row.female for row in mine)]
    others = [sum(row.both for row in rows if row.code == code) for code in extra]
    counts = [made, *ended, made - sum(ended)]
    return {"counts": counts, "cells": cells, "extra": others}


def _is_change(row: Row, column: str) -> bool:
    return row.code.split(".")[:2] == [CHANGES, column]


def _sources(rows: list[Row]) -> list[dict[str, Any]]:
    """Proposals by source and kind, a column for each outcome."""

    def keyed(row: Row) -> Key | None:
        room, *parts = row.code.split(".")
        return (parts[0], parts[1]) if room == PROPOSALS else None

    table: dict[Key, Sums] = _summed(rows, keyed)
    order = list(SOURCES)
    return [
        {
            "source": SOURCES.get(source, source),
            "kind": kind,
            "cells": [table[source, kind].get(name, [0])[0] for name in OUTCOMES],
        }
        for source, kind in sorted(table, key=lambda key: (order.index(key[0]), key[1]))
    ]


def _summed(rows: list[Row], keyed: Callable[[Row], Key | None]) -> dict[Key, Sums]:
    table: dict[Key, Sums] = {}
    for row in rows:
        key = keyed(row)
        if key is not None:
            cell = table.setdefault(key, {}).setdefault(row.code.split(".")[-1], [0])
            cell[0] += row.both
    return table


def _stations(rows: list[Row]) -> list[dict[str, Any]]:
    """The applied changes once more by TPS; what no station says is left out."""
    by_tps: dict[str, list[Row]] = defaultdict(list)
    columns = _columns(rows)
    for row in rows:
        if row.tps:
            by_tps[row.tps].append(row)
    return [
        {"tps": tps, "cells": _figures(here, [], columns)["cells"]}
        for tps, here in sorted(by_tps.items())
    ]
