"""The job that writes an asked-for file with the eyes of who asked.

It stands here because files is below accounts and knows nobody's rights. It reads on
the connection of the web's login, inside the asker's own scope; the worker's, which
sees everybody, only keeps the row of the file.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.access import EXPORTERS, covers_regency
from accounts.models import User
from accounts.scope import ScopeError, scoped_as
from accounts.services import is_expired
from audit.services import record
from files import exports, services
from files.exports.fields import list_of
from files.exports.sources import Prepared, get
from files.models import ExportFile
from files.secrets import SecretLost, unwrap
from jobs.services import Context, JobError, LeaseLost

READ_ON = "web"
STEP = 5_000


def run_export(context: Context) -> dict[str, Any]:
    """Write the file of params["file"]; raises JobError with the reason.

    The password is erased at the end, whatever the end is; only a worker that lost its
    lease leaves it to the one that goes on.
    """
    asked = (
        ExportFile.objects.of(context.regency)
        .filter(public_id=context.params["file"], removed_at=None)
        .first()
    )
    if asked is None:
        raise JobError(_("Berkas yang diminta tidak ada lagi."))
    try:
        if not asked.is_ready:
            with translation.override("id"):  # a file of the office
                _write(context, asked)
    except LeaseLost:
        raise
    except BaseException:
        services.forget_secret(asked)
        raise
    return {"file": str(asked.public_id), "rows": asked.rows, "sha256": asked.sha256}


def _write(context: Context, asked: ExportFile) -> None:
    user = _asker(context, asked)
    source = get(asked.source)
    if source is None:
        raise JobError(_("Daftar ini tidak dapat diunduh."))
    try:
        password = unwrap(asked.secret) if asked.protected else ""
    except SecretLost:
        raise JobError(
            _("Kata sandinya sudah dihapus; minta berkas yang baru.")
        ) from None
    query = QueryDict(asked.query)
    try:
        with transaction.atomic(using=READ_ON), scoped_as(user, using=READ_ON):
            prepared = source.build(user, context.regency, query, READ_ON)
            context.stage("tulis", total=prepared.count())
            made, columns = exports.make(
                actor=user,
                regency=context.regency,
                name=prepared.name,
                columns=prepared.columns,
                rows=_counted(context, prepared.lines(prepared.rows)),
                kind=asked.source,
                format=asked.format,
                password=password,
                sheet=prepared.title,
                notes=prepared.notes,
                parts=prepared.parts,
            )
    except ScopeError:
        raise _refused(asked, user) from None
    except exports.ExportError as error:
        raise JobError(str(error)) from error
    _keep(context, asked, user, made, columns, prepared)


def _keep(
    context: Context,
    asked: ExportFile,
    user: User,
    made: exports.Exported,
    columns: list[str],
    prepared: Prepared,
) -> None:
    def within() -> None:
        context.check()
        exports.record_taken(
            made,
            actor=user,
            regency=context.regency,
            action=asked.source,
            persons=prepared.persons,
            data={"columns": columns, "job": True, "protected": asked.protected},
        )

    services.keep(asked, made, token=context.token, within=within)


def _asker(context: Context, asked: ExportFile) -> User:
    """The account as it is now, if it asked itself and still may. Raises JobError."""
    user = User.objects.filter(pk=asked.actor_id).first()
    if (
        user is None
        or context.actor_id != user.pk
        or not user.is_active
        or is_expired(user, timezone.localdate())
        or user.role not in EXPORTERS
        or not covers_regency(user, context.regency)
    ):
        raise _refused(asked, user)
    try:
        list_of(asked.source, user.role)
    except exports.ExportRefused:
        raise _refused(asked, user) from None
    return user


def _refused(asked: ExportFile, user: User | None) -> JobError:
    record(
        actor=user,
        action="refused.export",
        regency_code=asked.regency_code,
        subject=str(asked.public_id),
        data={"source": asked.source},
    )
    return JobError(_("Peminta tidak (lagi) berhak atas berkas ini."))


def _counted(
    context: Context, rows: Iterable[Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    """The rows, while the job tells how far they are."""
    for number, row in enumerate(rows, start=1):
        yield row
        if number % STEP == 0:
            context.progress(number)
