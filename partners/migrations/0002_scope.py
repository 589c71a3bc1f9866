"""Row policies of the room, by the token's range (ADR 0006)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "security.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0001_initial"),
        ("accounts", "0003_scope_token"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
