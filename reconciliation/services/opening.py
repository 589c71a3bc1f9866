"""Loads the opening list of a regency (and who was removed before) through landing."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from psycopg2 import sql

from files.readers import Recognised, chunks, delimiter, recognise
from periods.models import Period
from reconciliation import landing, stages
from reconciliation.landing import Tables
from reconciliation.rules import headers
from reconciliation.rules.issues import ISSUES, WARNINGS
from reconciliation.services.errors import DeliveryError
from voters.models import TmsReason
from voters.selectors import ELEMENT_LABELS
from voters.services import load_opening


def load_opening_files(
    *, actor: Any, period: Period, roll: Path, removed: Path | None, token: int
) -> int:
    """Load the roll and the removed people of earlier periods; gives how many rows.

    Every row must be sound: a broken opening list is repaired before, not after.
    Raises DeliveryError with the first problems, FileRefused, VoterError.
    """
    tables = Tables(0, token)
    landing.drop_leftovers()
    try:
        with transaction.atomic():
            _land(period, roll, Tables(0, token), "roll")
            parts = [_select(tables, removed=False)]
            if removed is not None:
                gone = Tables(1, token)
                _land(period, removed, gone, "removed")
                parts.append(_select(gone, removed=True))
            landing.execute(
                sql.SQL("CREATE UNLOGGED TABLE {} AS {}").format(
                    tables["opening"], sql.SQL(" UNION ALL ").join(parts)
                )
            )
            return load_opening(
                actor=actor,
                regency=period.regency_code,
                period=period,
                table=tables.name("opening"),
            )
    finally:
        landing.drop(tables)
        landing.drop(Tables(1, token))


def _land(period: Period, path: Path, tables: Tables, what: str) -> None:
    seen: Recognised = recognise(path, headers.looks_like_header)
    fields = headers.recognise(seen.header)
    work = stages.Work(
        tables=tables,
        regency=period.regency_code,
        starts_on=period.starts_on,
        reference=period.reference_date,
        fields=fields,
        events_only=True,
        source="pembuka",
    )
    values = work.values()
    if what == "removed":
        values["events"] = _reasons()
    landing.create(tables, len(seen.header))
    for chunk in chunks(path, seen, settings.POLICY.landing_chunk_rows):
        landing.copy(tables, chunk, delimiter(seen))
    stages.take_all(work)
    stages.normalise(work, values)
    _refuse_broken(work, values, what)


def _reasons() -> str:
    """KETERANGAN of a removed person is the reason itself."""
    return json.dumps({reason: reason for reason in TmsReason.values})


def _refuse_broken(work: stages.Work, values: dict[str, Any], what: str) -> None:
    broken = landing.fetch(
        landing.statement(
            "opening_problems",
            checked=work.tables["checked"],
            ragged=work.tables["ragged"],
        ),
        {**values, "needs_reason": what == "removed"},
    )
    if broken:
        told = "; ".join(_problem(line, kind) for line, kind in broken)
        raise DeliveryError(
            _("Daftar pembuka belum bersih, tidak ada yang dimuat: %(told)s.")
            % {"told": told}
        )


def _problem(line: int, kind: str) -> str:
    """One row in words: what is wrong, in which column, and how to mend it."""
    issue = ISSUES.get(kind)
    if issue is None:
        what = WARNINGS.get(kind, kind)
        return _("baris %(line)s: %(kind)s") % {"line": line, "kind": what}
    return _("baris %(line)s (%(column)s): %(what)s. %(advice)s") % {
        "line": line,
        "column": ELEMENT_LABELS.get(issue.field, "-"),
        "what": issue.label,
        "advice": str(issue.advice).rstrip("."),
    }


def _select(tables: Tables, *, removed: bool) -> sql.Composable:
    status = sql.SQL("'ACTIVE' AS status, '' AS status_reason")
    if removed:
        status = sql.SQL("'INELIGIBLE' AS status, event AS status_reason")
    return landing.statement("opening", checked=tables["checked"], status=status)
