"""The worker writes the place of a letter to Dukcapil anew (ADR 0058)."""

from django.db import migrations

GRANT = "GRANT UPDATE (kelurahan) ON dukcapil_letter TO pdpb_worker"


class Migration(migrations.Migration):
    dependencies = [("voters", "0024_handover_family")]

    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
