"""Digests of frozen papers."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("plenos", "0003_special_sites"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecapFile",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("BA_PDF", "Berita Acara (PDF)"),
                            ("BA_DOCX", "Berita Acara (Word)"),
                            ("XLSX", "Rekap (xlsx)"),
                        ],
                        max_length=7,
                        verbose_name="jenis",
                    ),
                ),
                ("path", models.CharField(max_length=200, verbose_name="tempat")),
                ("size", models.PositiveIntegerField(verbose_name="ukuran")),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="sidik berkas"),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dibuat",
                    ),
                ),
                (
                    "recap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="plenos.recap",
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas rekap",
                "verbose_name_plural": "berkas rekap",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recap", "kind"), name="recap_file_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(read("papers"), migrations.RunSQL.noop),
    ]
