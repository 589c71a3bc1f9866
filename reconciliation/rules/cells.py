"""One cell as it would be read: its canonical value, or the issue it would make.

The mapping screen shows the first rows so; the run itself reads in SQL, whose
functions are tested against the same rules.
"""

from collections.abc import Collection

from reconciliation.rules import codes, dates, lines, nik, text

_CODED = {"sex": codes.SEX, "marital_status": codes.MARITAL, "ektp_status": codes.EKTP}
_CODE_ISSUES = {
    "sex": "SEX_CODE",
    "marital_status": "MARITAL_CODE",
    "ektp_status": "EKTP_CODE",
}
_DATES = {"birth_date": "BIRTH_DATE", "event_date": "EVENT_DATE"}
_PADDED = frozenset({"rt", "rw", "tps"})


def read(
    field: str, cell: str, provinces: Collection[str], vintage: str = ""
) -> tuple[str, str]:
    """(value, issue) of a cell; one of them is empty.

    field: canonical field, "" for a column that is ignored (both are empty then).
    """
    if not field:
        return "", ""
    if field == "nik":
        number = text.nik_key(cell)
        problem = nik.problem(number, provinces)
        return ("", problem) if problem else (number, "")
    plain = text.said(cell)
    if field == "nkk":
        return text.number_key(text.said(cell)), ""
    if field == "name":
        return plain, "" if plain else "NAME_EMPTY"
    if field in _PADDED:
        return text.place_number(cell), ""
    if field == "rt_rw":
        return "/".join(map(text.place_number, lines.home(cell))).strip("/"), ""
    if field in _DATES:
        return _date(plain, _DATES[field])
    if field == "birth":
        return _birth(cell)
    if field == "event":
        value, issue = _code(plain, codes.events(vintage), "EVENT_CODE")
        return (plain if value == "PLAIN" else value), issue
    if field == "disability":
        return _code(plain, codes.disabilities(vintage), "DISABILITY_CODE")
    if field == "nationality":
        unknown = plain and not codes.nationality(plain)
        return ("", "NATIONALITY_CODE") if unknown else (plain, "")
    if field in _CODED:
        return _code(plain, _CODED[field], _CODE_ISSUES[field])
    return plain, ""


def _date(plain: str, issue: str) -> tuple[str, str]:
    if not plain:
        return "", ""
    found = dates.parsed(plain)
    return (f"{found:%d-%m-%Y}", "") if found else ("", issue)


def _birth(cell: str) -> tuple[str, str]:
    """Place and date of a column of both, the date as it is read."""
    where, when = lines.birth(cell)
    date, issue = _date(when, "BIRTH_DATE")
    return ("" if issue else ", ".join(part for part in (where, date) if part)), issue


def _code(plain: str, table: dict[str, str], issue: str) -> tuple[str, str]:
    if not plain:
        return "", ""
    value = table.get(plain, "")
    return value, "" if value else issue
