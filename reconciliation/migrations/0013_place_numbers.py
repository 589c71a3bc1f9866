"""RT, RW and TPS with their word before the number, and none that is cut."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0012_short_functions")]

    operations = [
        migrations.RunSQL(
            (SQL / "functions_place.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION delivery_place_number(text);"
            + (SQL / "functions_quick.sql").read_text(encoding="utf-8")
            + "DROP FUNCTION delivery_pad_apart(text)",
        )
    ]
