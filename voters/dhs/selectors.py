"""Reads of a comparison: what the viewer sees, tiles, unreadable rows in words."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from files.readers import Recognised, place_of
from voters.models import SidalihComparison, SidalihRow, Voter
from voters.models.comparison import OUTCOMES
from voters.rules.sidalih import NO_ELEMENT, REQUIRED, Outcome

ORDERS = {
    "baris": ("id",),
    "nama": ("name", "id"),
    "tempat": ("kelurahan", "id"),
}
"""Words of `urut` for the rows of a comparison."""


def comparisons_of(user: Any, regency: str, using: str = "default") -> Any:
    """Comparisons of the office, newest first."""
    rows = SidalihComparison.objects.using(using).in_scope_of(user)
    return rows.of(regency).order_by("-id")


def ordered_by(query: QueryDict) -> tuple[str, ...]:
    """Columns that the rows of a comparison are ordered by."""
    return ORDERS.get(query.get("urut", ""), ORDERS["baris"])


def rows_of(user: Any, comparison: SidalihComparison, using: str = "default") -> Any:
    """Rows of a comparison in the person's scope."""
    rows = SidalihRow.objects.using(using).in_scope_of(user)
    return rows.of(comparison.regency_code).filter(comparison_id=comparison.pk)


def keys_of(
    user: Any, regency: str, rows: list[SidalihRow], using: str = "default"
) -> dict[int, Any]:
    """voter_id -> public id of the voters that the rows point to."""
    voters = Voter.objects.using(using).in_scope_of(user).of(regency)
    numbers = {one.voter_id for one in rows if one.voter_id}
    return dict(voters.filter(pk__in=numbers).values_list("pk", "public_id"))


def changing(rows: Any) -> Any:
    """Rows that differ in something that may be proposed."""
    no_element = Q(elements__contained_by=sorted(NO_ELEMENT))
    return rows.filter(outcome=Outcome.DIFFERS).exclude(no_element)


def coming(rows: Any) -> Any:
    """Rows of people whom the roll does not know, with all that a new voter needs."""
    return rows.filter(
        outcome=Outcome.ONLY_SIDALIH, why="", told__has_keys=list(REQUIRED)
    )


def proposable(rows: Any) -> Any:
    """Rows that can become proposals."""
    no_element = Q(elements__contained_by=sorted(NO_ELEMENT))
    changed = Q(outcome=Outcome.DIFFERS) & ~no_element
    new = Q(outcome=Outcome.ONLY_SIDALIH, why="", told__has_keys=list(REQUIRED))
    return rows.filter(changed | new)


def tiles(comparison: SidalihComparison) -> list[tuple[str, Any, int]]:
    """(outcome, its words, how many), every outcome once."""
    counts = comparison.result.get("outcomes", {})
    return [(value, word, counts.get(value, 0)) for value, word in OUTCOMES]


def of_the_file(comparison: SidalihComparison) -> int:
    """Sum of the outcomes that are rows of the file."""
    counts = comparison.result.get("outcomes", {})
    return sum(n for name, n in counts.items() if name != Outcome.ONLY_ROLL)


def why_words() -> dict[str, str]:
    """Why a row is a conflict, or why its person has left the roll."""
    return {
        "DPID_OTHER_NIK": _("DPID ini di portal milik NIK lain"),
        "NIK_OTHER_DPID": _("NIK ini di portal punya DPID lain"),
        "OTHER_PERSON": _("Nama dan tanggal lahir berbeda; mungkin orang lain"),
        "BATAL": _("Batal masuk daftar di portal"),
    }


def issue_words() -> dict[str, tuple[str, str, str]]:
    """Kind of an unreadable row: its field, what is wrong, how to mend it."""
    nik_again = _("Unduh ulang dari SIDALIH dengan NIK sebagai teks.")
    impossible = (_("NIK tidak mungkin"), _("Cocokkan NIK dengan KTP-el."))
    return {
        "NO_KEY": (
            *("nik", _("DPID dan NIK kosong")),
            _("Isi DPID atau NIK sesuai SIDALIH."),
        ),
        "NIK_MASKED": (
            *("nik", _("NIK tersamar dan DPID tidak dikenal di portal")),
            _("Unduh dengan NIK lengkap; NIK tersamar tidak pernah ditebak."),
        ),
        "NIK_NUMBER": ("nik", _("NIK rusak oleh Excel"), nik_again),
        "NIK_LETTERS": ("nik", _("NIK berisi selain angka"), nik_again),
        "NIK_LENGTH": ("nik", _("NIK bukan 16 angka"), nik_again),
        "NIK_SAME_DIGITS": ("nik", *impossible),
        "NIK_PROVINCE": ("nik", *impossible),
        "NIK_DATE": ("nik", *impossible),
        "NIK_SERIAL": ("nik", *impossible),
        "BIRTH_DATE": (
            *("birth_date", _("Tanggal lahir tidak mungkin")),
            _("Tulis seperti 31-12-1990."),
        ),
        "SEX_CODE": ("sex", _("Jenis kelamin tidak dikenal"), _("Tulis L atau P.")),
        "MARITAL_CODE": (
            *("marital_status", _("Status kawin tidak dikenal")),
            _("Tulis B, S, atau P."),
        ),
        "REGION": (
            *("kelurahan", _("Kelurahan tidak ada di kab/kota ini")),
            _("Pakai nama atau kode Kemendagri, dengan kecamatannya."),
        ),
        "TWICE": (
            *("nik", _("NIK atau DPID sudah ada di baris sebelumnya")),
            _("Hapus baris yang sama, atau perbaiki kuncinya."),
        ),
        "RAGGED": (
            *("", _("Jumlah kolom tidak sama dengan judul")),
            _("Simpan ulang berkas sebagai xlsx, lalu periksa baris ini."),
        ),
    }


def unreadable_lines(user: Any, comparison: SidalihComparison) -> Iterator[list[Any]]:
    """Cells as written, then column, what was found, what is wrong, advice, row."""
    words, seen = issue_words(), Recognised.of_json(comparison.recognised)
    width = len(seen.header)
    rows = rows_of(user, comparison).filter(outcome=Outcome.UNREADABLE)
    for one in rows.order_by("line_no").iterator(chunk_size=2_000):
        field, wrong, advice = words[one.why]
        written = one.cells or []
        cells = [*written, *[""] * width][:width]
        at = comparison.fields.get(field)
        column = seen.header[at] if at is not None else ""
        found = cells[at] if at is not None else ""
        table, line = place_of(seen.parts, one.line_no or 0)
        where = f"{table} {line}".strip()
        yield [*cells, column, found, wrong, advice, where]
