"""Asked-for files, each seen by its own account only."""

import uuid
from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql" / "export_file.sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        # The policy asks scope_lives().
        ("accounts", "0003_scope_token"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportFile",
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
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "regency_code",
                    models.CharField(max_length=4, verbose_name="kab/kota"),
                ),
                ("source", models.CharField(max_length=60, verbose_name="daftar")),
                ("query", models.TextField(blank=True, verbose_name="saringan")),
                ("format", models.CharField(max_length=4, verbose_name="bentuk")),
                ("actor_id", models.BigIntegerField(verbose_name="nomor peminta")),
                (
                    "actor_name",
                    models.CharField(max_length=150, verbose_name="peminta"),
                ),
                (
                    "job_id",
                    models.BigIntegerField(null=True, verbose_name="nomor pekerjaan"),
                ),
                (
                    "protected",
                    models.BooleanField(default=False, verbose_name="berkata sandi"),
                ),
                (
                    "secret",
                    models.TextField(blank=True, verbose_name="sandi terenkripsi"),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="nama berkas"
                    ),
                ),
                (
                    "path",
                    models.CharField(blank=True, max_length=200, verbose_name="tempat"),
                ),
                (
                    "sha256",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="sidik berkas"
                    ),
                ),
                ("rows", models.BigIntegerField(default=0, verbose_name="baris")),
                ("size", models.BigIntegerField(default=0, verbose_name="ukuran")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="diminta",
                    ),
                ),
                ("ready_at", models.DateTimeField(null=True, verbose_name="siap")),
                (
                    "expires_at",
                    models.DateTimeField(null=True, verbose_name="kedaluwarsa"),
                ),
                ("removed_at", models.DateTimeField(null=True, verbose_name="dihapus")),
                (
                    "downloads",
                    models.PositiveIntegerField(default=0, verbose_name="kali diunduh"),
                ),
            ],
            options={
                "verbose_name": "berkas ekspor",
                "verbose_name_plural": "berkas ekspor",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["actor_id", "-id"], name="export_actor")
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), elidable=False),
    ]
