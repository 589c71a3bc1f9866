"""Batches, tasks, visits and spot checks of coklit terbatas."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Batch",
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
                ("number", models.PositiveIntegerField(verbose_name="nomor")),
                ("period_id", models.BigIntegerField(verbose_name="periode")),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="aturan",
                    ),
                ),
                ("place", models.CharField(max_length=10, verbose_name="wilayah")),
                ("most", models.PositiveIntegerField(verbose_name="paling banyak")),
                ("seed", models.CharField(max_length=40, verbose_name="benih")),
                (
                    "per_day",
                    models.PositiveSmallIntegerField(verbose_name="beban per hari"),
                ),
                ("deadline", models.DateField(verbose_name="batas waktu")),
                (
                    "with_supervisor",
                    models.BooleanField(
                        default=False, verbose_name="didampingi Bawaslu"
                    ),
                ),
                (
                    "with_village",
                    models.BooleanField(
                        default=False, verbose_name="didampingi kelurahan"
                    ),
                ),
                (
                    "companions",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="pendamping lain"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Disusun"),
                            ("ASSIGNED", "Ditugaskan"),
                            ("RUNNING", "Berjalan"),
                            ("CLOSED", "Ditutup"),
                            ("WITHDRAWN", "Ditarik"),
                        ],
                        default="DRAFT",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "drawn",
                    models.JSONField(default=dict, verbose_name="hasil penarikan"),
                ),
                ("tasks", models.PositiveIntegerField(default=0, verbose_name="tugas")),
                (
                    "sheets",
                    models.PositiveIntegerField(default=0, verbose_name="lembar"),
                ),
                ("job_id", models.BigIntegerField(null=True)),
                ("made_by_id", models.BigIntegerField(null=True)),
                (
                    "made_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="penyusun"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dibuat",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="berakhir")),
            ],
            options={
                "verbose_name": "kelompok coklit",
                "verbose_name_plural": "kelompok coklit",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "number"), name="batch_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                ("voter_id", models.BigIntegerField(null=True, verbose_name="pemilih")),
                (
                    "proposal_id",
                    models.BigIntegerField(null=True, verbose_name="usulan"),
                ),
                ("pair_id", models.BigIntegerField(null=True, verbose_name="pasangan")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("TIDAK_ADA", "Tidak ada dalam kiriman"),
                            ("MUNCUL_KEMBALI", "Muncul kembali"),
                            ("DEATH_NO_CERTIFICATE", "Meninggal tanpa akta"),
                            ("RETURNED", "Dari daftar lain"),
                            ("GANDA", "Dugaan ganda"),
                            ("OVER_100", "Usia di atas batas wajar"),
                            ("NO_EKTP", "Belum KTP-el"),
                            ("SAMPLE", "Sampel acak"),
                        ],
                        max_length=20,
                        verbose_name="alasan",
                    ),
                ),
                ("sheet", models.PositiveIntegerField(verbose_name="lembar")),
                ("line", models.PositiveSmallIntegerField(verbose_name="baris")),
                ("day", models.PositiveSmallIntegerField(verbose_name="hari")),
                ("officer_id", models.BigIntegerField(null=True)),
                (
                    "officer_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="petugas"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("TODO", "Belum dikunjungi"),
                            ("AGAIN", "Kunjungan lagi"),
                            ("PAPER", "Menunggu dokumen"),
                            ("DONE", "Selesai"),
                            ("ENDED", "Ditutup tanpa hasil"),
                            ("WITHDRAWN", "Ditarik"),
                        ],
                        default="TODO",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "visits",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="kunjungan"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FOUND", "Ditemukan"),
                            ("MOVED_PROVEN", "Pindah, ada dokumen"),
                            ("MOVED", "Pindah, tanpa dokumen"),
                            ("DIED_PROVEN", "Meninggal, ada akta"),
                            ("DIED", "Meninggal, tanpa akta"),
                            ("UNKNOWN", "Tidak ditemukan"),
                            ("REFUSED", "Menolak"),
                            ("NOT_HOME", "Tidak di rumah"),
                        ],
                        max_length=12,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "next_on",
                    models.DateField(null=True, verbose_name="kunjungan berikut"),
                ),
                ("finished_on", models.DateField(null=True, verbose_name="selesai")),
                (
                    "answer_id",
                    models.BigIntegerField(null=True, verbose_name="usulan hasil"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="fieldwork.batch",
                        verbose_name="kelompok",
                    ),
                ),
            ],
            options={
                "verbose_name": "tugas coklit",
                "verbose_name_plural": "tugas coklit",
            },
        ),
        migrations.CreateModel(
            name="SpotCheck",
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
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                ("seed", models.CharField(max_length=40, verbose_name="benih")),
                ("agrees", models.BooleanField(null=True, verbose_name="sesuai")),
                (
                    "found",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FOUND", "Ditemukan"),
                            ("MOVED_PROVEN", "Pindah, ada dokumen"),
                            ("MOVED", "Pindah, tanpa dokumen"),
                            ("DIED_PROVEN", "Meninggal, ada akta"),
                            ("DIED", "Meninggal, tanpa akta"),
                            ("UNKNOWN", "Tidak ditemukan"),
                            ("REFUSED", "Menolak"),
                            ("NOT_HOME", "Tidak di rumah"),
                        ],
                        max_length=12,
                        verbose_name="temuan",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="catatan"
                    ),
                ),
                (
                    "drawn_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="ditarik oleh"
                    ),
                ),
                (
                    "drawn_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="ditarik",
                    ),
                ),
                ("checked_by_id", models.BigIntegerField(null=True)),
                (
                    "checked_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diperiksa oleh"
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(null=True, verbose_name="diperiksa"),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="fieldwork.task",
                        verbose_name="tugas",
                    ),
                ),
            ],
            options={
                "verbose_name": "uji petik",
                "verbose_name_plural": "uji petik",
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                (
                    "number",
                    models.PositiveSmallIntegerField(verbose_name="kunjungan ke"),
                ),
                ("visited_on", models.DateField(verbose_name="tanggal")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("FOUND", "Ditemukan"),
                            ("MOVED_PROVEN", "Pindah, ada dokumen"),
                            ("MOVED", "Pindah, tanpa dokumen"),
                            ("DIED_PROVEN", "Meninggal, ada akta"),
                            ("DIED", "Meninggal, tanpa akta"),
                            ("UNKNOWN", "Tidak ditemukan"),
                            ("REFUSED", "Menolak"),
                            ("NOT_HOME", "Tidak di rumah"),
                        ],
                        max_length=12,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "document_kind",
                    models.CharField(
                        blank=True, max_length=16, verbose_name="jenis dokumen"
                    ),
                ),
                (
                    "document_no",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="nomor dokumen"
                    ),
                ),
                (
                    "has_scan",
                    models.BooleanField(default=False, verbose_name="ada pindaian"),
                ),
                (
                    "next_on",
                    models.DateField(null=True, verbose_name="kunjungan berikut"),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        verbose_name="lintang",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        decimal_places=6, max_digits=9, null=True, verbose_name="bujur"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="catatan"
                    ),
                ),
                (
                    "with_supervisor",
                    models.BooleanField(
                        default=False, verbose_name="didampingi Bawaslu"
                    ),
                ),
                (
                    "with_village",
                    models.BooleanField(
                        default=False, verbose_name="didampingi kelurahan"
                    ),
                ),
                (
                    "follows",
                    models.CharField(max_length=12, verbose_name="tindak lanjut"),
                ),
                ("entered_by_id", models.BigIntegerField(null=True)),
                (
                    "entered_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="dicatat oleh"
                    ),
                ),
                (
                    "entered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dicatat",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="fieldwork.task",
                        verbose_name="tugas",
                    ),
                ),
            ],
            options={
                "verbose_name": "kunjungan",
                "verbose_name_plural": "kunjungan",
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["regency_code", "public_id"], name="task_public_id"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["batch", "kelurahan", "rw", "rt"], name="task_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["TODO", "AGAIN", "PAPER"]),
                    ("voter_id__isnull", False),
                ),
                fields=("regency_code", "voter_id"),
                name="task_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["TODO", "AGAIN", "PAPER"]),
                    ("voter_id__isnull", True),
                ),
                fields=("regency_code", "proposal_id"),
                name="task_one_open_newcomer",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                fields=("batch", "sheet", "line"), name="task_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voter_id__isnull", False),
                    ("proposal_id__isnull", False),
                    _connector="OR",
                ),
                name="task_about_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                fields=("task", "number"), name="visit_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                fields=("task", "visited_on"), name="visit_a_day"
            ),
        ),
    ]
