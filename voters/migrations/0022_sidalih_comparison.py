"""Downloads of SIDALIH beside the roll: tables, rule functions, second wall."""

import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0021_region_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="SidalihComparison",
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
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "area",
                    models.CharField(blank=True, max_length=10, verbose_name="cakupan"),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="berkas")),
                ("file", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(max_length=64, verbose_name="sha256")),
                ("recognised", models.JSONField(default=dict)),
                ("fields", models.JSONField(default=dict)),
                ("job_id", models.BigIntegerField(null=True)),
                ("propose_job_id", models.BigIntegerField(null=True)),
                ("result", models.JSONField(default=dict, verbose_name="hasil")),
                ("received_by_id", models.BigIntegerField(null=True)),
                (
                    "received_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pengunggah"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="diunggah",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("forgotten_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "pembandingan SIDALIH",
                "verbose_name_plural": "pembandingan SIDALIH",
                "db_table": "sidalih_comparison",
            },
        ),
        migrations.CreateModel(
            name="SidalihRow",
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("comparison_id", models.BigIntegerField(verbose_name="pembandingan")),
                ("line_no", models.BigIntegerField(null=True, verbose_name="baris")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("EQUAL", "Sama"),
                            ("DIFFERS", "Berbeda"),
                            ("ONLY_SIDALIH", "Hanya di SIDALIH"),
                            ("CONFLICT", "DPID bertentangan"),
                            ("UNREADABLE", "Tidak terbaca"),
                            ("ONLY_ROLL", "Belum dientri di SIDALIH"),
                        ],
                        max_length=12,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=20, verbose_name="sebab"),
                ),
                (
                    "dpid",
                    models.CharField(blank=True, max_length=40, verbose_name="DPID"),
                ),
                (
                    "nik",
                    models.CharField(blank=True, max_length=16, verbose_name="NIK"),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=120, verbose_name="nama"),
                ),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                ("voter_id", models.BigIntegerField(null=True, verbose_name="pemilih")),
                (
                    "elements",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="unsur",
                    ),
                ),
                ("roll", models.JSONField(default=dict, verbose_name="portal")),
                ("told", models.JSONField(default=dict, verbose_name="SIDALIH")),
                ("cells", models.JSONField(null=True, verbose_name="isian")),
                (
                    "sheet",
                    models.CharField(blank=True, max_length=8, verbose_name="lembar"),
                ),
                (
                    "sheet_done",
                    models.BooleanField(default=False, verbose_name="sudah ditandai"),
                ),
                (
                    "batch",
                    models.UUIDField(null=True, verbose_name="permintaan usulan"),
                ),
            ],
            options={
                "verbose_name": "baris pembandingan",
                "verbose_name_plural": "baris pembandingan",
                "db_table": "sidalih_row",
                "indexes": [
                    models.Index(
                        fields=["regency_code", "public_id"], name="sidalih_row_key"
                    ),
                    models.Index(
                        fields=["comparison_id", "outcome", "id"],
                        name="sidalih_row_outcome",
                    ),
                    models.Index(
                        fields=["comparison_id", "voter_id"], name="sidalih_row_voter"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comparison_id", "line_no"),
                        name="sidalih_row_line_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            read("dhs_functions"),
            "DROP FUNCTION sidalih_way(boolean, boolean, boolean, boolean); "
            "DROP FUNCTION sidalih_outcome(text, boolean, text, text, boolean)",
            elidable=False,
        ),
        migrations.RunSQL(read("dhs_security"), migrations.RunSQL.noop, elidable=False),
    ]
