"""A period waits while the one before it is open once more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("periods", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="period",
            name="state",
            field=models.CharField(
                choices=[
                    ("OPEN", "Terbuka"),
                    ("CLOSED", "Ditutup"),
                    ("SUSPENDED", "Menunggu"),
                ],
                default="OPEN",
                max_length=9,
                verbose_name="keadaan",
            ),
        ),
    ]
