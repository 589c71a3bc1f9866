"""Many accounts from one workbook: a dry run that names every fault, then all or none.

The template's headings are the words people read; django-import-export walks the rows.
"""

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import fields, resources, widgets
from tablib import Dataset

from accounts.models import Role, User
from accounts.scope import GATE
from accounts.services import create_account, problems_of
from files.readers import FileRefused, workbook

HEADINGS = {
    "username": "Nama pengguna",
    "full_name": "Nama lengkap",
    "role": "Peran",
    "scope_code": "Kode wilayah",
    "title": "Jabatan",
    "ends_on": "Berlaku sampai",
    "rw": "RW",
    "rt": "RT",
}
MOST = 500
Row = tuple[int, list[str]]
"""A row's number in the sheet, and its cells in the template's order."""


class BulkError(Exception):
    """The workbook cannot be read as the template; the message is for people."""


@dataclass(frozen=True)
class Fault:
    """One cell that cannot stay as it is."""

    row: int
    column: str
    text: str


class _Words(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return " ".join(str(value or "").split())


class _RoleWords(_Words):
    """The role's code or the word that people read, in any language of the portal."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        wanted = super().clean(value).casefold()
        for role in Role:
            if wanted in _words_of(role):
                return role.value
        known = ", ".join(str(role.label) for role in Role)
        raise ValueError(_("Peran tidak dikenal. Pilih: %(known)s.") % {"known": known})


def _words_of(role: Role) -> set[str]:
    """A template passes many hands: one took it in English, another hands it in."""
    words = {role.value.casefold()}
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.add(str(role.label).casefold())
    return words


class _Day(_Words):
    """31-12-2026 or 2026-12-31; empty for no end."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = super().clean(value).split(" ")[0]
        if not text:
            return None
        for shape in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
            try:
                return dt.datetime.strptime(text, shape).date()  # noqa: DTZ007
            except ValueError:
                continue
        raise ValueError(_("Tanggal tidak terbaca. Tulis seperti 31-12-2026."))


def _column(name: str, widget: Any) -> Any:
    return fields.Field(attribute=name, column_name=HEADINGS[name], widget=widget)


class AccountResource(resources.ModelResource):
    """Rows of the template as accounts that do not exist yet."""

    username = _column("username", _Words())
    full_name = _column("full_name", _Words())
    role = _column("role", _RoleWords())
    scope_code = _column("scope_code", _Words())
    rw = _column("rw", _Words())
    rt = _column("rt", _Words())
    title = _column("title", _Words())
    ends_on = _column("ends_on", _Day())

    class Meta:
        model = User
        import_id_fields = ()
        fields = tuple(HEADINGS)
        use_transactions = True

    def __init__(self, actor: User) -> None:
        super().__init__()
        self.actor = actor
        self.codes: list[tuple[User, str]] = []
        self._seen: set[str] = set()

    def get_or_init_instance(self, loader: Any, row: Any) -> tuple[User, bool]:
        """Always a new account; a name in use is a fault of its row."""
        return User(), True

    def validate_instance(
        self,
        instance: User,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """All faults of the row at once."""
        found: dict[str, Any] = dict(import_validation_errors or {})
        for name, text in problems_of(instance).items():
            found.setdefault(name, [text])
        key = instance.username.casefold()
        if key and key in self._seen:
            found.setdefault("username", [_("Nama pengguna dua kali di berkas ini.")])
        self._seen.add(key)
        if found:
            raise ValidationError(found)

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """No sequence to set: ids are the database's, and web may not set one."""

    def save_instance(
        self, instance: User, is_create: bool, row: Any, **kwargs: Any
    ) -> None:
        """The room's own service makes the account; a dry run makes none."""
        if not kwargs.get("dry_run"):
            facts = {name: getattr(instance, name) for name in HEADINGS}
            self.codes.append(create_account(actor=self.actor, **facts))


def read_rows(data: bytes) -> list[Row]:
    """Rows of an uploaded workbook below its headings, each with its number there.

    Raises BulkError for what is no workbook, other headings, no or too many rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "akun.xlsx"
        path.write_bytes(data)
        try:
            found = workbook.look(path, MOST + 2)
        except FileRefused as error:
            raise BulkError(str(error)) from error
    wanted = list(HEADINGS.values())
    rows = [(int(number), _padded(row, len(wanted))) for number, row in found["rows"]]
    if not rows or rows[0][1] != wanted:
        said = _("Baris pertama harus berisi: %(wanted)s. Pakai templat.")
        raise BulkError(said % {"wanted": ", ".join(wanted)})
    if len(rows) == 1:
        raise BulkError(_("Berkas tidak berisi baris."))
    if len(rows) > MOST + 1:
        raise BulkError(_("Paling banyak %(n)s baris sekali unggah.") % {"n": MOST})
    return rows[1:]


def _padded(row: list[str], width: int) -> list[str]:
    cells = [str(cell or "").strip() for cell in row[:width]]
    return cells + [""] * (width - len(cells))


def dry_run(*, actor: User, rows: list[Row]) -> list[Fault]:
    """Every fault of every row, by row and column; an empty list is ready to import."""
    result = AccountResource(actor).import_data(
        _dataset(rows), dry_run=True, raise_errors=False
    )
    faults = [
        Fault(rows[bad.number - 1][0], HEADINGS.get(name, name), " ".join(said))
        for bad in result.invalid_rows
        for name, said in bad.error.message_dict.items()
    ]
    for number, errors in result.row_errors():
        said = "; ".join(str(error.error) for error in errors)
        faults.append(Fault(rows[number - 1][0], "", said))
    return sorted(faults, key=lambda fault: fault.row)


@transaction.atomic(using=GATE)
def import_rows(*, actor: User, rows: list[Row]) -> list[tuple[User, str]]:
    """Make all accounts, or none; gives each with its one-time code.

    Raises BulkError when a row has a fault by now.
    """
    if dry_run(actor=actor, rows=rows):
        raise BulkError(_("Berkas tidak lagi bersih; periksa sekali lagi."))
    resource = AccountResource(actor)
    resource.import_data(_dataset(rows), dry_run=False, raise_errors=True)
    return resource.codes


def _dataset(rows: list[Row]) -> Any:
    return Dataset(*(cells for _number, cells in rows), headers=list(HEADINGS.values()))
