"""A page of Bawaslu's list reads the people it shows, not the whole kelurahan."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("plenos", "0015_region_column")]

    operations = [
        migrations.RunSQL(read("list_numbers"), migrations.RunSQL.noop),
        migrations.RunSQL(read("supervisor_list"), migrations.RunSQL.noop),
    ]
