"""How many rows a job expects, so that large ones leave room for small ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="weight",
            field=models.BigIntegerField(
                default=0, verbose_name="baris yang diperkirakan"
            ),
        ),
    ]
