"""One list of what is put off and who is held."""

from django.db import migrations, models

from voters.migration_sql import read


class Migration(migrations.Migration):
    dependencies = [("voters", "0013_review_claims")]

    operations = [
        migrations.CreateModel(
            name="HeldItem",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "what",
                    models.CharField(
                        choices=[("U", "Usulan ditunda"), ("P", "Pemilih ditahan")],
                        max_length=1,
                        verbose_name="yang menunggu",
                    ),
                ),
                ("regency_code", models.CharField(max_length=4)),
                ("public_id", models.UUIDField()),
                ("kind", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("nik", models.CharField(max_length=16, verbose_name="NIK")),
                (
                    "kelurahan",
                    models.CharField(max_length=10, verbose_name="kelurahan"),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="sebab")),
                ("until", models.DateField(null=True, verbose_name="sampai")),
                ("due", models.DateField()),
                ("since", models.DateTimeField(null=True, verbose_name="sejak")),
                ("by_name", models.CharField(max_length=150, verbose_name="oleh")),
            ],
            options={
                "verbose_name": "yang menunggu",
                "verbose_name_plural": "yang menunggu",
                "db_table": "held_item",
                "managed": False,
            },
        ),
        migrations.RunSQL(read("held"), "DROP VIEW held_item; DROP INDEX voter_held;"),
    ]
