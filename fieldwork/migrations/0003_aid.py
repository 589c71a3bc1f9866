"""Aid: programmes, lists, recipients, answers; grants and policies."""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql" / "aid_security.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0002_scope"),
        ("accounts", "0005_reach"),
        ("reconciliation", "0008_clean_nik"),
        ("voters", "0008_quick_name_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="RowIssue",
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
                ("list_id", models.BigIntegerField(db_index=True)),
                ("line_no", models.BigIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("cells", models.JSONField()),
            ],
            options={
                "db_table": "aid_row_issue",
            },
        ),
        migrations.CreateModel(
            name="Programme",
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
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "institution_id",
                    models.BigIntegerField(null=True, verbose_name="instansi"),
                ),
                (
                    "institution_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="instansi"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="mulai")),
                ("ends_on", models.DateField(verbose_name="berakhir")),
                (
                    "state",
                    models.CharField(
                        choices=[("ACTIVE", "Aktif"), ("CLOSED", "Ditutup")],
                        default="ACTIVE",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("made_by_id", models.BigIntegerField(null=True)),
                (
                    "made_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="dibuat oleh"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dibuat",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="ditutup")),
            ],
            options={
                "verbose_name": "program bantuan",
                "verbose_name_plural": "program bantuan",
                "db_table": "aid_programme",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "name"), name="aid_programme_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="aid_programme_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AidList",
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
                ("filename", models.CharField(max_length=200, verbose_name="berkas")),
                ("file", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(max_length=64, verbose_name="sha256")),
                ("recognised", models.JSONField(default=dict)),
                ("fields", models.JSONField(default=dict)),
                ("job_id", models.BigIntegerField(null=True)),
                ("result", models.JSONField(default=dict, verbose_name="hasil")),
                ("received_by_id", models.BigIntegerField(null=True)),
                (
                    "received_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="penerima"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="diterima",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="fieldwork.programme",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "daftar penerima",
                "verbose_name_plural": "daftar penerima",
                "db_table": "aid_list",
            },
        ),
        migrations.CreateModel(
            name="Recipient",
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
                ("list_id", models.BigIntegerField(verbose_name="daftar")),
                ("line_no", models.BigIntegerField(verbose_name="baris")),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="nomor penerima"
                    ),
                ),
                (
                    "nik",
                    models.CharField(blank=True, max_length=16, verbose_name="NIK"),
                ),
                (
                    "nkk",
                    models.CharField(blank=True, max_length=16, verbose_name="No. KK"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "birth_date",
                    models.DateField(null=True, verbose_name="tanggal lahir"),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True, max_length=1, verbose_name="jenis kelamin"
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=200, verbose_name="alamat"),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        verbose_name="kelurahan menurut daftar",
                    ),
                ),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                ("rw", models.CharField(blank=True, max_length=3, verbose_name="RW")),
                ("rt", models.CharField(blank=True, max_length=3, verbose_name="RT")),
                (
                    "by_roll",
                    models.BooleanField(
                        default=False, verbose_name="tempat dari daftar pemilih"
                    ),
                ),
                (
                    "match",
                    models.CharField(
                        choices=[
                            ("SAME", "Dalam daftar pemilih"),
                            ("OTHER", "NIK milik orang lain"),
                            ("LIKELY", "Mungkin orang ini"),
                            ("ABSENT", "Belum dalam daftar"),
                            ("STRUCK", "Sudah TMS"),
                            ("OUTSIDE", "Luar kab/kota"),
                        ],
                        max_length=8,
                        verbose_name="kecocokan",
                    ),
                ),
                ("voter_id", models.BigIntegerField(null=True, verbose_name="pemilih")),
                (
                    "suggested_id",
                    models.BigIntegerField(null=True, verbose_name="saran"),
                ),
                (
                    "struck_for",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="sebab TMS"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FOUND", "Ditemukan"),
                            ("MOVED", "Pindah"),
                            ("DIED", "Meninggal"),
                            ("UNKNOWN", "Tidak dikenal"),
                            ("NOT_HOME", "Tidak di rumah"),
                        ],
                        max_length=8,
                        verbose_name="hasil",
                    ),
                ),
                ("answered_on", models.DateField(null=True, verbose_name="diperiksa")),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="fieldwork.programme",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "penerima bantuan",
                "verbose_name_plural": "penerima bantuan",
                "db_table": "aid_recipient",
            },
        ),
        migrations.CreateModel(
            name="Check",
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
                ("kelurahan", models.CharField(max_length=10)),
                ("rw", models.CharField(blank=True, max_length=3)),
                ("rt", models.CharField(blank=True, max_length=3)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("FOUND", "Ditemukan"),
                            ("MOVED", "Pindah"),
                            ("DIED", "Meninggal"),
                            ("UNKNOWN", "Tidak dikenal"),
                            ("NOT_HOME", "Tidak di rumah"),
                        ],
                        max_length=8,
                        verbose_name="hasil",
                    ),
                ),
                ("checked_on", models.DateField(verbose_name="tanggal")),
                (
                    "document_no",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="nomor dokumen"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="catatan"
                    ),
                ),
                (
                    "follows",
                    models.CharField(
                        choices=[
                            ("NOTHING", "Tidak ada"),
                            ("REMOVAL", "Usulan TMS, dua orang"),
                            ("QUESTION", "Pertanyaan coklit"),
                            ("HINT", "Petunjuk pemilih baru"),
                        ],
                        max_length=8,
                        verbose_name="tindak lanjut",
                    ),
                ),
                (
                    "proposal_id",
                    models.BigIntegerField(null=True, verbose_name="usulan"),
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
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="fieldwork.recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemeriksaan penerima",
                "verbose_name_plural": "pemeriksaan penerima",
                "db_table": "aid_check",
            },
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                fields=["regency_code", "public_id"], name="aid_public_id"
            ),
        ),
        migrations.AddIndex(
            model_name="recipient",
            index=models.Index(
                fields=["programme", "kelurahan", "rw", "rt", "id"], name="aid_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("nik", ""), _negated=True),
                fields=("programme", "nik"),
                name="aid_recipient_nik_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.UniqueConstraint(
                fields=("list_id", "line_no"), name="aid_recipient_line_once"
            ),
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
