"""Citizens' reports, who sees them, and the status a visitor may ask for (ADR 0040)."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0009_exchange"),
    ]

    operations = [
        migrations.CreateModel(
            name="CitizenReport",
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
                    "number",
                    models.CharField(
                        max_length=24, unique=True, verbose_name="nomor laporan"
                    ),
                ),
                (
                    "check_code",
                    models.CharField(max_length=12, verbose_name="kode cek"),
                ),
                ("period_id", models.BigIntegerField(verbose_name="periode")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BARU", "Pemilih baru"),
                            ("PINDAH", "Pindah"),
                            ("MENINGGAL", "Meninggal"),
                            ("PERBAIKAN", "Perbaikan data"),
                            ("TETAP", "Sudah terdaftar, tidak ada perubahan"),
                        ],
                        max_length=9,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("POST", "Pos kecamatan"),
                            ("OUTREACH", "Sapa warga"),
                            ("RESPONDER", "Pesan atau web"),
                            ("DESK", "Meja kantor"),
                        ],
                        max_length=9,
                        verbose_name="jalur",
                    ),
                ),
                ("voter_id", models.BigIntegerField(null=True, verbose_name="pemilih")),
                (
                    "proposal_id",
                    models.BigIntegerField(null=True, verbose_name="usulan"),
                ),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("SELF", "Yang bersangkutan"),
                            ("FAMILY", "Keluarga"),
                            ("NEIGHBOUR", "Tetangga, RT atau RW"),
                            ("OTHER", "Lainnya"),
                        ],
                        default="SELF",
                        max_length=9,
                        verbose_name="pelapor",
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="kontak pelapor"
                    ),
                ),
                (
                    "source_ref",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="rujukan asal"
                    ),
                ),
                (
                    "source_name",
                    models.CharField(blank=True, max_length=40, verbose_name="asal"),
                ),
                ("taken_by_id", models.BigIntegerField(null=True)),
                (
                    "taken_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diterima oleh"
                    ),
                ),
                (
                    "taken_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="diterima",
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan warga",
                "verbose_name_plural": "laporan warga",
                "db_table": "citizen_report",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["regency_code", "proposal_id"], name="report_proposal"
                    ),
                    models.Index(
                        fields=["regency_code", "source_ref"], name="report_source"
                    ),
                    models.Index(
                        fields=["regency_code", "taken_by_id"], name="report_taker"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "TETAP"), ("proposal_id__isnull", True)),
                            models.Q(
                                models.Q(("kind", "TETAP"), _negated=True),
                                ("proposal_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_has_proposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "BARU"),
                            ("voter_id__isnull", False),
                            _connector="OR",
                        ),
                        name="report_has_person",
                    ),
                ],
            },
        ),
        migrations.RunSQL(read("reports"), "DROP FUNCTION report_status(text, text)"),
    ]
