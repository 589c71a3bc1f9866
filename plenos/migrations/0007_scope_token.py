"""Membership and Bawaslu's list ask the token's range (ADR 0006)."""

from django.db import migrations

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("plenos", "0006_chain_links"), ("accounts", "0003_scope_token")]

    operations = [migrations.RunSQL(read("scope_token"))]
