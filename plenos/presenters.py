"""Shapes the figures of a recap for the page: rows, links, proof strip, chart."""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from periods.models import Period
from plenos.rules.balance import Difference
from plenos.rules.recap import ADJUSTED, Cells, add_up, by_place, terms_of
from plenos.selectors.behind import REGULAR
from plenos.selectors.history import Change
from plenos.selectors.recap import Sheet
from regions.selectors import names_on
from voters.models.codes import category_word

HEADS = {
    "SEBELUM": _("Sebelumnya"),
    "BARU": _("+ Baru"),
    "PEMULIHAN": _("+ Pemulihan"),
    "TMS": _("− TMS"),
    "MASUK": _("+ Masuk"),
    "KELUAR": _("− Keluar"),
    "KOREKSI": _("± Koreksi JK"),
    "WILAYAH": _("± Wilayah"),
    "SEKARANG": _("= Sekarang"),
}
SIGNS = {
    "BARU": "+",
    "PEMULIHAN": "+",
    "TMS": "−",
    "MASUK": "+",
    "KELUAR": "−",
    "KOREKSI": "±",
    "WILAYAH": "±",
    "SEKARANG": "=",
}
NAMES = {
    "SEBELUM": _("Sebelumnya"),
    "BARU": _("Baru"),
    "PEMULIHAN": _("Pemulihan"),
    "TMS": _("TMS"),
    "MASUK": pgettext_lazy("rekap", "Masuk"),
    "KELUAR": pgettext_lazy("rekap", "Keluar"),
    "KOREKSI": _("Koreksi JK"),
    "WILAYAH": _("Penyesuaian wilayah"),
    "SEKARANG": _("Sekarang"),
    "UBAH": _("Ubah data"),
    "DITAHAN": _("Ditahan"),
    "LOKSUS": _("Lokasi khusus"),
}
LISTED = {**NAMES, REGULAR: _("Reguler")}
"""Names of the figures that have a list behind them."""
STILL = ("UBAH", "DITAHAN")
"""Figures that move no total."""


def place_names(regency: str, period: Period | None = None) -> dict[str, str]:
    """Code -> name of a regency and everything below it, as of a period if told."""
    return names_on(regency, period.reference_date if period else None)


def behind_url(
    sheet: Sheet, column: str, sex: str, code: str, category: str = ""
) -> str:
    """Address of the list behind a figure."""
    asked = {"column": column, "sex": sex, "code": code, "category": category}
    query = urlencode({key: value for key, value in asked.items() if value})
    path = reverse("plenos:behind", args=[sheet.regency, sheet.period.code])
    return f"{path}?{query}"


def opened_place(sheet: Sheet, asked: str) -> str:
    """Code of the kecamatan or kelurahan that a page opens; the regency else."""
    known = {cell.kelurahan[:length] for cell in sheet.cells for length in (6, 10)}
    return asked if asked in known else sheet.regency


def trail(sheet: Sheet, place: str) -> list[dict[str, str]]:
    """The opened place below those that hold it, each with its code and name."""
    names = place_names(sheet.regency, sheet.period)
    codes = [place[:length] for length in (4, 6, 10) if length <= len(place)]
    return [{"code": code, "name": names.get(code, code)} for code in codes]


def table(
    sheet: Sheet, opened: str, links: bool, follows: bool = False
) -> dict[str, Any]:
    """Rows of the recap table.

    opened: the kecamatan whose kelurahan show, or a kelurahan of it;
    follows: whether the page has figures of the opened place beside the table, so that
    a kelurahan can be opened as well.
    """
    names = place_names(sheet.regency, sheet.period)
    districts, villages = add_up(sheet.cells, 6), add_up(sheet.cells, 10)
    printed = terms_of(sheet.cells)
    rows: list[dict[str, Any]] = []
    for number, code in enumerate(sorted(districts), 1):
        is_open = opened[:6] == code
        rows.append(
            _row(sheet, code, names, districts[code], links)
            | {"number": number, "open": is_open, "sub": False}
        )
        for village in sorted(villages) if is_open else ():
            if village.startswith(code):
                rows.append(
                    _row(sheet, village, names, villages[village], links)
                    | {"sub": True, "chosen": village == opened}
                )
    total = add_up(sheet.cells, 4).get(sheet.regency, {})
    return {
        "follows": follows,
        "heads": [{"term": term, "label": HEADS[term]} for term in printed],
        "numbers": range(3, 3 + len(printed) * 3),
        "rows": rows,
        "total": _row(sheet, sheet.regency, names, total, links),
    }


