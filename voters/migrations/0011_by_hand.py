"""Families in one act, withdrawn proposals, draft documents (ADR 0050)."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read

GONE = "DROP INDEX proposal_by_family; DROP INDEX proposal_old_nik"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_reach"), ("voters", "0010_report")]

    operations = [
        migrations.AddField(
            model_name="changeproposal",
            name="group_key",
            field=models.UUIDField(editable=False, null=True, verbose_name="keluarga"),
        ),
        migrations.AlterField(
            model_name="changeproposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("OPEN", "Menunggu"),
                    ("HOLD", "Ditunda"),
                    ("COKLIT", "Coklit terbatas"),
                    ("SECOND", "Menunggu orang kedua"),
                    ("ACCEPTED", "Diterima"),
                    ("REJECTED", "Ditolak"),
                    ("REFERRED", "Diteruskan ke Dukcapil"),
                    ("APPLIED", "Diterapkan"),
                    ("UNDONE", "Diurungkan"),
                    ("STALE", "Kedaluwarsa"),
                    ("WITHDRAWN", "Ditarik"),
                ],
                default="OPEN",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        migrations.CreateModel(
            name="EvidenceDraft",
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
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("owner_id", models.BigIntegerField()),
                ("file", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
            options={
                "verbose_name": "konsep bukti",
                "verbose_name_plural": "konsep bukti",
                "db_table": "evidence_draft",
                "indexes": [
                    models.Index(
                        fields=["regency_code", "owner_id"], name="draft_of_owner"
                    )
                ],
            },
        ),
        migrations.RunSQL(read("by_hand"), GONE),
    ]
