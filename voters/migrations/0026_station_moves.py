"""An act about stations keeps whom it moves, and its job makes the proposals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voters", "0025_region_followers")]

    operations = [
        migrations.AddField(
            model_name="stationmove",
            name="moves",
            field=models.JSONField(default=list, verbose_name="perpindahan"),
        ),
        migrations.AddField(
            model_name="stationmove",
            name="note",
            field=models.CharField(
                blank=True, default="", max_length=400, verbose_name="catatan"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stationmove",
            name="job_id",
            field=models.BigIntegerField(null=True, verbose_name="pekerjaan"),
        ),
    ]
