"""A visit entered wrongly can be undone; a spot check says whether Bawaslu came."""

from django.db import migrations, models

COLUMNS = "undone_at, undone_by_id, undone_by_name, undone_why"


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0003_aid"),
        ("voters", "0015_evidence_withdrawn"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="visit", name="visit_number"),
        migrations.RemoveConstraint(model_name="visit", name="visit_a_day"),
        migrations.AddField(
            model_name="visit",
            name="traces",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="visit",
            name="undone_at",
            field=models.DateTimeField(null=True, verbose_name="diurungkan"),
        ),
        migrations.AddField(
            model_name="visit",
            name="undone_by_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="visit",
            name="undone_by_name",
            field=models.CharField(
                blank=True, max_length=150, default="", verbose_name="diurungkan oleh"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="visit",
            name="undone_why",
            field=models.CharField(
                blank=True, max_length=200, default="", verbose_name="sebab diurungkan"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("task", "number"),
                name="visit_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("task", "visited_on"),
                name="visit_a_day",
            ),
        ),
        migrations.AddField(
            model_name="spotcheck",
            name="with_supervisor",
            field=models.BooleanField(default=False, verbose_name="bersama Bawaslu"),
        ),
        migrations.RunSQL(
            "ALTER TABLE fieldwork_spotcheck ALTER with_supervisor SET DEFAULT false",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "GRANT UPDATE (with_supervisor) ON fieldwork_spotcheck "
            "TO pdpb_web, pdpb_worker",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            f"GRANT UPDATE ({COLUMNS}) ON fieldwork_visit TO pdpb_web, pdpb_worker",
            migrations.RunSQL.noop,
        ),
    ]
