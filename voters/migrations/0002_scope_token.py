"""Policies and the name search ask the token's range (ADR 0006)."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0001_initial"), ("accounts", "0003_scope_token")]

    operations = [migrations.RunSQL(read("scope_token"))]
