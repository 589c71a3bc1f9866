"""Counted voters by station are kept; so is word of work that moved (ADR 0075, 0076)."""

from django.db import migrations

from voters.migration_sql import read, steps_of


def _again() -> str:
    """The triggers of events.sql anew, with the last statements of event_tallies.sql.

    Altered options go with CREATE OR REPLACE: that of migration 0028 is set again.
    """
    made = []
    for name, tallies in steps_of("event_tallies").items():
        [text] = [
            part
            for part in read("events").split("CREATE FUNCTION ")
            if part.startswith(f"{name}()")
        ]
        head, _old = text.split("  INSERT INTO roll_tally")
        made.append(
            f"CREATE OR REPLACE FUNCTION {head}{tallies.rstrip()}\n"
            "  RETURN NULL;\nEND $$;\n"
            f"ALTER FUNCTION {name}() SET plan_cache_mode = force_custom_plan;\n"
        )
    return f"SET LOCAL ROLE pdpb_ledger;\n{''.join(made)}RESET ROLE;\n"


class Migration(migrations.Migration):
    dependencies = [("voters", "0030_duplicate_first")]

    operations = [
        migrations.RunSQL(read("station_tally"), migrations.RunSQL.noop),
        migrations.RunSQL(read("work_moved"), migrations.RunSQL.noop),
        migrations.RunSQL(_again(), migrations.RunSQL.noop),
    ]
