"""Who had asked for a job before somebody else tried it again."""

from pathlib import Path

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

SQL = (Path(__file__).parents[1] / "sql" / "asked_before.sql").read_text(
    encoding="utf-8"
)
BACK = """
DROP TRIGGER job_asked_before ON jobs_job;
DROP FUNCTION job_asked_before();
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0006_settled")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="asked_before",
            field=ArrayField(
                models.BigIntegerField(),
                default=list,
                db_default=[],
                editable=False,
                verbose_name="peminta sebelumnya",
            ),
        ),
        migrations.RunSQL(SQL, BACK),
    ]
