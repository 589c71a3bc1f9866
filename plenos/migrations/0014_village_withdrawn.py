"""A proposal that was taken back is no work of its kelurahan (voters ADR 0050)."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("plenos", "0013_villages"), ("voters", "0011_by_hand")]

    operations = [
        # Without withdrawn proposals both count the same: going back needs nothing.
        migrations.RunSQL(read("villages_withdrawn"), migrations.RunSQL.noop)
    ]
