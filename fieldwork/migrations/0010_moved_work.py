"""The kelurahan recap counts tasks: they say when they have moved (ADR 0076)."""

from django.db import migrations

TELL = "SELECT tell_moved_work('fieldwork_task'), tell_moved_work('fieldwork_batch');"


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0009_aid_voter"), ("voters", "0031_kept_figures")]

    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
