"""How many bear each spelling is kept from search to search (ADR 0078)."""

from django.db import migrations

from voters.migration_sql import read

GONE = "DROP TABLE name_count; ALTER TABLE name_sound DROP COLUMN n;"


class Migration(migrations.Migration):
    dependencies = [("voters", "0034_nik_fits")]

    operations = [migrations.RunSQL(read("name_count"), GONE)]
