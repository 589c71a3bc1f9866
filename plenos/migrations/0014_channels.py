"""The kelurahan recap reads the channel of a proposal from its report."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("plenos", "0013_villages"), ("voters", "0011_by_hand")]

    operations = [migrations.RunSQL(read("village_work"), migrations.RunSQL.noop)]
