"""One number of a row and of a voter: equal only where the row is plainly the voter.

Two prints that are equal by chance would hide a change: of 4 million voters and rows
one pair in some 10^16 deliveries, since a second hash of the NIK goes with each.
"""

from psycopg2 import sql

from reconciliation.stages.work import Work

PRINTED: dict[str, tuple[str, str]] = {
    "nkk": ("r.nkk", "v.nkk"),
    "name": ("r.name", "v.name"),
    "birth_place": ("r.birth_place", "v.birth_place"),
    "birth_date": ("r.birth_date", "v.born"),
    "marital_status": (
        "translate(r.marital_status, '1234', 'BSPP')",
        "v.marital_status",
    ),
    "sex": ("translate(r.sex, '12', 'LP')", "v.sex"),
    "address": ("r.address", "v.address"),
    "rt": ("CASE r.rt WHEN '' THEN '' ELSE lpad(r.rt, 3, '0') END", "v.rt"),
    "rw": ("CASE r.rw WHEN '' THEN '' ELSE lpad(r.rw, 3, '0') END", "v.rw"),
    "kelurahan": ("r.kelurahan", "v.kelurahan"),
    "village_no": ("r.district_no || r.village_no", "substr(v.kelurahan, 5)"),
    "tps": ("CASE r.tps WHEN '' THEN '' ELSE lpad(r.tps, 3, '0') END", "v.tps"),
    "disability": ("r.disability", "v.disability"),
    "ektp_status": ("left(r.ektp_status, 1)", "v.ektp_status"),
}
"""What of a row, and of a voter, goes into the print; by mapped field. Where both are
equal, so is the element in the sense of comparing.SAME."""

BY_ITSELF: dict[str, str] = {
    "nkk": "octet_length(r.nkk) = 16",
    "village_no": "r.province_no = left(%(regency)s, 2)"
    " AND r.regency_no = right(%(regency)s, 2)",
    "ektp_status": "r.ektp_status IN ('S', 'B', 'SUDAH', 'BELUM')",
}
"""What a row must fulfil beside."""

TOLD = frozenset({"occupation", "nationality", "event", "event_date"})
"""Fields that no voter has: comparing.SAME asks them of the row alone."""

FIVE = {
    False: "translate('BDEIJ', 'ABCDEFGHIJ', r.birth_date)",
    True: "translate('JFGCD', 'ABCDEFGHIJ', r.birth_date)",
}
"""DMMYY of a date as text, ISO or not: each letter is the character of its place."""


def can_print(work: Work) -> bool:
    """Whether the columns of the file say enough of a row that is plainly the same."""
    return "birth" not in work.fields and {"birth_date", "sex"} <= work.fields.keys()


def said(work: Work, conditions: list[sql.Composable]) -> sql.Composable:
    """The print of a row; NULL where it fails one of `conditions`, all of the row."""
    fields = _fields(work)
    by_itself = [sql.SQL(BY_ITSELF[one]) for one in fields if one in BY_ITSELF]
    return _print("r.nik", [PRINTED[one][0] for one in fields], conditions + by_itself)


def kept(work: Work, conditions: list[sql.Composable]) -> sql.Composable:
    """The print of a voter; NULL where one of `conditions` fails."""
    return _print("v.nik", [PRINTED[one][1] for one in _fields(work)], conditions)


def _fields(work: Work) -> list[str]:
    fields = [one for one in PRINTED if one in work.fields]
    if work.village and "kelurahan" not in fields:
        fields.append("kelurahan")
    return fields


def _print(
    nik: str, texts: list[str], conditions: list[sql.Composable]
) -> sql.Composable:
    """Each text is hashed with the hash of the one before as its seed."""
    number = f"hashtextextended({nik}, 0)"
    for text in texts:
        number = f"hashtextextended({text}, {number})"
    asked = sql.SQL(" AND ").join(sql.SQL("({})").format(one) for one in conditions)
    return sql.SQL("CASE WHEN {} THEN {} END").format(asked, sql.SQL(number))


def nik_day(iso: bool) -> list[str]:
    """The NIK tells the birth date of its row, women with 40 more."""
    day = "ascii(substr(r.birth_date, 9))" if iso else "ascii(r.birth_date)"
    return [
        f"substr(r.nik, 8, 5) = {FIVE[iso]}",
        f"ascii(substr(r.nik, 7)) = {day}"
        " + CASE WHEN r.sex IN ('1', 'L') THEN 0 ELSE 4 END",
    ]
