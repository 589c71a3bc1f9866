"""What the reader has to tell about a file beside its rows, in words."""

from typing import Any

from django.utils.translation import gettext as _

from files.readers import place_of
from reconciliation.models import Delivery
from reconciliation.rules.headers import doubled


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
