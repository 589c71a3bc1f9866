"""Duplicates between regencies by keyed hash, and letters to Dukcapil (ADR 0035)."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0008_quick_name_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="DukcapilLetter",
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
                ("proposal_id", models.BigIntegerField(verbose_name="usulan")),
                (
                    "kelurahan",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="kelurahan"
                    ),
                ),
                (
                    "letter_no",
                    models.CharField(max_length=80, verbose_name="nomor surat"),
                ),
                ("letter_on", models.DateField(verbose_name="tanggal surat")),
                ("sent_by_id", models.BigIntegerField(null=True)),
                (
                    "sent_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pengirim"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NEW_NIK", "Satu orang direkam ulang dengan NIK baru"),
                            ("WRONG_NIK", "NIK salah catat; diperbaiki"),
                            ("ONE_PERSON", "Ternyata satu orang"),
                            ("UNKNOWN", "Tidak ditemukan di basis data Dukcapil"),
                            ("OTHER", "Lainnya, wajib catatan"),
                        ],
                        max_length=10,
                        verbose_name="jawaban",
                    ),
                ),
                (
                    "answer_no",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="nomor jawaban"
                    ),
                ),
                (
                    "answer_on",
                    models.DateField(null=True, verbose_name="tanggal jawaban"),
                ),
                (
                    "answer_note",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="catatan jawaban"
                    ),
                ),
                ("answered_by_id", models.BigIntegerField(null=True)),
                (
                    "answered_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="pencatat"
                    ),
                ),
            ],
            options={
                "verbose_name": "surat ke Dukcapil",
                "verbose_name_plural": "surat ke Dukcapil",
                "db_table": "dukcapil_letter",
                "indexes": [
                    models.Index(
                        fields=["regency_code", "letter_no"],
                        name="dukcapil_letter_number",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "proposal_id"),
                        name="dukcapil_letter_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("letter_no", ""), _negated=True),
                        name="dukcapil_letter_numbered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeHash",
            fields=[
                ("ref", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "regency_code",
                    models.CharField(max_length=4, verbose_name="kab/kota"),
                ),
                ("key_id", models.CharField(max_length=16, verbose_name="kunci")),
                (
                    "number_hash",
                    models.BinaryField(max_length=16, verbose_name="sidik NIK"),
                ),
                (
                    "person_hash",
                    models.BinaryField(
                        max_length=16, null=True, verbose_name="sidik orang"
                    ),
                ),
                (
                    "print",
                    models.BinaryField(max_length=16, verbose_name="sidik catatan"),
                ),
                ("version", models.IntegerField(verbose_name="versi")),
                (
                    "by_file",
                    models.BooleanField(default=False, verbose_name="dari berkas"),
                ),
                (
                    "hashed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
            options={
                "verbose_name": "sidik",
                "verbose_name_plural": "sidik",
                "db_table": "exchange_hash",
                "indexes": [
                    models.Index(fields=["number_hash"], name="exchange_number"),
                    models.Index(fields=["person_hash"], name="exchange_person"),
                    models.Index(
                        fields=["regency_code", "ref"], name="exchange_regency"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRef",
            fields=[
                (
                    "ref",
                    models.UUIDField(
                        default=uuid.uuid4, primary_key=True, serialize=False
                    ),
                ),
                (
                    "regency_code",
                    models.CharField(max_length=4, verbose_name="kab/kota"),
                ),
                ("voter_id", models.BigIntegerField(verbose_name="pemilih")),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
            ],
            options={
                "verbose_name": "rujukan sidik",
                "verbose_name_plural": "rujukan sidik",
                "db_table": "exchange_ref",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "voter_id"), name="exchange_ref_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeSide",
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
                ("ref", models.UUIDField()),
                ("voter_id", models.BigIntegerField(verbose_name="pemilih")),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                (
                    "other_regency",
                    models.CharField(max_length=4, verbose_name="kab/kota lain"),
                ),
                ("other_ref", models.UUIDField()),
                (
                    "remote",
                    models.BooleanField(default=False, verbose_name="instalasi lain"),
                ),
                ("same_number", models.BooleanField(verbose_name="NIK sama")),
                (
                    "same_person",
                    models.BooleanField(
                        verbose_name="nama, tanggal lahir, dan jenis kelamin sama"
                    ),
                ),
                ("print", models.BinaryField(max_length=32)),
                (
                    "gone",
                    models.BooleanField(
                        default=False, verbose_name="tidak ditemukan lagi"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Belum dijawab"),
                            ("STAY", "Tetap di sini"),
                            ("OTHER", "Bukan ganda"),
                            ("MOVED", "Sudah pindah"),
                            ("STRIKE", "Keluarkan di sini"),
                        ],
                        max_length=6,
                        verbose_name="jawaban",
                    ),
                ),
                (
                    "other_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Belum dijawab"),
                            ("STAY", "Tetap di sini"),
                            ("OTHER", "Bukan ganda"),
                            ("MOVED", "Sudah pindah"),
                            ("STRIKE", "Keluarkan di sini"),
                        ],
                        max_length=6,
                        verbose_name="jawaban lain",
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
                ("answered_by_id", models.BigIntegerField(null=True)),
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
                    "found_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="ditemukan",
                    ),
                ),
            ],
            options={
                "verbose_name": "ganda antar kab/kota",
                "verbose_name_plural": "ganda antar kab/kota",
                "db_table": "exchange_side",
                "indexes": [
                    models.Index(fields=["regency_code", "id"], name="exchange_queue"),
                    models.Index(fields=["other_ref", "ref"], name="exchange_other"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "public_id"), name="exchange_public_id"
                    ),
                    models.UniqueConstraint(
                        fields=("regency_code", "ref", "other_regency", "other_ref"),
                        name="exchange_side_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer__in", ["", "STAY", "OTHER", "MOVED", "STRIKE"])
                        ),
                        name="exchange_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("regency_code", models.F("other_regency")), _negated=True
                        ),
                        name="exchange_two_regencies",
                    ),
                ],
            },
        ),
        migrations.RunSQL(read("exchange_scope"), migrations.RunSQL.noop),
    ]
