"""Changes of regions: their map, names with days, and what followed them."""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql" / "target.sql"
GONE = "DROP FUNCTION region_target(bigint, text, text, text);"
# What followed a change is the worker's own; nobody reads it through the web.
CLOSED = "REVOKE ALL ON regions_regionfollowed FROM pdpb_web, PUBLIC;"


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0002_border"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegionChange",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("SPLIT", "Pemekaran"),
                            ("MERGE", "Penggabungan"),
                            ("MOVE", "Pindah kecamatan"),
                            ("RENAME", "Ganti nama"),
                        ],
                        max_length=6,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Disusun"),
                            ("ASKED", "Menunggu orang kedua"),
                            ("CONFIRMED", "Disetujui"),
                            ("APPLIED", "Diterapkan"),
                            ("UNDONE", "Diurungkan"),
                            ("REFUSED", "Dibatalkan"),
                        ],
                        default="DRAFT",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "basis_no",
                    models.CharField(max_length=120, verbose_name="nomor dasar hukum"),
                ),
                ("basis_on", models.DateField(verbose_name="tanggal dasar hukum")),
                ("effective_on", models.DateField(verbose_name="berlaku sejak")),
                (
                    "period_code",
                    models.CharField(blank=True, max_length=7, verbose_name="periode"),
                ),
                (
                    "applies_from",
                    models.DateField(null=True, verbose_name="dipakai sejak"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="catatan"
                    ),
                ),
                ("counts", models.JSONField(default=dict, verbose_name="hasil")),
                ("done", models.JSONField(default=dict, verbose_name="yang dibuat")),
                ("prepared_by_id", models.BigIntegerField(null=True)),
                (
                    "prepared_by_name",
                    models.CharField(max_length=150, verbose_name="disusun oleh"),
                ),
                ("prepared_by_chair", models.BooleanField(default=False)),
                (
                    "prepared_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="disusun",
                    ),
                ),
                ("decided_by_id", models.BigIntegerField(null=True)),
                (
                    "decided_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="orang kedua"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputus")),
                (
                    "applied_at",
                    models.DateTimeField(null=True, verbose_name="diterapkan"),
                ),
                (
                    "undone_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diurungkan oleh"
                    ),
                ),
                (
                    "undone_at",
                    models.DateTimeField(null=True, verbose_name="diurungkan"),
                ),
            ],
            options={
                "verbose_name": "perubahan wilayah",
                "verbose_name_plural": "perubahan wilayah",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["regency_code", "-id"], name="region_change_list"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["ASKED", "CONFIRMED"])),
                        fields=("regency_code",),
                        name="one_region_change_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["CONFIRMED", "APPLIED", "UNDONE"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("decided_by_id__isnull", False),
                                models.Q(
                                    ("decided_by_id", models.F("prepared_by_id")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="region_change_by_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegionName",
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
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "valid_from",
                    models.DateField(null=True, verbose_name="berlaku sejak"),
                ),
                (
                    "valid_to",
                    models.DateField(null=True, verbose_name="berlaku sampai"),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="regions.regionchange",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="regions.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "nama wilayah",
                "verbose_name_plural": "nama wilayah",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RegionChangeLine",
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
                ("number", models.PositiveIntegerField(verbose_name="baris")),
                ("old_code", models.CharField(max_length=10, verbose_name="kode lama")),
                ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                ("new_code", models.CharField(max_length=10, verbose_name="kode baru")),
                (
                    "new_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="nama baru"
                    ),
                ),
                (
                    "new_district",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="nama kecamatan baru"
                    ),
                ),
                (
                    "new_rw",
                    models.CharField(blank=True, max_length=3, verbose_name="RW baru"),
                ),
                (
                    "new_rt",
                    models.CharField(blank=True, max_length=3, verbose_name="RT baru"),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="regions.regionchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "baris peta wilayah",
                "verbose_name_plural": "baris peta wilayah",
                "ordering": ["number", "rw", "rt"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change", "old_code", "rw", "rt"),
                        name="region_line_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegionFollowed",
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
                ("regency_code", models.CharField(max_length=4)),
                ("follower", models.CharField(max_length=40)),
                ("row_id", models.BigIntegerField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followed",
                        to="regions.regionchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "baris yang mengikuti",
                "verbose_name_plural": "baris yang mengikuti",
                "indexes": [
                    models.Index(
                        fields=["change", "follower", "row_id"], name="followed_rows"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), GONE),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
    ]
