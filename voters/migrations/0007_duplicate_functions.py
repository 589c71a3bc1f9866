"""Names as they sound, and other parts of the duplicates' score, in the database."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0006_duplicates")]

    operations = [
        migrations.RunSQL(
            read("names"),
            "DROP FUNCTION name_key(text), name_likeness(text, text), bits_of(numeric)",
        )
    ]
