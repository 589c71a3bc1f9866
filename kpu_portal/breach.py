"""The pack for a breach notice: every row and person one account touched in a window.

The notice is due within 3 x 24 hours (UU 27/2022, art. 46). Names stand in full, since
the persons must be told; NIK is masked and nothing else of the roll is in it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localtime

from accounts.models import User
from audit.services import Persons
from files import exports
from kpu_portal import breach_rows

SQL = Path(__file__).parent / "sql" / "breach.sql"
PERSON, CHUNK = 7, 2_000
COLUMNS = [
    exports.Column("Jenis", 12),
    exports.Column("Waktu", 20),
    exports.Column("Tindakan", 22),
    exports.Column("Kab/kota", 10),
    exports.Column("Objek", 38),
    exports.Column("Tujuan atau sebab", 30),
    exports.Column("Alamat jaringan", 18),
    exports.Column("Kunci orang", 38),
    exports.Column("Nama", 32),
    exports.Column("NIK (tersamar)", 20),
    exports.Column("SHA-256 berkas keluar", 66),
    exports.Column("Nomor", 12),
]


@dataclass
class Pack:
    """The written file and what is in it."""

    exported: exports.Exported
    counts: Counter[str] = field(default_factory=Counter)
    persons: int = 0
    files: list[str] = field(default_factory=list)


def write_pack(*, account: User, since: datetime, until: datetime, format: str) -> Pack:
    """Gather and write; on the worker's connection, recorded as the system's export.

    Raises files.exports.ExportError for another format than csv or xlsx.
    """
    with transaction.atomic():
        lines = list(_counted(account, since, until))
        counts = Counter(f"{line[0]} {line[2]}" for line in lines)
        seen = {line[PERSON] for line in lines if line[PERSON]}
        span = (
            f"{localtime(since):%d-%m-%Y %H:%M} s.d. {localtime(until):%d-%m-%Y %H:%M}"
        )
        exported = exports.export(
            actor=None,
            regency=account.regency_code,
            name=f"pelanggaran-{account.username}",
            columns=COLUMNS,
            rows=[_dressed(line) for line in lines],
            format=format,
            notes=[
                f"Akun {account.username}, {span}",
                f"Orang: {len(seen)}",
                *(f"{kind}: {n}" for kind, n in sorted(counts.items())),
            ],
            action="breach.export",
            persons=Persons(seen),
            data={"account": account.username, "counts": dict(counts)},
        )
    files = [line[10] for line in lines if line[10]]
    return Pack(exported, counts, len(seen), files)


def _counted(
    account: User, since: datetime, until: datetime
) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            SQL.read_text(encoding="utf-8").replace("{written}", breach_rows.sql()),
            {"actor": account.pk, "since": since, "until": until},
        )
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk


def _dressed(line: tuple[Any, ...]) -> tuple[Any, ...]:
    kind, at, *rest = line
    return (kind, localtime(at).strftime("%d-%m-%Y %H:%M:%S"), *rest)
