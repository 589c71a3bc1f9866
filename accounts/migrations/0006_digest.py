"""Digests by e-mail: what accounts chose, and each one that was tried."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql" / "digest.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestChoice",
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
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("NONE", "Tidak dikirim"),
                            ("DAILY", "Setiap hari"),
                            ("WEEKLY", "Sekali sepekan"),
                        ],
                        default="NONE",
                        max_length=6,
                        verbose_name="kapan",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(default=0, verbose_name="hari"),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(default=7, verbose_name="jam"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="alamat surel"
                    ),
                ),
                (
                    "language",
                    models.CharField(default="id", max_length=5, verbose_name="bahasa"),
                ),
                ("changed_at", models.DateTimeField(verbose_name="diubah")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
            ],
            options={
                "verbose_name": "pilihan surel",
                "verbose_name_plural": "pilihan surel",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hour__lte", 23), ("weekday__lte", 6)),
                        name="digest_has_an_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rhythm", "NONE"),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="digest_has_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestSend",
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
                ("slot", models.DateTimeField(verbose_name="jatah waktu")),
                (
                    "office",
                    models.CharField(blank=True, max_length=4, verbose_name="kantor"),
                ),
                ("job_id", models.BigIntegerField(verbose_name="nomor pekerjaan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NOTHING", "Tidak ada yang menunggu"),
                            ("SENDING", "Sedang dikirim"),
                            ("SENT", "Diterima server surel"),
                            ("FAILED", "Ditolak"),
                            ("LOST", "Terputus; tidak diulang"),
                        ],
                        max_length=7,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="hal"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=200, verbose_name="sebab"),
                ),
                ("tried_at", models.DateTimeField(verbose_name="dicoba")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
            ],
            options={
                "verbose_name": "surel harian",
                "verbose_name_plural": "surel harian",
                "ordering": ["-slot", "-id"],
                "indexes": [
                    models.Index(fields=["slot", "office"], name="digest_by_slot")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "slot"), name="digest_once_a_slot"
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
