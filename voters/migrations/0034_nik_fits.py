"""Whether a voter's NIK fits the birth date and the sex is kept beside it (ADR 0078)."""

from django.db import migrations

from voters.migration_sql import read

GONE = """
DO $$ BEGIN
  EXECUTE replace(pg_get_functiondef('enrol_regency(text)'::regprocedure),
    ' INCLUDING GENERATED', '');
END $$;
ALTER TABLE voter DROP COLUMN nik_fits;
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0033_name_letters")]

    operations = [migrations.RunSQL(read("nik_fits"), GONE)]
