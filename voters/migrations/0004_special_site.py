"""The rule of special sites in SQL (ADR 0021)."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0003_code_lists")]

    operations = [
        migrations.RunSQL(
            read("special_site"), "DROP FUNCTION IF EXISTS special_site(text);"
        )
    ]
