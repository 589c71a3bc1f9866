"""Tables of code lists and settings (ADR 0022, 0023); nobody deletes from them."""

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0002_scope_token"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeChange",
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
                    "list",
                    models.CharField(
                        choices=[
                            ("TMS", "Sebab TMS"),
                            ("BARU", "Kategori pemilih baru"),
                            ("DISABILITY", "Disabilitas"),
                            ("EKTP", "KTP-el"),
                            ("MARITAL", "Status kawin"),
                            ("EVIDENCE", "Jenis bukti"),
                            ("REJECT", "Alasan penolakan"),
                        ],
                        max_length=12,
                        verbose_name="daftar",
                    ),
                ),
                ("vintage", models.CharField(max_length=4, verbose_name="angkatan")),
                ("code", models.CharField(max_length=20, verbose_name="kode")),
                ("label", models.CharField(max_length=80, verbose_name="sebutan")),
                (
                    "label_en",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="sebutan Inggris"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True, null=True, verbose_name="berlaku sejak"
                    ),
                ),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="berlaku sampai"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="alasan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Menunggu administrator kedua"),
                            ("DONE", "Berlaku"),
                            ("REJECTED", "Ditolak"),
                        ],
                        default="ASKED",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("asked_by_id", models.BigIntegerField()),
                (
                    "asked_by_name",
                    models.CharField(max_length=150, verbose_name="diminta oleh"),
                ),
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
                        blank=True, max_length=150, verbose_name="diputus oleh"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputus")),
            ],
            options={
                "verbose_name": "perubahan kode",
                "verbose_name_plural": "perubahan kode",
                "db_table": "code_change",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_id__isnull", True),
                            models.Q(
                                ("decided_by_id", models.F("asked_by_id")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="code_change_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "DONE"), _negated=True),
                            ("decided_by_id__isnull", False),
                            ("list__in", ["EVIDENCE", "REJECT"]),
                            _connector="OR",
                        ),
                        name="code_change_law_needs_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ASKED")),
                        fields=("list", "vintage", "code"),
                        name="code_change_one_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeEntry",
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
                    "list",
                    models.CharField(
                        choices=[
                            ("TMS", "Sebab TMS"),
                            ("BARU", "Kategori pemilih baru"),
                            ("DISABILITY", "Disabilitas"),
                            ("EKTP", "KTP-el"),
                            ("MARITAL", "Status kawin"),
                            ("EVIDENCE", "Jenis bukti"),
                            ("REJECT", "Alasan penolakan"),
                        ],
                        max_length=12,
                        verbose_name="daftar",
                    ),
                ),
                ("vintage", models.CharField(max_length=4, verbose_name="angkatan")),
                ("code", models.CharField(max_length=20, verbose_name="kode")),
                ("label", models.CharField(max_length=80, verbose_name="sebutan")),
                (
                    "label_en",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="sebutan Inggris"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        blank=True, null=True, verbose_name="berlaku sejak"
                    ),
                ),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="berlaku sampai"
                    ),
                ),
            ],
            options={
                "verbose_name": "kode",
                "verbose_name_plural": "kode",
                "db_table": "code_entry",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list", "vintage", "code"), name="code_entry_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="code_entry_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeSetting",
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
                ("name", models.CharField(max_length=40, verbose_name="setelan")),
                (
                    "regency_code",
                    models.CharField(blank=True, max_length=4, verbose_name="kab/kota"),
                ),
                ("value", models.IntegerField(verbose_name="nilai")),
                ("valid_from", models.DateField(verbose_name="berlaku sejak")),
                (
                    "valid_until",
                    models.DateField(
                        blank=True, null=True, verbose_name="berlaku sampai"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="alasan")),
                ("set_by_id", models.BigIntegerField()),
                (
                    "set_by_name",
                    models.CharField(max_length=150, verbose_name="ditetapkan oleh"),
                ),
                (
                    "set_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="ditetapkan",
                    ),
                ),
            ],
            options={
                "verbose_name": "setelan",
                "verbose_name_plural": "setelan",
                "db_table": "office_setting",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="office_setting_dates",
                    )
                ],
            },
        ),
        migrations.RunSQL(read("code_lists"), migrations.RunSQL.noop),
    ]
