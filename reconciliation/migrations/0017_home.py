"""RT and RW that share a cell."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0016_birth_and_service")]

    operations = [
        migrations.RunSQL(
            (SQL / "functions_home.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION delivery_home(text);",
        )
    ]
