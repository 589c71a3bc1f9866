"""What else a period did, frozen with its recap (ADR 0040)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plenos", "0011_advice_key"),
        ("posts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="recap",
            name="annexes",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="lampiran kegiatan"
            ),
        ),
    ]
