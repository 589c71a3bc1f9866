"""What stands behind a figure: the events of a column, or the people of a total."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from plenos.models import Column
from plenos.selectors.recap import Sheet
from regions.querysets import code_after

EFFECTS: dict[str, tuple[str, ...]] = {
    Column.BARU: ("BARU",),
    Column.PEMULIHAN: ("PEMULIHAN",),
    Column.TMS: ("TMS",),
    Column.MASUK: ("PINDAH",),
    Column.KELUAR: ("PINDAH",),
    Column.KOREKSI: ("KOREKSI_JK", "PINDAH"),
    Column.WILAYAH: ("WILAYAH",),
    Column.UBAH: ("UBAH", "KOREKSI_JK"),
}
REGULAR = "REGULER"
"""What SEKARANG holds beside LOKSUS: a figure of the page, and no column of its own."""
LISTS = (*Column.values, REGULAR)
"""Figures that have a list behind them."""
SITES: dict[str, bool] = {Column.LOKSUS: True, REGULAR: False}
"""Lists that are cut by where their people vote."""
# An event can have two cells in one column (a corrected sex, a change of regions): the
# key tells them apart, or a page that ends between the two would lose the second.
_EVENTS = """
SELECT e.id * 2 + (c.n > 0)::int AS key, coalesce(e.after, e.before) ->> 'name' AS name,
  coalesce(e.after, e.before) ->> 'nik' AS nik,
  coalesce(e.after, e.before) ->> 'public_id' AS public_id,
  c.kelurahan AS kelurahan, c.sex AS sex, c.cat AS category, c.n AS n,
  e.effect AS effect, e.reason AS reason, e.actor_name AS actor,
  e.recorded_at AS recorded_at, e.event_date AS event_date
FROM voter_event e, event_cells(e.effect, e.sign, e.category, e.kelurahan_from,
  e.sex_from, e.kelurahan_to, e.sex_to) c
WHERE e.regency_code = %(regency)s AND e.period_id = %(period)s
  AND e.effect = ANY(%(effects)s) AND c.col = %(column)s
  AND c.kelurahan >= %(low)s AND c.kelurahan < %(high)s
  AND (%(sex)s = '' OR c.sex = %(sex)s)
  AND (%(category)s = '' OR c.cat = %(category)s)
  AND e.counter_of IS NULL AND NOT EXISTS (
    SELECT 1 FROM voter_event u WHERE u.regency_code = %(regency)s
      AND u.period_id = %(period)s AND u.effect = e.effect AND u.counter_of = e.id)
  AND e.id >= %(after)s / 2 AND e.id * 2 + (c.n > 0)::int > %(after)s
ORDER BY e.id, c.n > 0 LIMIT %(most)s
"""
_ROLL = """
SELECT v.id AS key, v.name, v.nik, v.public_id::text AS public_id, v.kelurahan, v.sex,
  '' AS category, 1 AS n, v.status AS effect, v.status_reason AS reason, '' AS actor,
  NULL::timestamptz AS recorded_at, NULL::date AS event_date
FROM voter v
WHERE v.regency_code = %(regency)s AND v.kelurahan >= %(low)s AND v.kelurahan < %(high)s
  AND (%(sex)s = '' OR v.sex = %(sex)s) AND v.status = ANY(%(statuses)s)
  AND (%(special)s::boolean IS NULL OR v.is_special_site = %(special)s)
  AND v.id > %(after)s
ORDER BY v.id LIMIT %(most)s
"""
_AS_OF = """
SELECT l.voter_id AS key, l.name, l.nik, l.public_id::text AS public_id, l.kelurahan,
  l.sex, '' AS category, 1 AS n, l.status AS effect, '' AS reason, '' AS actor,
  NULL::timestamptz AS recorded_at, NULL::date AS event_date
FROM period_list l
WHERE l.regency_code = %(regency)s AND l.period_id = %(period)s
  AND l.kelurahan >= %(low)s AND l.kelurahan < %(high)s
  AND (%(sex)s = '' OR l.sex = %(sex)s) AND l.status = ANY(%(statuses)s)
  AND (%(special)s::boolean IS NULL OR l.is_special_site = %(special)s)
  AND l.voter_id > %(after)s
ORDER BY l.voter_id LIMIT %(most)s
"""


@dataclass(frozen=True)
class Behind:
    """One person or event behind a figure; the NIK is masked when it is shown."""

    key: int
    name: str
    nik: str
    public_id: str
    kelurahan: str
    sex: str
    category: str
    n: int
    effect: str
    reason: str
    actor: str
    recorded_at: Any
    event_date: date | None


def behind(
    sheet: Sheet,
    *,
    column: str,
    code: str = "",
    sex: str = "",
    category: str = "",
    after: int = 0,
    most: int = 50,
) -> list[Behind]:
    """One page of what makes a figure, in the order of its keys, after key `after`.

    An event that was undone in the period is out of its column and not listed. A total
    of a frozen period lists its members as they were that day.
    """
    code = code if code.startswith(sheet.regency) else sheet.regency
    period = sheet.period.pk
    statuses = ["HELD"] if column == Column.DITAHAN else ["ACTIVE", "HELD"]
    if column in EFFECTS:
        text = _EVENTS
    elif column == Column.SEBELUM:
        text = _AS_OF
        period = sheet.previous.period.pk if sheet.previous else 0
    else:
        text = _AS_OF if sheet.is_frozen else _ROLL
    with connection.cursor() as cursor:
        cursor.execute(
            text,
            {
                "regency": sheet.regency,
                "period": period,
                "effects": list(EFFECTS.get(column, ())),
                "column": column,
                "statuses": statuses,
                "special": SITES.get(column),
                "low": code,
                "high": code_after(code),
                "sex": sex,
                "category": category,
                "after": after,
                "most": most,
            },
        )
        return [Behind(*row) for row in cursor.fetchall()]
