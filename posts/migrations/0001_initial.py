"""Posts, officers, duty, visits and bulletins, and who sees them (ADR 0040)."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from posts.migration_sql import read


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0005_reach"),
        ("voters", "0010_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulletin",
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
                ("kecamatan", models.CharField(max_length=6, verbose_name="kecamatan")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "period_code",
                    models.CharField(blank=True, max_length=7, verbose_name="periode"),
                ),
                ("title", models.CharField(max_length=120, verbose_name="judul")),
                ("body", models.TextField(verbose_name="isi")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draf"),
                            ("SENT", "Menunggu kantor"),
                            ("PUBLISHED", "Terbit"),
                            ("ARCHIVED", "Diarsipkan"),
                        ],
                        default="DRAFT",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "pinned",
                    models.BooleanField(default=False, verbose_name="disematkan"),
                ),
                ("author_id", models.BigIntegerField(null=True)),
                (
                    "author_name",
                    models.CharField(max_length=150, verbose_name="penulis"),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="ditulis",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="diubah"),
                ),
                (
                    "published_at",
                    models.DateTimeField(null=True, verbose_name="terbit"),
                ),
                (
                    "published_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diterbitkan oleh"
                    ),
                ),
            ],
            options={
                "verbose_name": "kabar",
                "verbose_name_plural": "kabar",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["kecamatan", "state"], name="bulletin_by_place"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "PUBLISHED"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="bulletin_published_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulletinPicture",
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
                ("kecamatan", models.CharField(max_length=6, verbose_name="kecamatan")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("file", models.CharField(max_length=200, verbose_name="berkas")),
                (
                    "words",
                    models.CharField(max_length=160, verbose_name="keterangan gambar"),
                ),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="posts.bulletin",
                    ),
                ),
            ],
            options={
                "verbose_name": "gambar kabar",
                "verbose_name_plural": "gambar kabar",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Post",
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
                ("kecamatan", models.CharField(max_length=6, verbose_name="kecamatan")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "slug",
                    models.SlugField(
                        max_length=80, unique=True, verbose_name="alamat halaman"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nama")),
                ("place", models.CharField(max_length=200, verbose_name="tempat")),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=8,
                        null=True,
                        verbose_name="lintang",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=9,
                        null=True,
                        verbose_name="bujur",
                    ),
                ),
                (
                    "hours",
                    models.JSONField(blank=True, default=dict, verbose_name="jam buka"),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="kontak kantor"
                    ),
                ),
                (
                    "bring",
                    models.TextField(blank=True, verbose_name="yang perlu dibawa"),
                ),
                (
                    "photo",
                    models.CharField(blank=True, max_length=200, verbose_name="foto"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draf"),
                            ("OPEN", "Dibuka"),
                            ("CLOSED", "Ditutup"),
                        ],
                        default="DRAFT",
                        max_length=6,
                        verbose_name="status",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dibuat",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, verbose_name="diubah"),
                ),
                (
                    "updated_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diubah oleh"
                    ),
                ),
            ],
            options={
                "verbose_name": "pos",
                "verbose_name_plural": "pos",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["regency_code", "kecamatan"], name="post_by_place"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("latitude__isnull", True), ("longitude__isnull", True)
                            ),
                            models.Q(
                                ("latitude__range", (-90, 90)),
                                ("longitude__range", (-180, 180)),
                            ),
                            _connector="OR",
                        ),
                        name="post_point_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostOfficer",
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
                ("kecamatan", models.CharField(max_length=6, verbose_name="kecamatan")),
                (
                    "account_id",
                    models.BigIntegerField(
                        blank=True, null=True, verbose_name="nomor akun"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                (
                    "is_substitute",
                    models.BooleanField(default=False, verbose_name="pengganti"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="aktif")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "petugas pos",
                "verbose_name_plural": "petugas pos",
                "ordering": ["is_substitute", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Duty",
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
                ("kecamatan", models.CharField(max_length=6, verbose_name="kecamatan")),
                ("day", models.DateField(verbose_name="tanggal")),
                ("starts", models.TimeField(verbose_name="mulai")),
                ("till", models.TimeField(verbose_name="sampai")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="posts.post",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="posts.postofficer",
                    ),
                ),
            ],
            options={
                "verbose_name": "piket",
                "verbose_name_plural": "piket",
                "ordering": ["day", "starts", "id"],
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
                ("kecamatan", models.CharField(max_length=6, verbose_name="kecamatan")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "period_id",
                    models.BigIntegerField(null=True, verbose_name="periode"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="waktu",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BARU", "Pemilih baru"),
                            ("PINDAH", "Pindah"),
                            ("MENINGGAL", "Meninggal"),
                            ("PERBAIKAN", "Perbaikan data"),
                            ("TETAP", "Sudah terdaftar, tidak ada perubahan"),
                            ("BERTANYA", "Bertanya saja"),
                        ],
                        max_length=9,
                        verbose_name="jenis",
                    ),
                ),
                (
                    "report_id",
                    models.BigIntegerField(null=True, verbose_name="laporan"),
                ),
                (
                    "report_number",
                    models.CharField(
                        blank=True, max_length=24, verbose_name="nomor laporan"
                    ),
                ),
                ("taken_by_id", models.BigIntegerField(null=True)),
                (
                    "taken_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="petugas"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="posts.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "kunjungan",
                "verbose_name_plural": "kunjungan",
                "ordering": ["-id"],
            },
        ),
        migrations.AddConstraint(
            model_name="postofficer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("account_id__isnull", False), ("is_active", True)),
                fields=("post", "account_id"),
                name="officer_once_a_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="postofficer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("account_id__isnull", False),
                    ("is_substitute", True),
                    _connector="OR",
                ),
                name="officer_has_account",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(fields=["post", "day"], name="duty_by_day"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                fields=("officer", "day", "starts"), name="duty_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(("till__gt", models.F("starts"))),
                name="duty_forwards",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["regency_code", "at"], name="visit_by_time"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                fields=["regency_code", "period_id"], name="visit_by_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                fields=("report_id",), name="visit_once_a_report"
            ),
        ),
        migrations.RunSQL(read("security"), migrations.RunSQL.noop),
    ]
