"""Where in its row a refusal lies, by the names of its sender, and what stood there."""

from collections.abc import Callable, Sequence

from psycopg2 import sql

from reconciliation.rules import text
from reconciliation.rules.headers import FIELDS
from reconciliation.rules.issues import ISSUES

_ERROR = text.ERROR.pattern
_SPOILT = {
    "name": f"left(d.name, 1) IN ('=', '@') OR d.name ~ '{_ERROR}'",
    "birth_place": f"d.birth_place ~ '{_ERROR}'",
    "address": f"d.address ~ '{_ERROR}'",
    "evidence_no": f"d.evidence_no ~ '{_ERROR}'",
}
"""Of a row that was refused for one: which cell it is."""
_LACKING = {
    "birth_date": "d.birth_date IS NULL",
    "sex": "d.sex IS NULL",
    "address": "d.address = ''",
    "kelurahan": "NOT d.inside",
}
"""Of a new person without an element of art. 202: which one, in judge.sql's words."""
_ELSEWHERE = {"kelurahan": "village_no", "birth_date": "birth", "birth_place": "birth"}
"""Columns that hold the same beside other things."""


def told(
    header: Sequence[str], fields: dict[str, int]
) -> tuple[sql.Composable, sql.Composable]:
    """The sender's column name for each kind of refusal, and what stood there.

    header: names of the file's columns. fields: canonical field to its column. Both are
    expressions over a decided row d and its raw row r.
    """

    def name(field: str) -> sql.Composable:
        own = _present(field, fields)
        return _literal(header[fields[own]] if own else FIELDS[field][0])

    def cell(field: str) -> sql.Composable:
        own = _present(field, fields)
        if own == "village_no":
            return sql.SQL("d.place_cell")
        return sql.Identifier("r", f"c{fields[own]}")

    lacking = sql.SQL("concat_ws(', ', {})").format(
        sql.SQL(", ").join(
            sql.SQL("CASE WHEN {} THEN {} END").format(sql.SQL(when), name(field))
            for field, when in _LACKING.items()
        )
    )
    names = {"CELL_ERROR": _spoilt(fields, name), "INCOMPLETE": lacking}
    texts = {"CELL_ERROR": _spoilt(fields, cell)}
    for kind, issue in ISSUES.items():
        if issue.field and _present(issue.field, fields):
            names[kind], texts[kind] = name(issue.field), cell(issue.field)
    return _by_kind(names), _by_kind(texts)


def _present(field: str, fields: dict[str, int]) -> str:
    """The field whose column holds this one, "" where the file has none."""
    own = field if field in fields else _ELSEWHERE.get(field, "")
    return own if own in fields else ""


def _spoilt(
    fields: dict[str, int], show: Callable[[str], sql.Composable]
) -> sql.Composable:
    whens = [
        sql.SQL("WHEN {} THEN {}").format(sql.SQL(when.replace("%", "%%")), show(field))
        for field, when in _SPOILT.items()
        if _present(field, fields)
    ]
    return sql.SQL("CASE {} ELSE '' END").format(sql.SQL(" ").join(whens))


def _by_kind(found: dict[str, sql.Composable]) -> sql.Composable:
    whens = [
        sql.SQL("WHEN {} THEN {}").format(sql.Literal(kind), told)
        for kind, told in found.items()
    ]
    return sql.SQL("CASE d.issue {} ELSE '' END").format(sql.SQL(" ").join(whens))


def _literal(text: str) -> sql.Composable:
    """A header name inside a statement that also takes parameters."""
    return sql.Literal(text.replace("%", "%%"))
