"""Bawaslu's letters give an opaque key of each person, for the person's trail."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("plenos", "0010_special_sites_cover")]

    operations = [migrations.RunSQL(read("advice_key"))]
