"""Proposals name a voter of their regency, asked once a statement (ADR 0055)."""

from django.db import migrations

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0022_sidalih_comparison")]

    operations = [
        migrations.RunSQL(read("proposal_voter"), read("proposal_voter_back"))
    ]
