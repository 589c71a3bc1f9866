"""Nationalities as people write them; digits of a date are none of a place; civil
servants and the retired of TNI and Polri are no soldiers."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0017_home")]

    operations = [
        migrations.RunSQL(
            (SQL / "functions_cells.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION delivery_nationality(text);",
        )
    ]