def _row(
    sheet: Sheet,
    code: str,
    names: dict[str, str],
    columns: dict[tuple[str, str], int],
    links: bool,
) -> dict[str, Any]:
    cells = []
    for term in terms_of(sheet.cells):
        male, female = columns.get((term, "L"), 0), columns.get((term, "P"), 0)
        for sex, n in (("L", male), ("P", female), ("", male + female)):
            cells.append(
                {
                    "n": n,
                    "signed": term in ("KOREKSI", ADJUSTED),
                    "url": behind_url(sheet, term, sex, code) if links else "",
                    "first": sex == "L",
                    "both": sex == "",
                    "now": term == "SEKARANG",
                }
            )
    return {"code": code, "name": names.get(code, code), "cells": cells}


def terms(sheet: Sheet, links: bool) -> list[dict[str, Any]]:
    """Terms of the proof strip, for the whole regency, L+P."""
    return [
        {
            "sign": SIGNS.get(term, ""),
            "label": NAMES[term],
            "value": sheet.total(term),
            "url": behind_url(sheet, term, "", sheet.regency) if links else "",
        }
        for term in terms_of(sheet.cells)
    ]


def waterfall(sheet: Sheet) -> dict[str, Any]:
    """Data of the chart; the axis starts below the smallest level, and says so."""
    before = sheet.total("SEBELUM")
    steps = [{"label": str(NAMES["SEBELUM"]), "value": before, "kind": "total"}]
    level = low = before
    for term in _movements(sheet):
        value = sheet.total(term) * (-1 if term in ("TMS", "KELUAR") else 1)
        level += value
        low = min(low, level)
        steps.append({"label": str(NAMES[term]), "value": value})
    now = sheet.total("SEKARANG")
    steps.append({"label": str(NAMES["SEKARANG"]), "value": now, "kind": "total"})
    floor = _floor(low, max(before, now, level) - low)
    return {"type": "waterfall", "min": floor, "steps": steps}


def _movements(sheet: Sheet) -> list[str]:
    """Terms between the two totals; the adjustment of regions adds up to none."""
    ends = ("SEBELUM", "SEKARANG", ADJUSTED)
    return [term for term in terms_of(sheet.cells) if term not in ends]


def split(sheet: Sheet, links: bool) -> dict[str, Any]:
    """Regular TPS and special sites per kecamatan; below it, kelurahan that have some.

    Each line holds three groups of L, P, L+P: reguler, lokasi khusus, together.
    """
    names = place_names(sheet.regency, sheet.period)
    districts, villages = add_up(sheet.cells, 6), add_up(sheet.cells, 10)
    rows = []
    for code in sorted(districts):
        rows.append(_split_row(sheet, code, names, districts[code], links))
        for village in sorted(villages):
            columns = villages[village]
            has = columns.get(("LOKSUS", "L"), 0) + columns.get(("LOKSUS", "P"), 0)
            if village.startswith(code) and has:
                rows.append(
                    _split_row(sheet, village, names, columns, links) | {"sub": True}
                )
    total = add_up(sheet.cells, 4).get(sheet.regency, {})
    return {
        "rows": rows,
        "total": _split_row(sheet, sheet.regency, names, total, links),
        "special": sheet.total("LOKSUS"),
    }


def _split_row(
    sheet: Sheet,
    code: str,
    names: dict[str, str],
    columns: dict[tuple[str, str], int],
    links: bool,
) -> dict[str, Any]:
    special = [columns.get(("LOKSUS", sex), 0) for sex in "LP"]
    now = [columns.get(("SEKARANG", sex), 0) for sex in "LP"]
    regular = [n - s for n, s in zip(now, special, strict=True)]
    cells = []
    for term, pair in ((REGULAR, regular), ("LOKSUS", special), ("SEKARANG", now)):
        for sex, n in (("L", pair[0]), ("P", pair[1]), ("", sum(pair))):
            cells.append(
                {
                    "n": n,
                    "url": behind_url(sheet, term, sex, code) if links else "",
                    "first": sex == "L",
                    "both": sex == "",
                    "now": term == "SEKARANG",
                }
            )
    return {"code": code, "name": names.get(code, code), "cells": cells}


