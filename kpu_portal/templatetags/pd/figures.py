"""Filters for figures, dates, masked numbers and the words of a job."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString

from kpu_portal.ui import formats, jobs

register = template.Library()

register.filter("nik", formats.masked)
register.filter("lahir_samar", formats.masked_birth)
register.filter("waktu", formats.moment)
register.filter("jam", formats.hour)
register.filter("inisial", formats.initials)
register.filter("judul_pekerjaan", jobs.title_of)
register.filter("sisa_waktu", jobs.time_left)
register.filter("bilah_pekerjaan", jobs.bar_of)
register.filter("tahap_pekerjaan", jobs.stage_of)
register.filter("saran_pekerjaan", jobs.advice_of)
register.filter("suara_pekerjaan", jobs.spoken)


@register.filter
def angka(value: object, decimals: int | None = None) -> str:
    """1269611 is "1.269.611", -5 is "−5", None is blank."""
    return formats.figure(value, decimals)


@register.filter
def sel_angka(values: Iterable[object]) -> SafeString:
    """Figures as cells of one row: a table of many is drawn in one go."""
    cells = (escape(formats.figure(value)) for value in values)
    return SafeString("".join(f'<td class="pd-num">{cell}</td>' for cell in cells))


@register.filter
def tanda(value: object) -> str:
    """A difference with its sign: "+2.117", "−12", "0"."""
    return formats.figure(value, signed=True)


@register.filter
def persen(value: object, decimals: int = 1) -> str:
    """84.13 is "84,1%"."""
    return formats.percent(value, decimals)


@register.filter
def tgl(value: object, pattern: str = "d MMM y") -> str:
    """24 Nov 2026; another pattern of Babel may be given: "EEE d MMM"."""
    return formats.day(value, pattern)


@register.filter
def ukuran(value: object) -> str:
    """Bytes in words: "41,8 MB"."""
    size = float(str(value or 0))
    for unit in ("B", "kB", "MB"):
        if size < 1000 or unit == "MB":
            return f"{formats.figure(size, 0 if unit == 'B' else 1)} {unit}"
        size /= 1000
    return ""


@register.simple_tag
def bagian(part: Any, whole: Any, decimals: int = 1) -> str:
    """Part of whole in hundredths: {% bagian 2215 262906 2 %} is "0,84%"."""
    return formats.share(part, whole, decimals)
