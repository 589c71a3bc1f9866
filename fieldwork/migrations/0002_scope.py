"""Grants, policies and the figures that Bawaslu reads."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "security.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0001_initial"),
        ("accounts", "0005_reach"),
        ("voters", "0006_duplicates"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
