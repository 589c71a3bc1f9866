"""Borders of kecamatan or kelurahan, from a file of the office."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Border",
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
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (2, "Provinsi"),
                            (4, "Kabupaten/kota"),
                            (6, "Kecamatan"),
                            (10, "Kelurahan/desa"),
                        ],
                        verbose_name="tingkat",
                    ),
                ),
                ("areas", models.JSONField(verbose_name="bidang")),
                (
                    "unknown",
                    models.JSONField(default=list, verbose_name="tidak dikenal"),
                ),
                (
                    "missing",
                    models.PositiveIntegerField(default=0, verbose_name="tanpa bidang"),
                ),
                (
                    "kept_by_name",
                    models.CharField(max_length=150, verbose_name="diunggah oleh"),
                ),
                (
                    "kept_at",
                    models.DateTimeField(auto_now=True, verbose_name="diunggah"),
                ),
            ],
            options={
                "verbose_name": "batas wilayah",
                "verbose_name_plural": "batas wilayah",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "level"), name="border_once"
                    )
                ],
            },
        ),
    ]
