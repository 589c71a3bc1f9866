"""What a cell means, as functions of the database."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "functions.sql"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0002_scope")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP FUNCTION delivery_pad(text), delivery_number(text), "
            "delivery_plain(text), delivery_date(text), "
            "delivery_nik_problem(text, text[])",
        )
    ]
