"""Stations in numbers, and the acts that give voters one."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read

GONE = """
DROP FUNCTION station_numbers(text, text, text, boolean);
REVOKE EXECUTE ON FUNCTION special_site(text) FROM pdpb_finder;
"""


class Migration(migrations.Migration):
    dependencies = [("voters", "0016_name_sound")]

    operations = [
        migrations.CreateModel(
            name="StationMove",
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
                (
                    "group_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("period_id", models.BigIntegerField(verbose_name="periode")),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("ISI", "Pengisian TPS"),
                            ("PINDAH", "Pemetaan ulang"),
                        ],
                        max_length=6,
                        verbose_name="tindakan",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True, max_length=3, verbose_name="TPS tujuan"
                    ),
                ),
                ("voters", models.IntegerField(verbose_name="pemilih")),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("made_by_name", models.CharField(max_length=150, verbose_name="oleh")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="waktu",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemindahan TPS",
                "verbose_name_plural": "pemindahan TPS",
                "db_table": "station_move",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["regency_code", "kelurahan"], name="station_move_place"
                    )
                ],
            },
        ),
        migrations.RunSQL(read("tps"), GONE),
    ]
