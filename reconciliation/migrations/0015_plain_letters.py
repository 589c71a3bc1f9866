"""Every blank, apostrophe and invisible sign made plain, and names of places bare."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


def _before() -> str:
    """Both functions as functions_quick.sql makes them, without its delivery_pad."""
    text = (SQL / "functions_quick.sql").read_text(encoding="utf-8")
    return text[: text.index("CREATE OR REPLACE FUNCTION delivery_pad(")]


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0014_said_cells")]

    operations = [
        migrations.RunSQL(
            (SQL / "functions_letters.sql").read_text(encoding="utf-8"),
            _before() + "DROP FUNCTION delivery_plain_apart(text)",
        ),
        migrations.RunSQL(
            (SQL / "functions_undressed.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION delivery_place_undressed(jsonb, text, text)",
        ),
    ]
