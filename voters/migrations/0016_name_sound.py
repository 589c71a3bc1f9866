"""What the searches for duplicates ask of a name, heard once (ADR 0049)."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0015_evidence_withdrawn")]

    operations = [migrations.RunSQL(read("name_sound"), "DROP TABLE name_sound")]
