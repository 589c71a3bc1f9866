"""Whether a person has nobody but this record, as an answer and an undo ask it."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0039_who_left_before_their_day")]

    operations = [
        migrations.RunSQL(read("exchange_needed"), migrations.RunSQL.noop),
    ]
