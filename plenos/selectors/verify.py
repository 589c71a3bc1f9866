"""Does the portal agree with itself: recap, roll, events and chain of one regency.

Every finding names the kelurahan (or the period) and by how much. Nothing is repaired.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from periods.models import Period, State
from plenos.models import ChainSeal, Recap
from plenos.rules import recap as rules
from plenos.selectors.recap import counted, draft, frozen, proof
from plenos.services.freezing import chain_head
from plenos.services.papers import stored_bytes
from regions.selectors import names_on
from voters.migration_sql import LINE, image, line

FOLDER = Path(__file__).parents[1] / "sql" / "verify"
CHECKS = (
    "tally_against_events",
    "roll_tally",
    "station_tally",
    "versions",
    "last_image",
    "opening",
    "members",
    "list_numbers",
    "name_counts",
    "special_sites",
)
_TYPES = {
    "id": "bigint",
    "row_version": "integer",
    "public_id": "uuid",
    "birth_date": "date",
    "is_special_site": "boolean",
    "status_until": "date",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be."""

    check: str
    place: str
    name: str
    what: str
    expected: int
    found: int

    @property
    def difference(self) -> int:
        """By how much; 0 where only the contents differ."""
        return self.found - self.expected


def verify(regency: str) -> list[Finding]:
    """Everything that does not agree; empty when the regency is sound."""
    names = names_on(regency)
    findings = [*_recap(regency), *_statements(regency), *_frozen(regency)]
    return [
        Finding(f.check, f.place, names.get(f.place, f.place), *_rest(f))
        for f in findings
    ]


def _rest(finding: Finding) -> tuple[str, int, int]:
    return finding.what, finding.expected, finding.found


def _recap(regency: str) -> Iterator[Finding]:
    """The open period's draft against a count of the roll."""
    period = Period.objects.filter(regency_code=regency, state=State.OPEN).first()
    if period is None:
        return
    for wrong in proof(draft(period), counted(regency)):
        what = f"{period.code} {wrong.kind} {wrong.sex}"
        yield Finding("recap", wrong.place, "", what, wrong.expected, wrong.found)


def _statements(regency: str) -> Iterator[Finding]:
    for check in CHECKS:
        with connection.cursor() as cursor:
            cursor.execute(_sql(check), {"regency": regency})
            for place, what, expected, found in cursor.fetchall():
                yield Finding(check, place, "", what, int(expected), int(found))


def _sql(check: str) -> str:
    """A statement with the voter's columns filled in, as the triggers write them."""
    text = (FOLDER / f"{check}.sql").read_text(encoding="utf-8")
    parts = [f"(f.i ->> '{c}')::{_TYPES.get(c, 'text')}" for c in LINE]
    return (
        text.replace("{image_line}", f"voter_line({', '.join(parts)})")
        .replace("{image}", image("v"))
        .replace("{line}", line("v"))
    )


def named(code: str, version: int) -> str:
    """ "2026-11"; "2026-11 versi 2" of a period that was reopened."""
    return code if version == 1 else f"{code} versi {version}"


def _frozen(regency: str) -> Iterator[Finding]:
    """Sealed chains and digests of frozen recaps, computed anew."""
    head = ""
    for seal in ChainSeal.objects.of(regency).select_related("period").order_by("id"):
        found, events = chain_head(regency, head, seal.after_id, seal.last_id)
        code = named(seal.period.code, seal.version)
        if found != seal.head or seal.previous_head != head:
            what = f"{code} rantai peristiwa putus"
            yield Finding("chain", regency, "", what, seal.events, events)
        head = seal.head
    for recap in Recap.objects.of(regency).select_related("period"):
        sheet = frozen(recap)
        code = named(recap.period.code, recap.version)
        due = rules.digest(regency, recap.period.code, recap.version, sheet.cells)
        if due != recap.sha256:
            yield Finding("digest", regency, "", f"{code} sidik rekap beku", 0, 0)
        for kept in recap.files.all():
            content = stored_bytes(kept)
            if hashlib.sha256(content).hexdigest() != kept.sha256:
                what = f"{code} berkas {kept.get_kind_display()}"
                yield Finding("files", regency, "", what, kept.size, len(content))
        for wrong in proof(sheet):
            what = f"{code} {wrong.kind} {wrong.sex}"
            yield Finding("recap", wrong.place, "", what, wrong.expected, wrong.found)
