"""What comparisons ask of a voter, worked out once (ADR 0055)."""

from django.db import migrations

from voters.migration_sql import read

BACK = """
DROP FUNCTION enrol_marks(text);
DROP TABLE voter_mark, voter_mark_until, name_count;
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0020_proposal_voter")]

    operations = [migrations.RunSQL(read("voter_mark"), BACK)]
