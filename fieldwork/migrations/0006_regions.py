"""The worker writes the place of a spot check and of a match anew (ADR 0058)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "regions.sql"


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0005_aid_verified")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
