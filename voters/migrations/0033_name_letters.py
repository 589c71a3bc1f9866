"""What name_sound knows of the letters of a name (ADR 0074)."""

from __future__ import annotations

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0032_quick_lists")]
    operations = [
        migrations.RunSQL(
            read("name_letters"),
            "ALTER TABLE name_sound DROP COLUMN letters, DROP COLUMN parts",
        )
    ]
