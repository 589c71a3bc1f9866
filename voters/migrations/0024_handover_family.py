"""Who is handed over with a family shares its key (ADR 0057)."""

from django.db import migrations, models

from voters.migration_sql import read


def _again() -> str:
    """handover_met() anew; the rest of the file stands as it is."""
    parts = read("handover").split("CREATE FUNCTION ")
    (met,) = (part for part in parts if part.startswith("handover_met("))
    body = met[: met.index("END $$;") + len("END $$;")]
    # The function belongs to the role that sees both sides.
    made = f"CREATE OR REPLACE FUNCTION {body}"
    return f"SET LOCAL ROLE pdpb_finder;\n{made}\nRESET ROLE;\n"


class Migration(migrations.Migration):
    dependencies = [("voters", "0023_proposal_voter")]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="group_key",
            field=models.UUIDField(null=True, verbose_name="kunci keluarga"),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                condition=models.Q(("group_key__isnull", False)),
                fields=["group_key"],
                name="handover_family",
            ),
        ),
        migrations.RunSQL(_again(), migrations.RunSQL.noop),
    ]
