"""What a person said of a match, a sender's headings, photos, the place of a visit."""

import uuid
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql" / "aid_verified.sql"
PLACE = "latitude, longitude, accuracy"


class Migration(migrations.Migration):
    dependencies = [
        ("fieldwork", "0004_undo"),
        ("accounts", "0005_reach"),
        ("voters", "0006_duplicates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("kelurahan", models.CharField(max_length=10)),
                ("rw", models.CharField(blank=True, max_length=3)),
                ("rt", models.CharField(blank=True, max_length=3)),
                ("voter_id", models.BigIntegerField(verbose_name="pemilih")),
                ("same", models.BooleanField(verbose_name="orang yang sama")),
                ("recipient_mark", models.CharField(max_length=64)),
                ("voter_mark", models.CharField(max_length=64)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                (
                    "decided_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diputus oleh"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="diputus",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="berakhir")),
                (
                    "ended_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="diakhiri oleh"
                    ),
                ),
            ],
            options={
                "verbose_name": "putusan kecocokan",
                "verbose_name_plural": "putusan kecocokan",
                "db_table": "aid_decision",
            },
        ),
        migrations.CreateModel(
            name="Mapping",
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
                ("sender", models.CharField(max_length=24, verbose_name="pengirim")),
                ("columns", models.JSONField(default=dict, verbose_name="kolom")),
                (
                    "saved_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="disimpan oleh"
                    ),
                ),
                (
                    "saved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="disimpan",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemetaan daftar bantuan",
                "verbose_name_plural": "pemetaan daftar bantuan",
                "db_table": "aid_mapping",
            },
        ),
        migrations.AddField(
            model_name="check",
            name="differs",
            field=models.JSONField(
                default=dict,
                verbose_name="data yang berbeda",
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="photo",
            field=models.CharField(
                blank=True, db_default="", max_length=200, verbose_name="foto"
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name="recipient",
            name="pending",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="menunggu petugas"
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="accuracy",
            field=models.PositiveIntegerField(null=True, verbose_name="ketelitian (m)"),
        ),
        migrations.AlterField(
            model_name="check",
            name="follows",
            field=models.CharField(
                choices=[
                    ("NOTHING", "Tidak ada"),
                    ("REMOVAL", "Usulan TMS, dua orang"),
                    ("QUESTION", "Pertanyaan coklit"),
                    ("HINT", "Petunjuk pemilih baru"),
                    ("CHANGE", "Usulan perubahan data"),
                ],
                max_length=8,
                verbose_name="tindak lanjut",
            ),
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                fields=["regency_code", "public_id"], name="aid_check_public"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="fieldwork.recipient"
            ),
        ),
        migrations.AddConstraint(
            model_name="mapping",
            constraint=models.UniqueConstraint(
                fields=("regency_code", "sender"), name="aid_mapping_once"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                fields=["regency_code", "recipient_mark"], name="aid_decision_mark"
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                fields=["regency_code", "public_id"], name="aid_decision_public"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("recipient",),
                name="aid_decision_stands_once",
            ),
        ),
        migrations.RunSQL(
            "UPDATE aid_check SET public_id = gen_random_uuid()",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(
            f"GRANT UPDATE ({PLACE}) ON fieldwork_visit TO pdpb_web, pdpb_worker",
            migrations.RunSQL.noop,
        ),
    ]
