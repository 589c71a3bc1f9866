"""The list of kelurahan is counted when the work has moved, and kept until then."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("plenos", "0016_supervisor_list"),
        ("voters", "0031_kept_figures"),
        ("accounts", "0005_reach"),
    ]

    operations = [migrations.RunSQL(read("village_counts"), migrations.RunSQL.noop)]
