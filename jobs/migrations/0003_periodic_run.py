"""Slots of time, so that two beats do a periodic work once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_weight"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeriodicRun",
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
                ("name", models.CharField(max_length=60, verbose_name="nama")),
                ("slot", models.BigIntegerField(verbose_name="jatah waktu")),
                (
                    "taken_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="diambil"),
                ),
            ],
            options={
                "verbose_name": "jatah berkala",
                "verbose_name_plural": "jatah berkala",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "slot"), name="periodic_once_a_slot"
                    )
                ],
            },
        ),
    ]
