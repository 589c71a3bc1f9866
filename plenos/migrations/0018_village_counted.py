"""The recap of a kelurahan counts what people proposed, and nothing else."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("plenos", "0017_village_counts")]

    operations = [migrations.RunSQL(read("village_work"), migrations.RunSQL.noop)]
