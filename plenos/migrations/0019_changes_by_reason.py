"""A difference between versions names the reason that is another now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plenos", "0018_village_counted"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="recapchange",
            name="recap_change_once",
        ),
        migrations.AddField(
            model_name="recapchange",
            name="category",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="kategori"
            ),
        ),
        migrations.AddConstraint(
            model_name="recapchange",
            constraint=models.UniqueConstraint(
                fields=("recap", "kelurahan", "column", "category"),
                name="recap_change_once",
            ),
        ),
    ]
