"""What the reader has to tell about a file beside its rows, in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from files.readers import place_of
from periods.models import Period
from reconciliation.models import Delivery
from reconciliation.rules.dates import outside, parsed
from reconciliation.rules.headers import doubled
from reconciliation.rules.text import plain


def where(delivery: Delivery, line: int) -> str:
    """Sheet (or file of a zip) and row, as the sender sees them."""
    name, row = place_of(delivery.recognised.get("parts", []), line)
    return _("%(name)s, baris %(row)s") % {"name": name, "row": row} if name else ""


def told(delivery: Delivery) -> list[str]:
    """One sentence for everything that was left out, hidden, or found twice."""
    seen = delivery.recognised
    lines = [_why(one) for one in seen.get("left_out", [])]
    lines += [_note(one) for one in seen.get("notes", [])]
    twice = doubled(seen["header"])
    if twice:
        names = ", ".join(twice)
        lines.append(
            _("Judul kolom ganda: %(names)s. Petakan sendiri yang benar.")
            % {"names": names}
        )
    sums = delivery.details.get("totals", [])
    if sums:
        places = [where(delivery, line) or str(line) for line in sums[:10]]
        lines.append(
            _("Baris jumlah, bukan orang: %(rows)s.") % {"rows": "; ".join(places)}
        )
    return lines


def other_period(delivery: Delivery, sample: list[list[str]]) -> dict[str, date] | None:
    """First and last event date of the first rows where none lies in the delivery's
    period, which is perhaps not the file's; else None."""
    at = delivery.fields.get("event_date")
    period = Period.objects.filter(pk=delivery.period_id or 0).first()
    if at is None or period is None:
        return None
    cells = [plain(row[at]) for row in sample if len(row) > at]
    days = [day for cell in cells if (day := parsed(cell))]
    found = outside(days, period.starts_on, period.reference_date)
    return {"first": found[0], "last": found[1]} if found else None


def _why(one: dict[str, Any]) -> str:
    words = {
        "other_header": _("judul kolomnya lain"),
        "no_header": _("tanpa judul kolom"),
        "empty": _("kosong"),
        "headings_only": _("hanya judul kolom"),
        "nested": _("zip di dalam zip"),
    }
    why = words.get(one["why"], _("tidak dapat dibaca"))
    return _("Tidak dibaca: %(name)s (%(why)s).") % {"name": one["name"], "why": why}


def _note(one: dict[str, Any]) -> str:
    n = one["n"]
    words = {
        "hidden_sheet": _("lembar tersembunyi, tetap dibaca"),
        "hidden_rows": _("baris tersembunyi, tetap dibaca: %(n)s"),
        "errors": _("sel galat (#REF! dan sejenisnya): %(n)s"),
        "formulas": _("rumus tanpa nilai: %(n)s"),
        "merged": _("sel gabungan, hanya sel pertama yang berisi: %(n)s"),
        "far": _("isian jauh di kanan, tidak dibaca: %(n)s"),
        "macros": _("ada makro; tidak pernah dijalankan"),
    }
    said = words[one["kind"]].replace("%(n)s", str(n))
    return f"{one['where'] or _('Berkas')}: {said}."
