"""Keeps every link of a sealed chain, so that verify_ledger can name a row."""

from django.db import migrations

from plenos.migration_sql import read

UNDO = """
DROP FUNCTION IF EXISTS keep_links(text, bigint, bigint);
SET ROLE pdpb_ledger;
DROP TABLE IF EXISTS chain_link;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("plenos", "0005_drafts")]

    operations = [migrations.RunSQL(read("links"), UNDO)]
