"""Drafts of a recap that somebody kept."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("periods", "0001_initial"),
        ("plenos", "0004_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecapDraft",
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
                ("number", models.PositiveIntegerField(verbose_name="nomor")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="disimpan",
                    ),
                ),
                ("made_by_id", models.BigIntegerField(null=True)),
                ("made_by_name", models.CharField(max_length=150, verbose_name="oleh")),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="catatan"
                    ),
                ),
                ("balanced", models.BooleanField(verbose_name="seimbang")),
                ("male", models.BigIntegerField(verbose_name="L")),
                ("female", models.BigIntegerField(verbose_name="P")),
                ("sha256", models.CharField(max_length=64, verbose_name="sidik")),
                ("cells", models.JSONField(verbose_name="angka")),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="periods.period",
                        verbose_name="periode",
                    ),
                ),
            ],
            options={
                "verbose_name": "draf rekap",
                "verbose_name_plural": "draf rekap",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "number"), name="recap_draft_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(read("drafts"), migrations.RunSQL.noop),
    ]
