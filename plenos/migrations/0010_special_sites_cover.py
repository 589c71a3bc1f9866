"""The index of special sites answers the recap's count alone."""

from django.db import migrations

from plenos.migration_sql import read

UNDO = """
DROP INDEX voter_special_site;
CREATE INDEX voter_special_site ON voter (regency_code, kelurahan, sex)
  WHERE is_special_site;
"""


class Migration(migrations.Migration):
    dependencies = [("plenos", "0009_reopening")]

    operations = [migrations.RunSQL(read("special_sites_cover"), UNDO)]
