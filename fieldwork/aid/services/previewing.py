"""How the first rows of a list would be read: with the SQL of the import itself."""

import json
from typing import Any

from django.db import connection
from psycopg2 import sql

from fieldwork.aid import headers, landing
from fieldwork.aid.models import AidList
from fieldwork.aid.services.importing import columns_of, look
from files.mapping import FirstRows, Rows
from files.places import lies_in
from files.readers import FileRefused
from regions.services.reading import successors

SHOWN = 4
"""Rows beside the choices."""
kept = FirstRows()


def first_rows(row: AidList) -> Rows:
    """First rows of the stored file; [] when it is gone or cannot be read."""
    if not lies_in(row.file, row.regency_code):
        return []
    meant = columns_of(row.programme)

    def read() -> Rows:
        try:
            return look(row.file, meant).sample
        except (FileRefused, OSError):
            return []

    key = (row.file, row.sha256, frozenset(meant.items()))
    return kept.get(key, read)[:SHOWN]


def as_read(row: AidList, rows: Rows, chosen: dict[int, str]) -> list[dict[str, str]]:
    """Each row by field as the import would keep it, and its `issue`."""
    width = len(row.recognised["header"])
    if not rows or not width:
        return []
    fields: dict[str, int] = {}
    for at, field in chosen.items():
        if field:
            fields.setdefault(field, at)
    body = landing.statement(
        "aid_read", raw=_raw(rows, width), **landing.cells(fields, headers.COLUMNS)
    )
    query: Any = body + sql.SQL(" ORDER BY line")
    gone = json.dumps(successors(row.regency_code))
    with connection.cursor() as cursor:
        cursor.execute(query, {"regency": row.regency_code, "successors": gone})
        names = [one.name for one in cursor.description]
        return [
            {name: str(value or "") for name, value in zip(names, told, strict=True)}
            for told in cursor.fetchall()
        ]


def _raw(rows: Rows, width: int) -> sql.Composed:
    """The rows as the table that the import lands."""
    lines = []
    for at, row in enumerate(rows):
        cells = [*row, *[""] * width][:width]
        told = [sql.Literal(one.replace("\0", "")) for one in cells]
        number = sql.SQL("{}::bigint").format(sql.Literal(at))
        lines.append(sql.SQL("({})").format(sql.SQL(", ").join([number, *told])))
    names = [sql.Identifier("line"), *(landing.column(at) for at in range(width))]
    return sql.SQL("(VALUES {}) AS r ({})").format(
        sql.SQL(", ").join(lines), sql.SQL(", ").join(names)
    )
