"""Ended jobs that whoever asked has not seen, and a waiting one's turn."""

from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).parents[1] / "sql" / "bell.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0004_open_jobs"), ("accounts", "0005_reach")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="seen_at",
            field=models.DateTimeField(null=True, verbose_name="dibaca peminta"),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(
                    ("seen_at__isnull", True),
                    ("state__in", ["DONE", "FAILED", "CANCELLED"]),
                ),
                fields=["asked_by_id"],
                name="job_unread",
            ),
        ),
        migrations.RunSQL(SQL, "DROP FUNCTION job_places(uuid[], bigint, integer)"),
    ]
