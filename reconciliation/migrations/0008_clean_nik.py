"""One function that cleans a NIK, where two statements wrote the same expression."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "functions_nik.sql"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0007_ceiling")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"), "DROP FUNCTION delivery_nik(text)"
        )
    ]
