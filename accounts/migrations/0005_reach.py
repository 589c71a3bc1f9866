"""The ledger's lines and the jobs get policies; each policy asks its token once."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "reach.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_tighter"),
        ("audit", "0003_persons_shown"),
        ("jobs", "0003_periodic_run"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), elidable=False),
    ]
