"""A change of regions: its kind of proposal, and its column among the tallies."""

from django.db import migrations, models

from voters.migration_sql import read
from voters.models import Kind


def _again() -> str:
    """event_cells() and voter_updated() anew; the rest of the file stands as it is."""
    parts = read("events").split("CREATE FUNCTION ")
    wanted = ("event_cells(", "voter_updated(")
    found = [part for part in parts if part.startswith(wanted)]
    made = [f"CREATE OR REPLACE FUNCTION {part.rstrip()}\n" for part in found]
    cells, updated = made
    # The trigger's function belongs to the ledger, as what it writes does.
    return f"{cells}SET LOCAL ROLE pdpb_ledger;\n{updated}RESET ROLE;\n"


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0018_handover"),
        ("regions", "0003_region_change"),
    ]

    operations = [
        migrations.AlterField(
            model_name="changeproposal",
            name="kind",
            field=models.CharField(
                choices=Kind.choices, max_length=16, verbose_name="jenis"
            ),
        ),
        migrations.RunSQL(_again(), migrations.RunSQL.noop),
    ]
