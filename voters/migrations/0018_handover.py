"""A person who moves between two regencies of one installation (ADR 0057)."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read

BACK = """
DROP TRIGGER handover_follow ON change_proposal;
DROP FUNCTION handover_follow();
DROP FUNCTION handover_met(varchar, change_proposal);
DROP FUNCTION handover_payload(change_proposal);
DROP FUNCTION handover_moved(handover, varchar, change_proposal);
DROP FUNCTION handover_undone(handover, varchar);
DROP TRIGGER handover_kept ON handover;
DROP FUNCTION handover_kept();
DROP FUNCTION handover_guard(handover, handover);
DROP FUNCTION handover_counts(text);
DROP FUNCTION handover_twice(text);
DROP FUNCTION handover_mark(varchar);
DROP FUNCTION handover_state(varchar, varchar, varchar, varchar, boolean);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0017_stations"),
        ("accounts", "0005_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
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
                    "from_regency",
                    models.CharField(max_length=4, verbose_name="kab/kota asal"),
                ),
                (
                    "to_regency",
                    models.CharField(max_length=4, verbose_name="kab/kota tujuan"),
                ),
                ("opened_by", models.CharField(max_length=4, verbose_name="pembuka")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OFFERED", "Ditawarkan"),
                            ("ASKED", "Diminta"),
                            ("CONFIRMED", "Dikonfirmasi"),
                            ("DONE", "Selesai"),
                            ("DECLINED", "Ditolak"),
                            ("EXPIRED", "Lewat waktu"),
                            ("WITHDRAWN", "Ditarik"),
                        ],
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "number_hash",
                    models.BinaryField(
                        max_length=32, null=True, verbose_name="sidik NIK"
                    ),
                ),
                ("payload", models.JSONField(default=dict, verbose_name="orangnya")),
                (
                    "from_proposal_id",
                    models.BigIntegerField(null=True, verbose_name="usulan TMS"),
                ),
                (
                    "from_voter_id",
                    models.BigIntegerField(null=True, verbose_name="pemilih asal"),
                ),
                (
                    "from_stage",
                    models.CharField(
                        blank=True, max_length=7, verbose_name="tahap asal"
                    ),
                ),
                (
                    "to_proposal_id",
                    models.BigIntegerField(null=True, verbose_name="usulan baru"),
                ),
                (
                    "to_voter_id",
                    models.BigIntegerField(null=True, verbose_name="pemilih tujuan"),
                ),
                (
                    "to_stage",
                    models.CharField(
                        blank=True, max_length=7, verbose_name="tahap tujuan"
                    ),
                ),
                (
                    "answer",
                    models.CharField(blank=True, max_length=9, verbose_name="jawaban"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=40, verbose_name="alasan"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="catatan"
                    ),
                ),
                (
                    "answered_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="penjawab"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(null=True, verbose_name="dijawab"),
                ),
                (
                    "opened_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pembuka"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dibuka",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="batas jawaban")),
                (
                    "expired_at",
                    models.DateTimeField(null=True, verbose_name="lewat waktu"),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="berakhir")),
                ("steps", models.JSONField(default=list, verbose_name="langkah")),
            ],
            options={
                "verbose_name": "serah terima",
                "verbose_name_plural": "serah terima",
                "db_table": "handover",
                "indexes": [
                    models.Index(
                        fields=["from_regency", "due_on", "id"], name="handover_from"
                    ),
                    models.Index(
                        fields=["to_regency", "due_on", "id"], name="handover_to"
                    ),
                    models.Index(fields=["number_hash"], name="handover_number"),
                    models.Index(
                        fields=["from_proposal_id"], name="handover_from_proposal"
                    ),
                    models.Index(
                        fields=["to_proposal_id"], name="handover_to_proposal"
                    ),
                    models.Index(fields=["from_voter_id"], name="handover_from_voter"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["OFFERED", "ASKED", "CONFIRMED"])
                        ),
                        fields=("number_hash", "from_regency", "to_regency"),
                        name="handover_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_regency", models.F("to_regency")), _negated=True
                        ),
                        name="handover_two_regencies",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opened_by__in", ["FROM", "TO"])),
                        name="handover_opened_by_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer__in", ["", "CONFIRMED", "DECLINED"]),
                            ("from_stage__in", ["", "WAITING", "APPLIED", "GONE"]),
                            ("to_stage__in", ["", "WAITING", "APPLIED", "GONE"]),
                        ),
                        name="handover_words_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(read("handover"), BACK),
    ]
