"""The rows of a proposal's comparison, written in one go; the view says their values.

A template walks through some twenty tests for each of seventeen rows.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kpu_portal.ui import badges, formats
from kpu_portal.ui.marks import icon

MASKED = frozenset({"nik", "nkk"})
CHANGES = ("CHANGED", "EMPTIED")
ROW = (
    '<tr class="{css}"><th scope="row">{label}</th><td>{mark}</td><td>{now}</td>'
    '<td class="pd-diff__new"><span class="pd-diff__v"><span>{new}</span>{take}</span>'
    "</td>{other}</tr>\n"
)
MARK = '<span class="pd-mark{tone}">{icon}{word}</span>'
TAKE = (
    '<label class="pd-take"><input class="form-check-input" type="checkbox" '
    'name="unsur" value="{name}" checked><span>{take}<span class="pd-vh"> {label}'
    "</span></span></label>"
)


def diff_rows(rows: Iterable[Any], partial: bool, other: Any) -> SafeString:
    """One `<tr>` an element; `partial`: each change may be taken by itself.

    `other` is the proposal of another source, None where there is none: no column.
    """
    marks: dict[tuple[str, bool], str] = {}
    words = {"take": escape(_("Ambil")), "empty": escape(_("kosong"))}
    silent = f'<span class="pd-mute">{escape(_("tidak disebut"))}</span>'
    drawn = []
    for row in rows:
        changed, disputed = row.state in CHANGES, row.is_disputed
        if (row.state, disputed) not in marks:
            marks[row.state, disputed] = _mark(row.state, disputed)
        label = escape(str(row.label))
        take = third = ""
        if partial and row.state == "CHANGED":
            take = TAKE.format(name=row.name, take=words["take"], label=label)
        if other:
            shown = _cell(row.name, row.other, hidden=not disputed) or words["empty"]
            third = f"<td>{silent if row.other is None else shown}</td>"
        drawn.append(
            ROW.format(
                css="is-diff" if disputed else "is-edit" if changed else "is-same",
                label=label,
                mark=marks[row.state, disputed],
                now=_cell(row.name, row.now, hidden=not changed),
                new=_proposed(row, changed),
                take=take,
                other=third,
            )
        )
    return SafeString("".join(drawn))


def _mark(state: str, disputed: bool) -> str:
    changed = state in CHANGES
    if disputed:
        tone, word = " k-ask", _("Tiga nilai") if changed else _("Beda sumber")
    elif changed:
        tone, word = " k-edit", str(badges.look_of(state).word)
    elif state == "REFUSED":
        tone, word = " k-bad", _("Ditolak")
    else:
        tone, word = "", _("Sama") if state == "SAME" else _("Dilewati")
    drawn = icon(badges.look_of(state).icon, "s")
    return MARK.format(tone=tone, icon=drawn, word=escape(word))


def _cell(name: str, text: Any, *, hidden: bool) -> str:
    """A value; numbers are masked, and a birth date where nothing asks for it."""
    if name in MASKED:
        text = formats.masked(text)
    elif name == "birth_date" and hidden:
        text = formats.masked_birth(text)
    return escape(str(text or ""))


def _proposed(row: Any, changed: bool) -> str:
    if row.name in MASKED or (row.name == "birth_date" and not changed):
        return _cell(row.name, row.new, hidden=True)
    return "".join(
        f"<mark>{escape(text)}</mark> " if differs else f"{escape(text)} "
        for text, differs in row.marked
    )
