"""Outreach: series, events, officers, partners; a visit at one of them; who sees it."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from posts.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_scope"),
        ("posts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutreachEvent",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("GREETING", "Sapa warga"),
                            ("MARKET", "Pasar"),
                            ("SCHOOL", "Sekolah"),
                            ("OTHER", "Lainnya"),
                        ],
                        max_length=8,
                        verbose_name="jenis",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="kegiatan")),
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
                ("starts", models.TimeField(verbose_name="mulai")),
                ("till", models.TimeField(verbose_name="sampai")),
                (
                    "is_public",
                    models.BooleanField(default=True, verbose_name="diumumkan"),
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
                (
                    "series_day",
                    models.DateField(
                        null=True, verbose_name="tanggal menurut rangkaian"
                    ),
                ),
                ("day", models.DateField(verbose_name="tanggal")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "Direncanakan"),
                            ("HELD", "Dilaksanakan"),
                            ("CANCELLED", "Batal"),
                        ],
                        default="PLANNED",
                        max_length=9,
                        verbose_name="keadaan",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="alasan batal"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="catatan hasil"
                    ),
                ),
            ],
            options={
                "verbose_name": "kegiatan",
                "verbose_name_plural": "kegiatan",
                "ordering": ["day", "id"],
            },
        ),
        migrations.CreateModel(
            name="OutreachOfficer",
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
                ("account_id", models.BigIntegerField(verbose_name="nomor akun")),
                ("name", models.CharField(max_length=150, verbose_name="nama")),
                (
                    "is_substitute",
                    models.BooleanField(default=False, verbose_name="pengganti"),
                ),
            ],
            options={
                "verbose_name": "petugas kegiatan",
                "verbose_name_plural": "petugas kegiatan",
                "ordering": ["is_substitute", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="OutreachPartner",
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
                ("name", models.CharField(max_length=120, verbose_name="instansi")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="yang dikerjakan bersama",
                    ),
                ),
            ],
            options={
                "verbose_name": "instansi yang ikut",
                "verbose_name_plural": "instansi yang ikut",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="OutreachSeries",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("GREETING", "Sapa warga"),
                            ("MARKET", "Pasar"),
                            ("SCHOOL", "Sekolah"),
                            ("OTHER", "Lainnya"),
                        ],
                        max_length=8,
                        verbose_name="jenis",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="kegiatan")),
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
                ("starts", models.TimeField(verbose_name="mulai")),
                ("till", models.TimeField(verbose_name="sampai")),
                (
                    "is_public",
                    models.BooleanField(default=True, verbose_name="diumumkan"),
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
                (
                    "freq",
                    models.CharField(
                        choices=[("WEEKLY", "Tiap minggu"), ("MONTHLY", "Tiap bulan")],
                        max_length=7,
                        verbose_name="berulang",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="hari")),
                (
                    "nth",
                    models.SmallIntegerField(
                        default=0, verbose_name="urutan dalam bulan"
                    ),
                ),
                ("first", models.DateField(verbose_name="mulai tanggal")),
                ("until", models.DateField(verbose_name="sampai tanggal")),
            ],
            options={
                "verbose_name": "rangkaian kegiatan",
                "verbose_name_plural": "rangkaian kegiatan",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="visit",
            name="kelurahan",
            field=models.CharField(blank=True, max_length=10, verbose_name="kelurahan"),
        ),
        migrations.AlterField(
            model_name="visit",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="posts.post",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="event",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="posts.outreachevent",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event", None), ("post__isnull", False)),
                    models.Q(("event__isnull", False), ("post", None)),
                    _connector="OR",
                ),
                name="visit_at_one_place",
            ),
        ),
        migrations.AddField(
            model_name="outreachofficer",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="officers",
                to="posts.outreachevent",
            ),
        ),
        migrations.AddField(
            model_name="outreachpartner",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="partners",
                to="posts.outreachevent",
            ),
        ),
        migrations.AddField(
            model_name="outreachpartner",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outreach",
                to="partners.institution",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("till__gt", models.F("starts"))),
                name="series_forwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachseries",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="series_point_whole",
            ),
        ),
        migrations.AddField(
            model_name="outreachevent",
            name="series",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="posts.outreachseries",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachofficer",
            constraint=models.UniqueConstraint(
                fields=("event", "account_id"), name="officer_once_an_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachpartner",
            constraint=models.UniqueConstraint(
                fields=("event", "institution"), name="partner_once_an_event"
            ),
        ),
        migrations.AddIndex(
            model_name="outreachevent",
            index=models.Index(
                fields=["regency_code", "day", "id"], name="event_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="outreachevent",
            index=models.Index(fields=["kecamatan", "day"], name="event_by_place"),
        ),
        migrations.AddConstraint(
            model_name="outreachevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("till__gt", models.F("starts"))),
                name="event_forwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="event_point_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachevent",
            constraint=models.UniqueConstraint(
                fields=("series", "series_day"), name="event_once_a_day_of_series"
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("series", None), ("series_day", None)),
                    models.Q(("series__isnull", False), ("series_day__isnull", False)),
                    _connector="OR",
                ),
                name="event_has_day_of_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="outreachevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CANCELLED"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="event_cancelled_with_reason",
            ),
        ),
        migrations.RunSQL(read("outreach"), migrations.RunSQL.noop),
    ]
