"""Saved views of lists: own ones, and those an office shares."""

from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql" / "saved_view.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_export_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
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
                ("page", models.CharField(max_length=60, verbose_name="daftar")),
                ("name", models.CharField(max_length=40, verbose_name="nama")),
                (
                    "query",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="saringan"
                    ),
                ),
                (
                    "shared",
                    models.BooleanField(default=False, verbose_name="untuk sekantor"),
                ),
                ("owner_id", models.BigIntegerField(verbose_name="nomor pemilik")),
                (
                    "owner_name",
                    models.CharField(max_length=150, verbose_name="pemilik"),
                ),
                (
                    "saved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="disimpan",
                    ),
                ),
            ],
            options={
                "verbose_name": "tampilan tersimpan",
                "verbose_name_plural": "tampilan tersimpan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "page", "owner_id", "name"),
                        name="saved_view_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), elidable=False),
    ]
