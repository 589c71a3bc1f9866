"""`check --deploy`: does the database server keep NIK out of its own log?

psycopg2 puts literals into statements, and DETAIL lines carry whole rows: a server that
logs statements has a second roll on its disk.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register
from django.db import DatabaseError, connection

from kpu_portal.settings import database

QUIET = {
    "log_min_messages": frozenset({"log", "fatal", "panic"}),
    "log_min_error_statement": frozenset({"panic"}),
    "log_error_verbosity": frozenset({"terse"}),
    "log_parameter_max_length": frozenset({"0"}),
    "log_parameter_max_length_on_error": frozenset({"0"}),
    "log_min_duration_statement": frozenset({"-1"}),
    "log_min_duration_sample": frozenset({"-1"}),
    "log_transaction_sample_rate": frozenset({"0"}),
    "log_statement": frozenset({"none"}),
    "log_duration": frozenset({"off"}),
    "debug_print_parse": frozenset({"off"}),
    "debug_print_rewritten": frozenset({"off"}),
    "debug_print_plan": frozenset({"off"}),
    "auto_explain.log_min_duration": frozenset({"-1"}),
    "pgaudit.log": frozenset({"none"}),
}
"""Settings of PostgreSQL and the values that write no data of a person.

The last two are of modules that a server may have loaded."""


@register(Tags.security, deploy=True)
def server_keeps_quiet(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A warning for each setting of the server that lets data into its log."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT n, coalesce(s.setting, current_setting(n, true)) "
                "FROM unnest(%s) AS n LEFT JOIN pg_settings s ON s.name = n",
                [list(QUIET)],
            )
            found = {name: value for name, value in cursor.fetchall() if value}
    except DatabaseError:
        hint = "Jalankan lagi bila PostgreSQL dapat dihubungi."
        message = "Pengaturan log PostgreSQL tidak dapat diperiksa."
        return [Info(message, hint=hint, id="pdpb.I001")]
    return [
        Warning(
            f"PostgreSQL dapat menulis NIK ke log-nya: {name} = {found[name]}.",
            hint=f"Setel {name} = {'/'.join(sorted(quiet))} (docker/compose.yaml).",
            id="pdpb.W001",
        )
        for name, quiet in QUIET.items()
        if name in found and found[name] not in quiet
    ]


@register(Tags.security, deploy=True)
def web_holds_no_exchange_key(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A warning where the web process holds a province's key: it needs none."""
    held = settings.EXCHANGE_KEYS if database.ROLE == "web" else {}
    return [
        Warning(
            f"Proses web memegang kunci Provinsi {code}.",
            hint=f"Setel PDPB_EXCHANGE_KEY_{code}_FILE pada pekerja saja.",
            id="pdpb.W002",
        )
        for code in held
    ]
