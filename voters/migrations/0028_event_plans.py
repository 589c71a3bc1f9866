"""The triggers that write events plan for the rows they are given."""

from django.db import migrations

FUNCTIONS = ("voter_updated()", "voter_inserted()")


def _each(change: str) -> str:
    """The change of both functions, which belong to the ledger."""
    altered = "\n".join(f"ALTER FUNCTION {each} {change};" for each in FUNCTIONS)
    return f"SET LOCAL ROLE pdpb_ledger;\n{altered}\nRESET ROLE;\n"


class Migration(migrations.Migration):
    dependencies = [("voters", "0027_name_search")]

    operations = [
        # A plan kept from a small change, of a time when few events stood, took twenty
        # seconds for 8,000 rows of a large one in the same session.
        migrations.RunSQL(
            _each("SET plan_cache_mode = force_custom_plan"),
            _each("RESET plan_cache_mode"),
        )
    ]
