"""The triggers that write events plan for the rows they are given."""

from django.db import migrations

FUNCTIONS = ("voter_updated", "voter_inserted")
FORWARDS = "ALTER FUNCTION {}() SET plan_cache_mode = force_custom_plan"
BACK = "ALTER FUNCTION {}() RESET plan_cache_mode"


class Migration(migrations.Migration):
    dependencies = [("voters", "0027_name_search")]

    operations = [
        # A plan kept from a small change, of a time when few events stood, took twenty
        # seconds for 8,000 rows of a large one in the same session.
        migrations.RunSQL(FORWARDS.format(name), BACK.format(name))
        for name in FUNCTIONS
    ]
