"""Policies and grants of the room's tables."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "security.sql"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0001_initial")]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
