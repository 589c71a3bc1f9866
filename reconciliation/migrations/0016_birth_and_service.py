"""Births in one cell, services as whole words, numbers of places with a digit."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


def _place_number() -> str:
    """The function as functions_place.sql makes it first."""
    text = (SQL / "functions_place.sql").read_text(encoding="utf-8")
    begun = text.index("CREATE FUNCTION delivery_place_number")
    return text[begun:].replace("CREATE", "CREATE OR REPLACE", 1)


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0015_plain_letters")]

    operations = [
        migrations.RunSQL(
            (SQL / "functions_birth.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION delivery_birth(text); DROP FUNCTION delivery_service(text);"
            + _place_number(),
        )
    ]
