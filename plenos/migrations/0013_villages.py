"""The kelurahan recap: confirmations, and what a freeze locks."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("periods", "0002_suspended"),
        ("plenos", "0012_recap_annexes"),
        ("voters", "0010_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="VillageConfirmation",
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
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("VALID", "Berlaku"),
                            ("WITHDRAWN", "Ditarik"),
                            ("REPLACED", "Diganti"),
                        ],
                        default="VALID",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="sidik")),
                ("figures", models.JSONField(verbose_name="angka")),
                (
                    "remark",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="catatan"
                    ),
                ),
                (
                    "paper_no",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="nomor surat"
                    ),
                ),
                ("paper_on", models.DateField(null=True, verbose_name="tanggal surat")),
                (
                    "signed_by",
                    models.CharField(max_length=150, verbose_name="dikonfirmasi oleh"),
                ),
                ("entered_by_id", models.BigIntegerField(null=True)),
                (
                    "entered_by_name",
                    models.CharField(max_length=150, verbose_name="dicatat oleh"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dikonfirmasi",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="berakhir")),
                (
                    "ended_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diakhiri oleh"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="village_confirmations",
                        to="periods.period",
                        verbose_name="periode",
                    ),
                ),
            ],
            options={
                "verbose_name": "konfirmasi kelurahan",
                "verbose_name_plural": "konfirmasi kelurahan",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="VillageRecap",
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
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("BELUM", "Belum dikonfirmasi"),
                            ("DIKONFIRMASI", "Dikonfirmasi"),
                            ("BERUBAH", "Berubah sejak dikonfirmasi"),
                        ],
                        max_length=12,
                        verbose_name="keadaan",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="sidik")),
                ("figures", models.JSONField(verbose_name="angka")),
                ("made", models.IntegerField(verbose_name="usulan")),
                ("applied", models.IntegerField(verbose_name="diterapkan")),
                ("refused", models.IntegerField(verbose_name="ditolak")),
                ("still_open", models.IntegerField(verbose_name="terbuka")),
                (
                    "confirmation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="locked",
                        to="plenos.villageconfirmation",
                    ),
                ),
                (
                    "recap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="villages",
                        to="plenos.recap",
                    ),
                ),
            ],
            options={
                "verbose_name": "rekap kelurahan",
                "verbose_name_plural": "rekap kelurahan",
                "ordering": ["kelurahan"],
            },
        ),
        migrations.AddConstraint(
            model_name="villageconfirmation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "VALID")),
                fields=("period", "kelurahan"),
                name="one_village_confirmation",
            ),
        ),
        migrations.AddConstraint(
            model_name="villagerecap",
            constraint=models.UniqueConstraint(
                fields=("recap", "kelurahan"), name="village_recap_once"
            ),
        ),
        migrations.RunSQL(read("village_work"), migrations.RunSQL.noop),
        migrations.RunSQL(read("villages"), migrations.RunSQL.noop),
    ]
