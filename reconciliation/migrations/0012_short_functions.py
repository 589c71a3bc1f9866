"""NIKs and dates whose common cells need no regular expression."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql" / "functions_short.sql"


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0011_requests_and_villages")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "DROP FUNCTION delivery_date(text); "
            "ALTER FUNCTION delivery_date_apart(text) RENAME TO delivery_date; "
            "DROP FUNCTION delivery_sixteen_digits(text)",
        )
    ]
