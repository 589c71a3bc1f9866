"""Policies of deliveries ask the token's range (ADR 0006)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "scope_token.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0004_quick_functions"),
        ("accounts", "0003_scope_token"),
    ]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"))]
