"""Pairs of records that may be one person, and who sees them (ADR 0029)."""

import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0004_special_site"),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicatePair",
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("period_id", models.BigIntegerField(verbose_name="periode")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("ROLL", "Dua pemilih dalam daftar"),
                            ("FILE", "Dua baris kiriman"),
                            ("BOTH", "Daftar dan kiriman"),
                            ("LINK", "Baris tanpa NIK yang dapat dipakai"),
                            ("PROVINCE", "Antar kab/kota"),
                        ],
                        max_length=8,
                        verbose_name="asal",
                    ),
                ),
                (
                    "voter_a",
                    models.BigIntegerField(null=True, verbose_name="pemilih A"),
                ),
                ("version_a", models.IntegerField(null=True)),
                (
                    "voter_b",
                    models.BigIntegerField(null=True, verbose_name="pemilih B"),
                ),
                ("version_b", models.IntegerField(null=True)),
                (
                    "delivery_id",
                    models.BigIntegerField(null=True, verbose_name="kiriman"),
                ),
                ("line_no", models.BigIntegerField(null=True, verbose_name="baris")),
                (
                    "line_b",
                    models.BigIntegerField(null=True, verbose_name="baris kedua"),
                ),
                (
                    "kelurahan_a",
                    models.CharField(max_length=10, verbose_name="kelurahan A"),
                ),
                (
                    "kelurahan_b",
                    models.CharField(max_length=10, verbose_name="kelurahan B"),
                ),
                ("score", models.IntegerField(verbose_name="skor")),
                (
                    "tier",
                    models.CharField(
                        choices=[("TOP", "Sangat mungkin"), ("LIST", "Mungkin")],
                        max_length=4,
                        verbose_name="tingkat",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="alasan")),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        default=list,
                        size=None,
                        verbose_name="aturan",
                    ),
                ),
                (
                    "rules_version",
                    models.CharField(max_length=16, verbose_name="versi aturan"),
                ),
                ("cluster", models.BigIntegerField(null=True, verbose_name="kelompok")),
                ("print", models.CharField(max_length=32)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Menunggu"),
                            ("SECOND", "Menunggu orang kedua"),
                            ("NOT_DUPLICATE", "Bukan ganda"),
                            ("RESOLVED", "Diselesaikan"),
                            ("STALE", "Kedaluwarsa"),
                        ],
                        default="OPEN",
                        max_length=13,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "keep_voter",
                    models.BigIntegerField(
                        null=True, verbose_name="pemilih yang tetap"
                    ),
                ),
                (
                    "proposal_id",
                    models.BigIntegerField(null=True, verbose_name="usulan"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="catatan"
                    ),
                ),
                ("first_by_id", models.BigIntegerField(null=True)),
                (
                    "first_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pemutus pertama"
                    ),
                ),
                ("decided_by_id", models.BigIntegerField(null=True)),
                (
                    "decided_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pemutus"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputus")),
                (
                    "found_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="ditemukan",
                    ),
                ),
            ],
            options={
                "verbose_name": "pasangan ganda",
                "verbose_name_plural": "pasangan ganda",
                "db_table": "duplicate_pair",
                "indexes": [
                    models.Index(
                        fields=["regency_code", "state", "-score", "id"],
                        name="duplicate_queue",
                    ),
                    models.Index(
                        fields=["regency_code", "cluster"], name="duplicate_cluster"
                    ),
                    models.Index(
                        fields=["regency_code", "voter_b"], name="duplicate_other"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "public_id"), name="duplicate_public_id"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voter_b__isnull", False)),
                        fields=("regency_code", "voter_a", "voter_b"),
                        name="duplicate_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("line_no__isnull", False)),
                        fields=(
                            "regency_code",
                            "delivery_id",
                            "line_no",
                            "voter_a",
                            "line_b",
                        ),
                        name="duplicate_line_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voter_a__lt", models.F("voter_b")),
                            ("voter_b__isnull", True),
                            _connector="OR",
                        ),
                        name="duplicate_in_order",
                    ),
                ],
            },
        ),
        migrations.RunSQL(read("duplicates_scope"), migrations.RunSQL.noop),
    ]
