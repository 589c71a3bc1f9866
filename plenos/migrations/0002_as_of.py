"""The list of a frozen period as it was that day, and Bawaslu's cut of it."""

from django.db import migrations

from plenos.migration_sql import read

UNDO = """
DROP VIEW IF EXISTS period_list;
DROP FUNCTION IF EXISTS supervisor_list(text, bigint, text, text, bigint, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("plenos", "0001_initial")]

    operations = [migrations.RunSQL(read("as_of"), UNDO)]
