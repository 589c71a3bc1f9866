"""A row that says otherwise than the proposal it joins keeps what it says."""

from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0040_exchange_needed")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    read("evidence_told"), "ALTER TABLE evidence DROP COLUMN told"
                )
            ],
            state_operations=[
                migrations.AddField("evidence", "told", models.JSONField(default=dict))
            ],
        )
    ]
