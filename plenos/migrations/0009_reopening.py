"""Reopening of a closed period, versions of its papers, Bawaslu's advice."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from plenos.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("periods", "0002_suspended"),
        ("plenos", "0008_sample"),
    ]

    operations = [
        migrations.CreateModel(
            name="Advice",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("SARAN", "Saran perbaikan"),
                            ("UJI_PETIK", "Hasil uji petik"),
                        ],
                        max_length=9,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "institution",
                    models.CharField(max_length=120, verbose_name="lembaga"),
                ),
                (
                    "letter_no",
                    models.CharField(max_length=80, verbose_name="nomor surat"),
                ),
                ("letter_on", models.DateField(verbose_name="tanggal surat")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="diterima"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="batas waktu"),
                ),
                ("subject", models.TextField(verbose_name="isi")),
                ("answer", models.TextField(blank=True, verbose_name="jawaban")),
                (
                    "answer_no",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="nomor jawaban"
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="tanggal jawaban"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Belum dijawab"),
                            ("WORKING", "Ditindaklanjuti"),
                            ("DONE", "Selesai"),
                            ("DECLINED", "Tidak ditindaklanjuti"),
                        ],
                        default="OPEN",
                        max_length=8,
                        verbose_name="tindak lanjut",
                    ),
                ),
                ("entered_by_id", models.BigIntegerField(null=True)),
                (
                    "entered_by_name",
                    models.CharField(max_length=150, verbose_name="dicatat oleh"),
                ),
                (
                    "entered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dicatat",
                    ),
                ),
                (
                    "updated_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diubah oleh"
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="diubah"),
                ),
            ],
            options={
                "verbose_name": "saran",
                "verbose_name_plural": "saran",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="AdviceVoter",
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
                ("voter_id", models.BigIntegerField()),
                ("kelurahan", models.CharField(max_length=10)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("SESUAI", "Sesuai"),
                            ("TIDAK_SESUAI", "Tidak sesuai"),
                        ],
                        max_length=12,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="keterangan"
                    ),
                ),
                ("proposal_id", models.BigIntegerField(null=True)),
                ("added_by_name", models.CharField(max_length=150)),
                (
                    "added_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
            ],
            options={
                "verbose_name": "orang dalam saran",
                "verbose_name_plural": "orang dalam saran",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RecapChange",
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
                ("column", models.CharField(max_length=10, verbose_name="kolom")),
                ("old_male", models.BigIntegerField()),
                ("old_female", models.BigIntegerField()),
                ("new_male", models.BigIntegerField()),
                ("new_female", models.BigIntegerField()),
                ("people", models.BigIntegerField(verbose_name="orang")),
            ],
            options={
                "verbose_name": "perbedaan rekap",
                "verbose_name_plural": "perbedaan rekap",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Reopening",
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
                    "version",
                    models.PositiveSmallIntegerField(verbose_name="versi yang dibuka"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Diminta"),
                            ("CONFIRMED", "Disetujui"),
                            ("OPEN", "Dibuka kembali"),
                            ("CLOSED", "Dibekukan lagi"),
                            ("REFUSED", "Ditolak"),
                        ],
                        default="ASKED",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                ("reason", models.TextField(verbose_name="alasan")),
                (
                    "institution",
                    models.CharField(max_length=120, verbose_name="atas saran"),
                ),
                (
                    "letter_no",
                    models.CharField(max_length=80, verbose_name="nomor surat"),
                ),
                ("letter_on", models.DateField(verbose_name="tanggal surat")),
                ("until", models.DateField(verbose_name="sampai")),
                ("asked_by_id", models.BigIntegerField()),
                (
                    "asked_by_name",
                    models.CharField(max_length=150, verbose_name="diminta oleh"),
                ),
                ("asked_by_chair", models.BooleanField(default=False)),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="diminta",
                    ),
                ),
                ("decided_by_id", models.BigIntegerField(null=True)),
                (
                    "decided_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="orang kedua"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputus")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="dibuka")),
                (
                    "closed_at",
                    models.DateTimeField(null=True, verbose_name="dibekukan lagi"),
                ),
            ],
            options={
                "verbose_name": "pembukaan kembali",
                "verbose_name_plural": "pembukaan kembali",
                "ordering": ["-id"],
            },
        ),
        migrations.AlterModelOptions(
            name="plenary",
            options={
                "ordering": ["period_id", "-version"],
                "verbose_name": "pleno",
                "verbose_name_plural": "pleno",
            },
        ),
        migrations.AddField(
            model_name="chainseal",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="versi"),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField(
                    model_name="periodmember",
                    name="since_version",
                    field=models.SmallIntegerField(default=1),
                ),
            ]
        ),
        migrations.AddField(
            model_name="plenary",
            name="version",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="versi"),
        ),
        migrations.AlterField(
            model_name="chainseal",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seals",
                to="periods.period",
                verbose_name="periode",
            ),
        ),
        migrations.AlterField(
            model_name="plenary",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plenaries",
                to="periods.period",
                verbose_name="periode",
            ),
        ),
        migrations.AlterField(
            model_name="plenary",
            name="state",
            field=models.CharField(
                choices=[
                    ("DRAFT", "Draf"),
                    ("FROZEN", "Beku"),
                    ("SIGNED", "Ditandatangani"),
                    ("PUBLISHED", "Terbit"),
                    ("SUPERSEDED", "Diganti"),
                ],
                default="DRAFT",
                max_length=10,
                verbose_name="keadaan",
            ),
        ),
        migrations.AddConstraint(
            model_name="chainseal",
            constraint=models.UniqueConstraint(
                fields=("period", "version"), name="seal_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="plenary",
            constraint=models.UniqueConstraint(
                fields=("period", "version"), name="plenary_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="advice",
            constraint=models.UniqueConstraint(
                fields=("regency_code", "institution", "letter_no", "kind"),
                name="advice_letter_once",
            ),
        ),
        migrations.AddField(
            model_name="advicevoter",
            name="advice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="plenos.advice",
            ),
        ),
        migrations.AddField(
            model_name="recapchange",
            name="recap",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="plenos.recap",
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="advice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopenings",
                to="plenos.advice",
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopenings",
                to="periods.period",
                verbose_name="periode",
            ),
        ),
        migrations.AddConstraint(
            model_name="advicevoter",
            constraint=models.UniqueConstraint(
                fields=("advice", "voter_id"), name="advice_voter_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recapchange",
            constraint=models.UniqueConstraint(
                fields=("recap", "kelurahan", "column"), name="recap_change_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["ASKED", "CONFIRMED", "OPEN"])),
                fields=("regency_code",),
                name="one_reopening_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["CONFIRMED", "OPEN", "CLOSED"]), _negated=True
                    ),
                    models.Q(
                        ("decided_by_id__isnull", False),
                        models.Q(
                            ("decided_by_id", models.F("asked_by_id")), _negated=True
                        ),
                    ),
                    _connector="OR",
                ),
                name="reopening_by_two",
            ),
        ),
        migrations.RunSQL(read("reopening")),
    ]
