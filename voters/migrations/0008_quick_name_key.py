"""A short way through name_key, for the names that most people have."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0007_duplicate_functions")]

    operations = [
        # The answers are the same, so going back needs nothing.
        migrations.RunSQL(read("names_quick"), migrations.RunSQL.noop)
    ]
