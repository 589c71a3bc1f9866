"""An office sets the cut-off and the plenary day of its open period."""

from django.db import migrations

from plenos.migration_sql import read

GONE = """
DROP FUNCTION set_deadlines(text, text, date, date);
REVOKE UPDATE (cutoff_on, plenary_on) ON periods_period FROM pdpb_ledger;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("plenos", "0019_changes_by_reason"),
        ("periods", "0002_suspended"),
    ]

    operations = [migrations.RunSQL(read("deadlines"), GONE)]
