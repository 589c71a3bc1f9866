"""A dash alone says nothing."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"


def _pad_apart() -> str:
    """The function as functions_place.sql makes it first."""
    text = (SQL / "functions_place.sql").read_text(encoding="utf-8")
    begun = text.index("CREATE FUNCTION delivery_pad_apart")
    ended = text.index("END $$;", begun) + len("END $$;")
    return text[begun:ended].replace("CREATE", "CREATE OR REPLACE", 1)


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0013_place_numbers")]

    operations = [
        migrations.RunSQL(
            (SQL / "functions_said.sql").read_text(encoding="utf-8"),
            _pad_apart() + "DROP FUNCTION delivery_said(text)",
        )
    ]
