"""A record keeps the person only while it counts on its own roll."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0037_waiting_in_order")]

    operations = [
        migrations.RunSQL(read("exchange_stays"), migrations.RunSQL.noop),
    ]
