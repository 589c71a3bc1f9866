"""Everything a document says, once: figures, places, the plenary, words in Indonesian.

Documents of an office are Indonesian whatever the language of the page.
"""

import io
from datetime import date
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse

from plenos.models import Column, Plenary, Recap, Reopening
from plenos.rules import village as rules
from plenos.rules.recap import (
    LEVELS,
    TERMS,
    Cells,
    add_up,
    by_category,
    by_place,
    is_nihil,
    standing,
    terms_of,
)
from plenos.selectors.annexes import POSTS, annexes
from plenos.selectors.recap import Sheet
from plenos.selectors.villages import confirmed_on, live_lines, locked_lines
from regions.selectors import names_on
from voters.models import BaruCategory, TmsReason
from voters.models.codes import category_word

SHOWN = 16
"""Digits of the recap's digest in an address; the page compares them."""
STATES = {
    rules.CONFIRMED: "dikonfirmasi",
    rules.CHANGED: "berubah sejak dikonfirmasi",
    rules.NONE: "belum dikonfirmasi",
}
ZONES = {"Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def words(n: int) -> str:
    """1019018 -> "satu juta sembilan belas ribu delapan belas"."""
    from num2words import num2words

    return str(num2words(n, lang="id"))


def day_words(day: date) -> str:
    """A date in words: "Selasa, tanggal dua puluh empat bulan November tahun …"."""
    weekday = format_date(day, "EEEE", locale="id")
    month = format_date(day, "MMMM", locale="id")
    return f"{weekday}, tanggal {words(day.day)} bulan {month} tahun {words(day.year)}"


def period_name(code: str, starts_on: date) -> str:
    """ "November 2026" for a month, "Triwulan 4 Tahun 2026" and "Semester 2 …" else."""
    kind = {"T": "Triwulan", "S": "Semester"}.get(code[5:6])
    if kind:
        return f"{kind} {code[6:]} Tahun {code[:4]}"
    return str(format_date(starts_on, "MMMM yyyy", locale="id"))


def dataset(sheet: Sheet, plenary: Plenary | None) -> dict[str, Any]:
    """What minutes and workbook print; page, PDF and xlsx share its sha256."""
    names = names_on(sheet.regency, sheet.period.reference_date)
    levels = {length: add_up(sheet.cells, length) for length in (4, 6, 10)}
    districts = [_line(code, names, levels[6]) for code in sorted(levels[6])]
    villages = [_line(code, names, levels[10]) for code in sorted(levels[10])]
    total = _line(sheet.regency, names, levels[4])
    posts = _posts(sheet, names)
    return {
        "regency": sheet.regency,
        "office": names.get(sheet.regency, sheet.regency),
        "period": sheet.period.code,
        "period_name": period_name(sheet.period.code, sheet.period.starts_on),
        "reference_date": format_date(
            sheet.period.reference_date, "d MMMM yyyy", locale="id"
        ),
        "zone": ZONES.get(settings.TIME_ZONE, "WIB"),
        "draft": not sheet.is_frozen,
        "opening": bool(sheet.recap and sheet.recap.is_opening),
        "version": sheet.version,
        "sha256": sheet.sha256,
        "head": sheet.recap.head if sheet.recap else "",
        "terms": list(terms_of(sheet.cells)),
        "spread": [standing(sheet.cells, level) for level in (6, 10)],
        "districts": districts,
        "villages": villages,
        "total": total,
        "ubah": sheet.total("UBAH"),
        "nihil": is_nihil(sheet.cells),
        "ditahan": sheet.held,
        "baru": _reasons(sheet.cells, "BARU", sheet.regency, BaruCategory),
        "tms": _reasons(sheet.cells, "TMS", sheet.regency, TmsReason),
        "reasons_at": {
            key: _reasons_at(sheet.cells, column)
            for key, column in (("baru", "BARU"), ("tms", "TMS"))
        },
        "words": {key: words(value) for key, value in _spelled(total).items()},
        "date": list(_day(sheet, plenary).timetuple()[:3]),
        **_check(sheet),
        "plenary": _meeting(plenary),
        "posts": posts,
        "changes": _changes(sheet, names),
        "replaces": _replaced(sheet, plenary),
        "confirmed": _confirmed(sheet, names, after=bool(posts["lines"])),
    }


def _confirmed(sheet: Sheet, names: dict[str, str], *, after: bool) -> dict[str, Any]:
    """Where every kelurahan stands; {} for a version frozen before they confirmed.

    after: whether the posts' annex stands before it.
    """
    lines = locked_lines(sheet.recap) if sheet.recap else live_lines(sheet.period)
    if not lines:
        return {}
    days = [confirmed_on(line) for line in lines]
    before = ("V", "VI") if sheet.version == 1 else ("VI", "VII")
    return {
        "annex": before[after],
        "done": sum(line.state == rules.CONFIRMED for line in lines),
        "of": len(lines),
        "rows": [
            {
                "name": names.get(line.kelurahan, line.kelurahan),
                "figures": [line.made, line.applied, line.refused, line.still_open],
                "state": STATES[line.state],
                "by": line.signed_by,
                "on": format_date(day, "d MMM yyyy", locale="id") if day else "",
                "paper": line.paper_no,
                "sha256": line.sha256[:SHOWN],
            }
            for line, day in zip(lines, days, strict=True)
        ],
    }


POST_FIGURES = {
    "visits": "Kunjungan",
    "baru": "Baru",
    "pindah": "Pindah",
    "meninggal": "Meninggal",
    "perbaikan": "Perbaikan",
    "tetap": "Tetap",
    "bertanya": "Bertanya",
    "proposed": "Usulan",
    "applied": "Diterapkan",
}
"""Figures of a post and month in the annex, and the heads of their columns."""


def _posts(sheet: Sheet, names: dict[str, str]) -> dict[str, Any]:
    """What the kecamatan's posts did; no lines where nobody came."""
    kept = annexes(sheet).get(POSTS, [])
    return {
        "annex": "VI" if sheet.version > 1 else "V",
        "heads": list(POST_FIGURES.values()),
        "lines": [
            {
                "name": row["name"],
                "kecamatan": names.get(row["kecamatan"], row["kecamatan"]),
                "month": row["month"],
                "figures": [row[name] for name in POST_FIGURES],
            }
            for row in kept
        ],
        "total": [sum(row[name] for row in kept) for name in POST_FIGURES],
    }


def _changes(sheet: Sheet, names: dict[str, str]) -> list[dict[str, Any]]:
    """What a version after the first prints otherwise; kept at the freeze."""
    if sheet.recap is None or sheet.version == 1:
        return []
    return [
        {
            "name": names.get(row.kelurahan, row.kelurahan),
            "column": _column(row.column, row.category),
            "old": [row.old_male, row.old_female, row.old_male + row.old_female],
            "new": [row.new_male, row.new_female, row.new_male + row.new_female],
            "people": row.people,
        }
        for row in sheet.recap.changes.all()
    ]


def _column(column: str, category: str) -> str:
    """A column in the words of the minutes, or one of its categories."""
    name = str(Column(column).label)
    return f"{name}: {category_word(category)}" if category else name


def _replaced(sheet: Sheet, plenary: Plenary | None) -> dict[str, Any]:
    """Which minutes a version after the first replaces, and why it was reopened."""
    if sheet.version == 1 or plenary is None:
        return {}
    before = Plenary.objects.filter(
        period=sheet.period, version=sheet.version - 1
    ).first()
    reopened = Reopening.objects.filter(
        period=sheet.period, version=sheet.version - 1, opened_at__isnull=False
    ).first()
    recap = Recap.objects.filter(period=sheet.period, version=sheet.version - 1).first()
    if before is None or reopened is None or recap is None:
        return {}
    return {
        "version": before.version,
        "number": before.number,
        "sha256": recap.sha256,
        "reason": reopened.reason,
        "institution": reopened.institution,
        "letter": reopened.letter_no,
        "letter_on": format_date(reopened.letter_on, "d MMMM yyyy", locale="id"),
    }


def _day(sheet: Sheet, plenary: Plenary | None) -> date:
    """Date of the documents: the plenary's, else the period's reference date."""
    day = plenary.held_on if plenary else None
    return day or sheet.period.reference_date


def _check(sheet: Sheet) -> dict[str, str]:
    """Where a frozen recap is checked, and the same as a QR code; none for a draft."""
    import segno

    if not sheet.is_frozen:
        return {"url": "", "qr": ""}
    path = reverse("plenos:recap", args=[sheet.regency, sheet.period.code])
    url = f"{settings.PUBLIC_URL}{path}?sidik={sheet.sha256[:SHOWN]}"
    svg = io.BytesIO()
    segno.make(url, error="m").save(svg, kind="svg", border=2, xmldecl=False)
    return {"url": url, "qr": svg.getvalue().decode()}


def _spelled(total: dict[str, Any]) -> dict[str, int]:
    now = total["figures"]["SEKARANG"]
    return {
        "L": now[0],
        "P": now[1],
        "LP": now[2],
        "reguler": total["figures"]["REGULER"][2],
        "loksus": total["figures"]["LOKSUS"][2],
    }


def _line(
    code: str,
    names: dict[str, str],
    columns: dict[str, dict[tuple[str, str], int]],
) -> dict[str, Any]:
    row = columns.get(code, {})
    figures = {}
    for term in (*TERMS, "UBAH", "DITAHAN"):
        male, female = row.get((term, "L"), 0), row.get((term, "P"), 0)
        figures[term] = [male, female, male + female]
    special = [row.get(("LOKSUS", sex), 0) for sex in "LP"]
    figures["LOKSUS"] = [*special, sum(special)]
    figures["REGULER"] = [
        now - there
        for now, there in zip(figures["SEKARANG"], figures["LOKSUS"], strict=True)
    ]
    return {"code": code, "name": names.get(code, code), "figures": figures}


def _reasons(cells: Cells, column: str, code: str, kinds: Any) -> list[dict[str, Any]]:
    """Every category of the official list, with zeros, for L, P and both."""
    male = by_category(cells, column, code, "L")
    female = by_category(cells, column, code, "P")
    return [
        {
            "code": kind.value,
            "label": str(kind.label),
            "figures": [
                male.get(kind.value, 0),
                female.get(kind.value, 0),
                male.get(kind.value, 0) + female.get(kind.value, 0),
            ],
        }
        for kind in kinds
    ]


def _reasons_at(cells: Cells, column: str) -> dict[str, dict[str, list[int]]]:
    """place -> category -> L, P and both, on every level; what is zero is left out."""
    out: dict[str, dict[str, list[int]]] = {}
    for level in LEVELS.values():
        for place, row in by_place(cells, column, level).items():
            found = out.setdefault(place, {})
            for category in sorted({name for name, _sex in row}):
                pair = [row.get((category, sex), 0) for sex in "LP"]
                found[category] = [*pair, sum(pair)]
    return out


def _meeting(plenary: Plenary | None) -> dict[str, Any]:
    if plenary is None:
        return {}
    return {
        "number": plenary.number,
        "day_words": day_words(plenary.held_on) if plenary.held_on else "",
        "hour": plenary.hour.strftime("%H.%M") if plenary.hour else "",
        "place": plenary.place,
        "agenda": plenary.agenda,
        "decision": plenary.decision,
        "copies": plenary.copies,
        "copies_words": words(plenary.copies),
        "signatories": [
            {"name": s.name, "title": s.title} for s in plenary.signatories.all()
        ],
        "attendance": [
            {
                "institution": a.institution,
                "name": a.name,
                "title": a.title,
                "present": a.present,
            }
            for a in plenary.attendance.all()
        ],
        "inputs": [
            {
                "institution": i.institution,
                "input": i.input,
                "follow_up": i.follow_up,
                "note": i.note,
            }
            for i in plenary.inputs.all()
        ],
    }
