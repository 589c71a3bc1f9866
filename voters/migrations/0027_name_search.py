"""A search by name reads those who begin with a common word from where they stand."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0026_station_moves")]

    operations = [
        # The function of before gives the same to all but a search that finds too many.
        migrations.RunSQL(read("name_search"), migrations.RunSQL.noop)
    ]