def _floor(low: int, spread: int) -> int:
    """Where the axis starts: below every level, and at 0 when nothing has changed.

    An axis whose start equals its only value would be moved by the chart itself, and
    the note beside it would be untrue.
    """
    if not spread:
        return 0
    unit = int(10 ** max(1, len(str(spread)) - 1))
    return max(0, (low - max(spread // 5, 1)) // unit * unit)


def reasons(
    sheet: Sheet, column: str, labels: Any, place: str, links: bool
) -> list[dict[str, Any]]:
    """Every category of BARU or TMS at a place: L, P, both, each with its list."""
    found = by_place(sheet.cells, column, len(place)).get(place, {})
    rows = []
    for value, label in labels.choices:
        male, female = found.get((value, "L"), 0), found.get((value, "P"), 0)
        cells = _linked(sheet, column, place, (male, female), value, links)
        rows.append({"label": label, "cells": cells})
    return rows


def still(sheet: Sheet, place: str, links: bool) -> list[dict[str, Any]]:
    """What moved no total at a place: changed data, and who is held."""
    found = add_up(sheet.cells, len(place)).get(place, {})
    rows = []
    for column in STILL:
        pair = (found.get((column, "L"), 0), found.get((column, "P"), 0))
        cells = _linked(sheet, column, place, pair, "", links)
        rows.append({"label": NAMES[column], "cells": cells})
    return rows


def _linked(
    sheet: Sheet,
    column: str,
    place: str,
    pair: tuple[int, int],
    category: str,
    links: bool,
) -> list[dict[str, Any]]:
    """L, P and both, each with the address of its list."""
    return [
        {
            "n": n,
            "url": behind_url(sheet, column, sex, place, category) if links else "",
        }
        for sex, n in (("L", pair[0]), ("P", pair[1]), ("", sum(pair)))
    ]


def compared(then: Cells, now: Sheet) -> list[dict[str, Any]]:
    """Every column of the whole regency: L, P, both; then, now, and the difference."""
    rows = []
    before, after = add_up(then, 4), add_up(now.cells, 4)
    old, new = before.get(now.regency, {}), after.get(now.regency, {})
    for term, label in NAMES.items():
        was = [old.get((term, sex), 0) for sex in "LP"]
        is_now = [new.get((term, sex), 0) for sex in "LP"]
        was, is_now = [*was, sum(was)], [*is_now, sum(is_now)]
        by = [n - o for o, n in zip(was, is_now, strict=True)]
        rows.append({"label": label, "then": was, "now": is_now, "by": by})
    return rows


def named(changes: list[Change], period: Period) -> list[dict[str, Any]]:
    """Differences with the names of their places, as of the period, and columns."""
    names = place_names(period.regency_code, period)
    return [
        vars(change)
        | {
            "by": change.by,
            "name": names.get(change.place, change.place),
            "label": label_of(change.column, change.category),
        }
        for change in changes
    ]


def label_of(column: str, category: str) -> str:
    """A column of the recap in words, or one of its categories."""
    name = str(NAMES.get(column, column))
    return f"{name}: {category_word(category)}" if category else name


def explained(wrong: list[Difference], period: Period) -> list[dict[str, Any]]:
    """Differences with the names of their places as of the period."""
    names = place_names(period.regency_code, period)
    kinds = {
        "IDENTITAS": _("perhitungan"),
        "HITUNGAN": _("hitungan daftar"),
        "BARU": _("jumlah kategori baru"),
        "TMS": _("jumlah sebab TMS"),
        "KOREKSI": _("koreksi jenis kelamin"),
        "WILAYAH": _("penyesuaian wilayah"),
        "PINDAH": _("masuk dan keluar"),
        "LOKSUS": _("reguler dan lokasi khusus"),
    }
    return [
        {
            "place": names.get(d.place, d.place),
            "code": d.place,
            "kind": kinds.get(d.kind, d.kind.lower()),
            "sex": d.sex,
            "expected": d.expected,
            "found": d.found,
            "by": d.by,
        }
        for d in wrong
    ]


_SEVEN = (
    *("tps", "nama", "jenis_kelamin", "usia"),
    *("alamat", "rt", "rw", "keterangan"),
)


_LINE = (
    '<tr data-row id="r-%s-%s"><td>%s</td><th scope="row">%s</th><td>%s</td>'
    '<td class="pd-num">%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>'
)


def seven_elements(rows: Iterable[dict[str, Any]]) -> SafeString:
    """The lines of Bawaslu's list, each cell escaped; faster than a template's loop.

    A row's key is parted: now and then sixteen hexadecimal letters are digits alone,
    and would be read as a NIK.
    """
    return SafeString("".join(_LINE % tuple(_cells(row)) for row in rows))


def _cells(row: dict[str, Any]) -> list[str]:
    key = row["row_key"]
    cells = (key[:8], key[8:], *(row[name] for name in _SEVEN))
    return [escape(str(cell)) for cell in cells]
