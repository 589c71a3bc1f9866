"""Whom an entry showed, why, and an index by account for the breach pack."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql" / "persons.sql"
UNDO = """
SET ROLE pdpb_ledger;
DROP FUNCTION IF EXISTS person_trail(text, uuid[]);
DROP FUNCTION IF EXISTS forget_readings(timestamptz);
DROP TABLE IF EXISTS ledger_persons;
DROP INDEX IF EXISTS ledger_actor;
ALTER TABLE audit_ledgerentry DROP COLUMN IF EXISTS purpose;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_give_to_ledger_role")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(SQL.read_text(encoding="utf-8"), UNDO)
            ],
            state_operations=[
                migrations.CreateModel(
                    name="PersonsShown",
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
                            "entry_id",
                            models.BigIntegerField(verbose_name="nomor catatan"),
                        ),
                        (
                            "regency_code",
                            models.CharField(max_length=4, verbose_name="kab/kota"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(verbose_name="waktu"),
                        ),
                        (
                            "persons",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(),
                                size=None,
                                verbose_name="orang",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "orang yang terlihat",
                        "verbose_name_plural": "orang yang terlihat",
                        "db_table": "ledger_persons",
                    },
                ),
                migrations.AddField(
                    model_name="ledgerentry",
                    name="purpose",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        max_length=120,
                        verbose_name="tujuan",
                    ),
                ),
                migrations.AddIndex(
                    model_name="ledgerentry",
                    index=models.Index(
                        fields=["actor_id", "recorded_at"], name="ledger_actor"
                    ),
                ),
            ],
        )
    ]
