"""A comparison and its rows as a person reads them: on the page, and in a file."""

from typing import Any

from django.utils.translation import gettext as _

from files.exports import mask_number
from voters.dhs.selectors import issue_words, why_words
from voters.filters_sidalih import SHEET_WORDS
from voters.models import SidalihComparison, SidalihRow
from voters.models.codes import category_word
from voters.rules.sidalih import Outcome
from voters.selectors import ELEMENT_LABELS, as_read


def area_word(area: str, places: dict[str, str]) -> str:
    """Of which place the file is the whole list."""
    if not area:
        return _("Sebagian daftar")
    return places.get(area) or _("Seluruh kab/kota")


def found(comparison: SidalihComparison) -> str:
    """What came of a comparison, in a line."""
    if comparison.ended_at is None:
        return _("Sedang dibandingkan")
    counts = comparison.result.get("outcomes", {})
    n = counts.get(Outcome.DIFFERS, 0) + counts.get(Outcome.ONLY_SIDALIH, 0)
    return _("%(n)s berbeda atau hanya di SIDALIH") % {"n": n}


def side(
    row: SidalihRow, told: bool, places: dict[str, str], *, masked: bool = True
) -> list[tuple[str, str]]:
    """(element, value) of what differs, as the roll or as SIDALIH says it."""
    values: dict[str, Any] = row.told if told else row.roll
    lines = []
    for name in row.elements:
        text = as_read(values.get(name), name, places)
        if masked and name == "nkk":
            text = mask_number(text)
        lines.append((str(ELEMENT_LABELS[name]), text or "–"))
    return lines


def reason(row: SidalihRow) -> str:
    """Why the row is what it is, and what that means for the desk."""
    if row.outcome == Outcome.UNREADABLE:
        _field, wrong, advice = issue_words()[row.why]
        return f"{wrong}. {advice}"
    if row.outcome == Outcome.ONLY_ROLL:
        return _on_sheet(row)
    if not row.why:
        return ""
    known = why_words().get(row.why)
    if known or row.outcome == Outcome.CONFLICT:
        return known or row.why
    return _("TMS di portal: %(why)s") % {"why": category_word(row.why)}


def _on_sheet(row: SidalihRow) -> str:
    if not row.sheet:
        return _("Tidak ada di lembar periode ini")
    told = {"sheet": SHEET_WORDS[row.sheet]}
    if row.sheet_done:
        return _("Lembar %(sheet)s, ditandai sudah dientri") % told
    return _("Lembar %(sheet)s, belum ditandai") % told
