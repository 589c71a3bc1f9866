"""A memo of the roll, and a proposal's voter asked for once a statement (ADR 0055)."""

from django.db import migrations

from voters.migration_sql import read

BACK = """
DROP FUNCTION enrol_marks(text);
DROP TABLE voter_mark, voter_mark_until, name_count;
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0022_sidalih_comparison")]

    operations = [
        migrations.RunSQL(read("proposal_voter"), read("proposal_voter_back")),
        migrations.RunSQL(read("voter_mark"), BACK),
    ]
