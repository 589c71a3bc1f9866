"""Bawaslu draws reproducible samples of a published period."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("plenos", "0007_scope_token")]

    operations = [migrations.RunSQL(read("sample"))]
