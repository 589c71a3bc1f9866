"""Claims of the review queue, the order by risk, the account's keys (ADR 0051)."""

import django.db.models.functions.datetime
from django.db import migrations, models

from voters.migration_sql import read

BACK = """
DROP TRIGGER claim_held ON review_claim;
DROP FUNCTION claim_held();
DROP FUNCTION proposal_risk(varchar, varchar[], varchar[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("voters", "0012_sidalih"),
        ("accounts", "0005_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyChoice",
            fields=[
                ("user_id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "is_off",
                    models.BooleanField(default=False, verbose_name="tombol dimatikan"),
                ),
            ],
            options={
                "verbose_name": "pilihan tombol",
                "verbose_name_plural": "pilihan tombol",
                "db_table": "key_choice",
            },
        ),
        migrations.CreateModel(
            name="ReviewClaim",
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
                    "subject",
                    models.CharField(max_length=24, verbose_name="yang dipegang"),
                ),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="wilayah"),
                ),
                ("user_id", models.BigIntegerField(verbose_name="nomor pemegang")),
                (
                    "user_name",
                    models.CharField(max_length=150, verbose_name="pemegang"),
                ),
                (
                    "taken_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="dipegang sejak",
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="sampai")),
                ("asked_by_id", models.BigIntegerField(null=True)),
                (
                    "asked_by_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="peminta"
                    ),
                ),
            ],
            options={
                "verbose_name": "pegangan",
                "verbose_name_plural": "pegangan",
                "db_table": "review_claim",
                "indexes": [
                    models.Index(
                        fields=["regency_code", "user_id"], name="claim_of_account"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("regency_code", "subject"), name="claim_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(read("claims"), BACK),
    ]
