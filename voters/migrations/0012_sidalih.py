"""What has been entered into SIDALIH, and its second wall."""

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0011_by_hand"),
    ]

    operations = [
        migrations.CreateModel(
            name="SidalihEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "regency_code",
                    models.CharField(max_length=4, verbose_name="kab/kota"),
                ),
                ("period_id", models.BigIntegerField(verbose_name="periode")),
                ("event_id", models.BigIntegerField(verbose_name="peristiwa")),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                (
                    "done_by_id",
                    models.BigIntegerField(null=True, verbose_name="nomor pengentri"),
                ),
                (
                    "done_by_name",
                    models.CharField(max_length=150, verbose_name="dientri oleh"),
                ),
                (
                    "done_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dientri",
                    ),
                ),
            ],
            options={
                "verbose_name": "entri SIDALIH",
                "verbose_name_plural": "entri SIDALIH",
                "db_table": "sidalih_entry",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "event_id"), name="sidalih_entry_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(read("sidalih"), elidable=False),
    ]
