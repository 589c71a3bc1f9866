"""Rights that the review of the two walls took away (ADR 0020)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "tighter.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_scope_token"),
        ("files", "0001_export_file"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), elidable=False),
    ]
